/** One listing: its card, what one may do with it, what fits, its commitments, and what was decided. */
import { useState } from 'preact/hooks';
import type { Sent } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { call } from '../../api.ts';
import { formatAgo, formatDate, t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { personById } from '../accounts/people.state.ts';
import { account, moderatesAll } from '../accounts/session.state.ts';
import { channelById } from '../channels/channels.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { PostBody } from '../posts/post.tsx';
import { Commitments } from './commitments.tsx';
import { Evidence } from './evidence.tsx';
import { move } from './exchange.state.ts';
import { Linked } from './linked.tsx';
import { endsSoon } from './listing-draft.ts';
import { DraftForm } from './listing-form.tsx';
import { Matches } from './matches.tsx';
import { PostListing } from './post-listing.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { useLoaded } from './use-loaded.ts';
import { WhyReview } from './why-review.tsx';
import { x } from './words.ts';

export function ListingPage({ id }: { id: string }) {
  const { value: listing, failure } = useLoaded('listing:get', { listingId: id });
  const title = listing?.title ?? x('title');
  if (listing?.state === 'draft') return <DraftForm listing={listing} />;
  return (
    <Page title={title} back="/exchange">
      {failure && !listing && (
        <Empty action={<a href="/exchange">{x('title')}</a>}>{x('unknown')}</Empty>
      )}
      {!listing && !failure && <Skeleton />}
      {listing && <Whole listing={listing} />}
    </Page>
  );
}

function Whole({ listing }: { listing: Listing }) {
  const me = account.value;
  const cluster = clusterById(listing.clusterId);
  const channel = channelById(listing.channelId)?.channel;
  const mine = listing.clusterId === me?.clusterId || listing.authorId === me?.id;
  const moderates = moderatesAll();
  const sponsors = listing.sponsorId !== null && listing.sponsorId === me?.clusterId;
  return (
    <>
      <p class="muted">
        {cluster && (
          <a href={`/clusters/${cluster.slug}`}>
            <bdi>{cluster.name}</bdi>
          </a>
        )}{' '}
        ·{' '}
        {channel && listing.openedAt ? (
          <a href={`/c/${channel.slug}/p/${listing.postId}`}>
            <bdi>{channel.name}</bdi>
          </a>
        ) : (
          <bdi>{channel?.name}</bdi>
        )}{' '}
        · <Time iso={listing.createdAt} brief /> ·{' '}
        {x('ends', { date: formatDate(listing.expiresAt) })}
      </p>
      {listing.sponsorId && (
        <p class="muted">{x('vouchedBy', { name: clusterById(listing.sponsorId)?.name ?? '' })}</p>
      )}
      <PostListing listing={listing} whole />
      {listing.body &&
        (listing.openedAt ? (
          <Body postId={listing.postId} text={listing.body} />
        ) : (
          <p class="listing-body" dir="auto">
            {listing.body}
          </p>
        ))}
      {listing.reason && (
        <p>
          <q dir="auto">{listing.reason}</q>
        </p>
      )}
      {listing.state === 'review' && <WhyReview listing={listing} />}
      <Linked listing={listing} slug={mine ? channel?.slug : undefined} />
      <Evidence listing={listing} decides={!mine && (me?.roles.includes('validator') ?? false)} />
      {channel && listing.openedAt && (
        <p>
          <a href={`/c/${channel.slug}/t/${listing.postId}`}>{x('talk')}</a>
        </p>
      )}
      <Tools listing={listing} />
      {listing.authorId !== me?.id && (moderates || (sponsors && listing.state === 'review')) && (
        <Decide listing={listing} />
      )}
      {listing.state === 'open' && <Matches listing={listing} mine={mine} />}
      {(mine || moderates || me?.clusterId) && <Own listing={listing} mine={mine || moderates} />}
      {(mine || moderates || sponsors) && <Decisions listing={listing} />}
    </>
  );
}

/** What is written under it, as its post shows it; until that is there, as it was typed. */
function Body({ postId, text }: { postId: string; text: string }) {
  const { value } = useLoaded('post:get', { postId });
  return value ? (
    <PostBody post={value} />
  ) : (
    <p class="listing-body" dir="auto">
      {text}
    </p>
  );
}

/** What its author can do with it, and what anybody can: repeat it, or answer it. */
function Tools({ listing }: { listing: Listing }) {
  const [withdrawing, setWithdrawing] = useState(false);
  const author = listing.authorId === account.value?.id;
  const slug = channelById(listing.channelId)?.channel.slug ?? '';
  const answer = listing.kind === 'offer' ? 'request' : 'offer';
  const ends = endsSoon(listing);
  const listingId = listing.id;
  return (
    <>
      {author && ends && (
        <p role="status">{x('askRenew', { ago: formatAgo(listing.expiresAt) })}</p>
      )}
      <p class="listing-actions">
        {author &&
          (listing.state === 'expired' ||
            (listing.state === 'open' &&
              Date.parse(listing.expiresAt) - Date.now() < 13 * 86_400_000)) && (
            <button
              type="button"
              onClick={() => attempt(() => call('listing:renew', { listingId }))}
            >
              {x('renew')}
            </button>
          )}
        {author && (listing.state === 'open' || listing.state === 'review') && (
          <a class="button" href={`/listings/${listingId}/edit`}>
            {x('edit')}
          </a>
        )}
        {author && (listing.state === 'open' || listing.state === 'review') && (
          <button type="button" onClick={() => setWithdrawing(true)}>
            {x('withdraw')}
          </button>
        )}
        {(author || listing.clusterId !== account.value?.clusterId) && (
          <a class="button" href={`/c/${slug}/${author ? listing.kind : answer}/${listingId}`}>
            {x(author ? 'repeat' : answer === 'offer' ? 'answerOffer' : 'answerRequest')}
          </a>
        )}
      </p>
      {withdrawing && (
        <ReasonDialog
          label={x('withdraw')}
          danger
          give={(reason) => call('listing:withdraw', { listingId, reason })}
          close={() => setWithdrawing(false)}
        />
      )}
    </>
  );
}

const decisions = { review: ['open', 'reject'], open: ['suspend'], suspended: ['resume'] } as const;

function Decide({ listing: { id: listingId, state, version } }: { listing: Listing }) {
  const [asking, setAsking] = useState<'reject' | 'suspend' | null>(null);
  const decide = (decision: Sent<'listing:decide'>['decision'], reason?: string) =>
    call('listing:decide', { listingId, decision, version, ...(reason && { reason }) }).then(move);
  const possible = state in decisions ? decisions[state as keyof typeof decisions] : [];
  return (
    <>
      <p class="listing-actions">
        {possible.map((decision) => (
          <button
            key={decision}
            type="button"
            class={decision === 'open' || decision === 'resume' ? 'primary' : 'danger'}
            onClick={() =>
              decision === 'reject' || decision === 'suspend'
                ? setAsking(decision)
                : attempt(() => decide(decision))
            }
          >
            {x(`decide.${decision}`)}
          </button>
        ))}
      </p>
      {asking && (
        <ReasonDialog
          label={x(`decide.${asking}`)}
          danger
          give={(reason) => decide(asking, reason)}
          close={() => setAsking(null)}
        />
      )}
    </>
  );
}

/** What is promised of a listing; of one that is not one's own, what one's cluster has to do with it. */
function Own({ listing, mine }: { listing: Listing; mine: boolean }) {
  const { value } = useLoaded('commitment:list', mine ? { listingId: listing.id } : {});
  const all = value?.filter(
    ({ offer, request }) => offer.id === listing.id || request.id === listing.id,
  );
  if (!mine && !all?.length) return null;
  return (
    <>
      <h2>{x('commitments')}</h2>
      {all && <Commitments all={all} />}
    </>
  );
}

type DecisionName = keyof typeof import('../../locales/exchange.en.json')['decision'];

function Decisions({ listing }: { listing: Listing }) {
  const { value } = useLoaded('listing:decisions', { listingId: listing.id });
  return (
    <details>
      <summary>{x('decisions')}</summary>
      <ul class="decisions">
        {value?.map(({ id, at, actorId, what, reason, after }) => (
          <li key={id}>
            <Time iso={at} brief />{' '}
            <bdi>
              {actorId ? (personById(actorId)?.name ?? t('role.moderator')) : x('by.clock')}
            </bdi>
            : {x(`decision.${what.replace(':', '_') as DecisionName}`)}
            {what === 'claim:set' && `: ${after}`} {reason && <q dir="auto">{reason}</q>}
          </li>
        ))}
      </ul>
    </details>
  );
}
