/** Where an offer or a request is begun, and where a draft is taken up again. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { v4 as uuid } from 'uuid';
import { useSearch } from 'wouter-preact';
import { navigate } from 'wouter-preact/use-browser-location';
import type { ChannelSummary } from '../../../shared/contract/channels.ts';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { call, connected } from '../../api.ts';
import { isMissing } from '../../errors.ts';
import { language, t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { Form } from '../../ui/form.tsx';
import { attempt, tell } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { channelById, channelBySlug, channels } from '../channels/channels.state.ts';
import { clusterById, clusters } from '../clusters/clusters.state.ts';
import { answerTo, blank, type Draft, draftFrom, keepable, termsOf } from './listing-draft.ts';
import { discard, forget, type Kept, kept, posting, useKeeping } from './listing-drafts.state.ts';
import { changing, ListingFields } from './listing-fields.tsx';
import { NoCluster } from './no-cluster.tsx';
import './refusals.ts';
import { x } from './words.ts';

type Kind = Listing['kind'];

/** @param from a listing that is repeated or answered, or, where the address names an `input`, that is missing it */
export function ListingForm({
  slug,
  kind,
  from,
}: {
  slug: string;
  kind: Kind;
  from: string | undefined;
}) {
  const input = new URLSearchParams(useSearch()).get('input');
  const place = from ? `${slug}:${kind}:${from}${input ?? ''}` : `${slug}:${kind}`;
  const channel = channelBySlug(slug)?.channel;
  const first = (cluster: Cluster) =>
    from
      ? call('listing:get', { listingId: from }).then((listing) =>
          answerTo(listing, kind, cluster.nuts ?? '', input),
        )
      : blank(kind, cluster.nuts ?? '');
  const isHere = ({ listing }: ServerDraft) =>
    !from &&
    listing.channelId === channel?.id &&
    listing.kind === kind &&
    !listing.upstreamId &&
    !listing.answersId;
  return (
    <Writing
      key={place}
      place={place}
      kind={kind}
      channel={channel}
      back={`/c/${slug}`}
      first={first}
      isHere={isHere}
    />
  );
}

/** A draft that is taken up again by its address. */
export function DraftForm({ listing }: { listing: Listing }) {
  const { kind, nuts, channelId, id } = listing;
  const isHere = (draft: ServerDraft) => draft.listing.id === id;
  return (
    <Writing
      place={`draft:${id}`}
      kind={kind}
      channel={channelById(channelId)?.channel}
      back="/drafts"
      first={() => blank(kind, nuts)}
      isHere={isHere}
    />
  );
}

type ServerDraft = { clientId: string; listing: Listing };

interface Place {
  place: string;
  kind: Kind;
  channel: ChannelSummary | undefined;
  back: string;
  /** What stands there where nothing was begun yet. */
  first(cluster: Cluster): Draft | Promise<Draft>;
  /** Whether a draft that the server has is to be taken up here. */
  isHere(draft: ServerDraft): boolean;
}

function Writing({ place, kind, channel, back, first, isHere }: Place) {
  const cluster = clusterById(account.value?.clusterId ?? null);
  const [begun, setBegun] = useState(() => kept(place));
  const fresh = (draft: Draft): Kept => ({ draft, at: null, sent: true });
  const [missing, setMissing] = useState(false);
  const begin = async (to: Cluster) => {
    try {
      setBegun(fresh(await first(to)));
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      setMissing(true);
    }
  };

  /** Another device may have written on, posted it or dropped it: what is not the newest is not shown for long. */
  async function takeUp(to: Cluster) {
    const here = kept(place);
    if (here && !here.sent) return;
    const theirs = await call('listing:drafts', {}).catch(() => null);
    if (JSON.stringify(kept(place)) !== JSON.stringify(here)) return;
    const next = theirs?.find((draft) =>
      here ? draft.clientId === here.draft.clientId : isHere(draft),
    );
    if (next && next.listing.version === here?.at?.version) return;
    if (next) {
      const { id, version } = next.listing;
      return setBegun({
        draft: draftFrom(next.listing, next.clientId),
        at: { id, version },
        sent: true,
      });
    }
    if (here && !theirs) return;
    forget(place);
    await begin(to);
  }

  useEffect(() => {
    if (cluster && channel) void attempt(() => takeUp(cluster));
  }, [place, cluster?.id, channel?.id]);

  const drop = (to: Cluster, what: Kept) =>
    attempt(async () => {
      await discard(place, what);
      if (place.startsWith('draft:')) navigate(back);
      else await begin(to);
    });

  return (
    <Page title={x(kind === 'offer' ? 'offerHelp' : 'askForHelp')} back={back}>
      {cluster && channel ? (
        begun ? (
          <Fields
            key={JSON.stringify(begun)}
            first={begun}
            place={place}
            kind={kind}
            channel={channel}
            cluster={cluster}
            drop={(what) => drop(cluster, what)}
          />
        ) : missing ? (
          <Empty action={<a href="/exchange">{x('title')}</a>}>{x('unknown')}</Empty>
        ) : (
          <Skeleton />
        )
      ) : channels.value && !channel ? (
        <Empty action={<a href="/channels">{t('rail.browse')}</a>}>{t('channel.unknown')}</Empty>
      ) : clusters.value ? (
        <NoCluster />
      ) : (
        <Skeleton />
      )}
    </Page>
  );
}

interface FieldsProps extends Pick<Place, 'place' | 'kind'> {
  first: Kept;
  channel: ChannelSummary;
  cluster: Cluster;
  drop(what: Kept): void;
}

function Fields({ first, place, kind, channel, cluster, drop }: FieldsProps) {
  const [draft, setDraft] = useState(first.draft);
  const { clientId, answersId } = draft;
  const terms = termsOf(draft, kind, language, cluster.name);
  const store = (version: number | undefined) =>
    call('listing:draft', {
      channelId: channel.id,
      clientId,
      ...(version !== undefined && { version }),
      ...keepable(draft, terms),
    });
  const overtaken = () => {
    setDraft((now) => ({ ...now, clientId: uuid() }));
    tell(x('form.overtaken'));
  };
  const { everywhere, failure } = useKeeping(place, draft, first, store, overtaken);
  // Whoever has gone elsewhere meanwhile stays there.
  const here = useRef(true);
  useEffect(() => () => void (here.current = false), []);
  const submit = async () => {
    if (!connected.peek()) tell(x('form.waits'));
    const listing = await posting(place, clientId, () =>
      call('listing:create', { channelId: channel.id, clientId, ...terms }),
    );
    if (!here.current) return tell(x(listing.state === 'open' ? 'form.posted' : 'form.held'));
    if (answersId) {
      tell(x(listing.state === 'open' ? 'propose.sent' : 'propose.later'));
      return navigate(`/listings/${listing.state === 'open' ? answersId : listing.id}`);
    }
    navigate(
      listing.state === 'open'
        ? `/c/${channel.slug}/p/${listing.postId}`
        : `/listings/${listing.id}`,
    );
  };
  return (
    <>
      <Form label={x(kind === 'offer' ? 'form.post' : 'form.postRequest')} submit={submit}>
        <ListingFields
          draft={draft}
          change={changing(setDraft)}
          kind={kind}
          channel={channel}
          cluster={cluster}
        />
      </Form>
      <p class="listing-actions">
        <small class={failure ? 'failure' : 'muted'} role="status">
          {failure
            ? x('form.notKept', { failure })
            : x(everywhere ? 'form.keptEverywhere' : 'form.kept')}
        </small>
        {(draft !== first.draft || first.at) && (
          <button type="button" onClick={() => drop(kept(place) ?? first)}>
            {x('form.discard')}
          </button>
        )}
      </p>
    </>
  );
}
