/** Where an offer or a request is begun, and where a draft is taken up again. */
import { useEffect, useState } from 'preact/hooks';
import { v4 as uuid } from 'uuid';
import { useSearch } from 'wouter-preact';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Channel } from '../../../shared/contract/channels.ts';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { call } from '../../api.ts';
import { language } from '../../i18n.ts';
import { Form } from '../../ui/form.tsx';
import { attempt, tell } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { channelById, channelBySlug } from '../channels/channels.state.ts';
import { clusterById, clusters } from '../clusters/clusters.state.ts';
import { answerTo, blank, type Draft, draftFrom, keepable, termsOf } from './listing-draft.ts';
import { forget, kept, useKeeping } from './listing-drafts.state.ts';
import { ListingFields } from './listing-fields.tsx';
import { NoCluster } from './no-cluster.tsx';
import { x } from './words.ts';

type Kind = Listing['kind'];

/** @param from a listing that is repeated or answered, or, where the address names an `input`, that is missing it */
export function ListingForm({ slug, kind, from }: { slug: string; kind: Kind; from: string | undefined }) {
  const input = new URLSearchParams(useSearch()).get('input');
  const place = from ? `${slug}:${kind}:${from}${input ?? ''}` : `${slug}:${kind}`;
  const channel = channelBySlug(slug)?.channel;
  const first = (cluster: Cluster) =>
    from ? call('listing:get', { listingId: from }).then((listing) => answerTo(listing, kind, cluster.nuts ?? '', input)) : blank(kind, cluster.nuts ?? '');
  const isHere = ({ listing }: ServerDraft) => !from && listing.channelId === channel?.id && listing.kind === kind && listing.upstreamId === null;
  return <Writing key={place} place={place} kind={kind} channel={channel} back={`/c/${slug}`} first={first} isHere={isHere} />;
}

/** A draft that is taken up again by its address. */
export function DraftForm({ listing }: { listing: Listing }) {
  const { kind, nuts, channelId, id } = listing;
  const isHere = (draft: ServerDraft) => draft.listing.id === id;
  return <Writing place={`draft:${id}`} kind={kind} channel={channelById(channelId)?.channel} back="/drafts" first={() => blank(kind, nuts)} isHere={isHere} />;
}

type ServerDraft = { clientId: string; listing: Listing };

interface Place {
  place: string;
  kind: Kind;
  channel: Channel | undefined;
  back: string;
  /** What stands there where nothing was begun yet. */
  first(cluster: Cluster): Draft | Promise<Draft>;
  /** Whether a draft that the server has is to be taken up here. */
  isHere(draft: ServerDraft): boolean;
}

function Writing({ place, kind, channel, back, first, isHere }: Place) {
  const cluster = clusterById(account.value?.clusterId ?? null);
  const [begun, setBegun] = useState(() => kept(place)?.draft ?? null);
  const begin = async (to: Cluster) => setBegun(await first(to));

  /** Another device may have written on, posted it or dropped it: what is not the newest is not shown for long. */
  async function takeUp(to: Cluster) {
    const here = kept(place);
    const theirs = await call('listing:drafts', {}).catch(() => null);
    const same = here && theirs?.find(({ clientId }) => clientId === here.draft.clientId);
    const next = here ? same : theirs?.find(isHere);
    const touched = here !== null && (here.at === null || kept(place)?.at?.version !== here.at.version);
    if (touched) return;
    if (next && next.listing.version !== here?.at?.version) setBegun(draftFrom(next.listing, next.clientId));
    else if (!next && (!here || theirs)) {
      forget(place);
      await begin(to);
    }
  }

  useEffect(() => {
    if (cluster && channel) void attempt(() => takeUp(cluster));
  }, [place, cluster?.id, channel?.id]);

  const discard = (to: Cluster) =>
    attempt(async () => {
      const at = kept(place)?.at;
      forget(place);
      await begin(to);
      if (at) await call('listing:discard', { listingId: at.id });
      if (place.startsWith('draft:')) navigate(back);
    });

  return (
    <Page title={x(kind === 'offer' ? 'offerHelp' : 'askForHelp')} back={back}>
      {cluster && channel ? (
        begun ? (
          <Fields key={JSON.stringify(begun)} first={begun} place={place} kind={kind} channel={channel} cluster={cluster} discard={() => discard(cluster)} />
        ) : (
          <Skeleton />
        )
      ) : clusters.value ? (
        <NoCluster />
      ) : (
        <Skeleton />
      )}
    </Page>
  );
}

interface FieldsProps extends Pick<Place, 'place' | 'kind'> {
  first: Draft;
  channel: Channel;
  cluster: Cluster;
  discard(): void;
}

function Fields({ first, place, kind, channel, cluster, discard }: FieldsProps) {
  const [draft, setDraft] = useState(first);
  const { clientId, answers } = draft;
  const terms = termsOf(draft, kind, language, cluster.name);
  const everywhere = useKeeping(place, draft, first, () => call('listing:draft', { channelId: channel.id, clientId, ...keepable(terms) }));
  const submit = async () => {
    const listing = await call('listing:create', { channelId: channel.id, clientId, ...terms });
    forget(place);
    if (answers && listing.state === 'open') return void (await answer(answers, listing));
    navigate(listing.state === 'open' ? `/c/${channel.slug}/p/${listing.postId}` : `/listings/${listing.id}`);
  };
  return (
    <>
      <Form label={x(kind === 'offer' ? 'form.post' : 'form.postRequest')} submit={submit}>
        <ListingFields draft={draft} change={(patch) => setDraft((before) => ({ ...before, ...patch }))} kind={kind} channel={channel} cluster={cluster} />
      </Form>
      <p class="listing-actions">
        <small class="muted">{x(everywhere ? 'form.keptEverywhere' : 'form.kept')}</small>
        {(draft !== first || everywhere) && (
          <button type="button" onClick={discard}>
            {x('form.discard')}
          </button>
        )}
      </p>
    </>
  );
}

/** Proposes what was just posted to the listing that it answers, as much as both have. */
async function answer({ id, remaining, lot }: NonNullable<Draft['answers']>, listing: Listing) {
  const most = Math.min(remaining, listing.remaining);
  const step = lot * listing.lot;
  const [offerId, requestId] = listing.kind === 'offer' ? [listing.id, id] : [id, listing.id];
  await attempt(async () => {
    await call('commitment:propose', { clientId: uuid(), offerId, requestId, quantity: most - (most % step) || most });
    tell(x('propose.sent'));
  });
  navigate(`/listings/${id}`);
}
