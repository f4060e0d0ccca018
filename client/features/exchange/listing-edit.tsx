/** Changing a listing: its words at once; what it is, how much, and its evidence bring it back to review. */
import { useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import type { ChannelSummary } from '../../../shared/contract/channels.ts';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Sent } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { Form } from '../../ui/form.tsx';
import { tell } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { channelById } from '../channels/channels.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { draftFrom, termsOf } from './listing-draft.ts';
import { changing, ListingFields } from './listing-fields.tsx';
import { useOnce } from './use-loaded.ts';
import { x } from './words.ts';

export function ListingEdit({ id }: { id: string }) {
  const { value: listing, failure } = useOnce('listing:get', { listingId: id });
  const channel = listing && channelById(listing.channelId)?.channel;
  const cluster = listing && clusterById(listing.clusterId);
  return (
    <Page title={x('edit')} back={`/listings/${id}`}>
      {failure && !listing ? (
        <Empty action={<a href="/exchange">{x('title')}</a>}>{x('unknown')}</Empty>
      ) : listing && listing.authorId !== account.value?.id ? (
        <Empty
          action={
            <a href={`/listings/${id}`}>
              <bdi>{listing.title}</bdi>
            </a>
          }
        >
          {x('onlyAuthor')}
        </Empty>
      ) : listing && channel && cluster ? (
        <Fields listing={listing} channel={channel} cluster={cluster} />
      ) : (
        <Skeleton />
      )}
    </Page>
  );
}

type Patch = Omit<Sent<'listing:edit'>, 'listingId'>;

function Fields({
  listing,
  channel,
  cluster,
}: {
  listing: Listing;
  channel: ChannelSummary;
  cluster: Cluster;
}) {
  const { id: listingId, kind, lang } = listing;
  const [first] = useState(() => draftFrom(listing));
  const [draft, setDraft] = useState(first);
  const submit = async () => {
    const {
      kind: _kind,
      upstreamId: _upstreamId,
      answersId: _answersId,
      ...terms
    } = termsOf(draft, kind, lang, cluster.name);
    const before = termsOf(first, kind, lang, cluster.name);
    const patch = Object.fromEntries(
      Object.entries(terms).filter(
        ([field, value]) =>
          JSON.stringify(value) !== JSON.stringify(before[field as keyof typeof before]),
      ),
    ) as Patch;
    const answer =
      Object.keys(patch).length > 0 ? await call('listing:edit', { listingId, ...patch }) : listing;
    tell(x(answer.state === 'review' ? 'editedReview' : 'edited'));
    navigate(`/listings/${listingId}`);
  };
  return (
    <Form label={t('save')} submit={submit}>
      <ListingFields
        draft={draft}
        change={changing(setDraft)}
        kind={kind}
        channel={channel}
        cluster={cluster}
        except={listing}
      />
    </Form>
  );
}
