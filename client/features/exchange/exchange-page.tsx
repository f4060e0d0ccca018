/** The exchange: what is open, what one's own cluster has, what waits for one's review. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useSearch } from 'wouter-preact';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Sent } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { formatDate, formatNumber, t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { Select } from '../../ui/field.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account, moderatesAll } from '../accounts/session.state.ts';
import { joined } from '../channels/channels.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { ProductSelect } from './choices.tsx';
import { Commitments } from './commitments.tsx';
import { addressOf, type Filters, filtersOf } from './filters.ts';
import { endsSoon } from './listing-draft.ts';
import { NoCluster } from './no-cluster.tsx';
import { PostListing } from './post-listing.tsx';
import { RegionField } from './region-field.tsx';
import { found } from './searches.state.ts';
import { SaveSearch, SearchesPage } from './searches-page.tsx';
import { useLoaded } from './use-loaded.ts';
import { waiting } from './waiting.state.ts';
import { WhyReview } from './why-review.tsx';
import { x } from './words.ts';

const PlanPage = lazy(
  () => import('./plan-page.tsx').then((module) => module.PlanPage),
  <Skeleton />,
);
const BoardPage = lazy(
  () => import('./board-page.tsx').then((module) => module.BoardPage),
  <Skeleton />,
);

const views = new Set(['own', 'board', 'searches', 'reviews']);

export function ExchangePage({ view, id }: { view: string | undefined; id: string | undefined }) {
  const moderates = moderatesAll();
  const { value: reviews } = useLoaded('listing:reviews', {});
  const tab = (name: string | undefined, label: string, count = 0) => (
    <a
      href={name ? `/exchange/${name}` : '/exchange'}
      aria-current={view === name ? 'page' : undefined}
    >
      {label} {count > 0 && <span class="count">{formatNumber(count)}</span>}
    </a>
  );
  return (
    <Page title={x('title')}>
      <nav class="tabs" aria-label={x('title')}>
        {tab(undefined, x('open'))}
        {tab('board', x('board.title'))}
        {tab('searches', x('search.title'), found.value)}
        {tab('own', x('own'), waiting.value.own)}
        {moderates && tab('plan', x('plan.title'))}
        {(moderates || reviews?.length || view === 'reviews') &&
          tab('reviews', x('reviews'), reviews?.length)}
      </nav>
      {view === 'own' && <Own />}
      {view === 'board' && <BoardPage />}
      {view === 'searches' && <SearchesPage />}
      {view === 'plan' && moderates && <PlanPage id={id} />}
      {view === 'reviews' && (
        <Listings
          listings={reviews}
          none={x('noneReviews')}
          action={<a href="/exchange">{x('open')}</a>}
        />
      )}
      {!view && <Open />}
      {view && !(views.has(view) || (view === 'plan' && moderates)) && (
        <Empty action={<a href="/exchange">{x('title')}</a>}>{t('unknownPage')}</Empty>
      )}
    </Page>
  );
}

function Listings({
  listings,
  none,
  action,
}: {
  listings: readonly Listing[] | null;
  none: string;
  action?: ComponentChildren;
}) {
  if (!listings) return <Skeleton />;
  if (listings.length === 0) return <Empty action={action}>{none}</Empty>;
  return (
    <ul class="listings">
      {listings.map((listing) => (
        <li key={listing.id}>
          <h2 class="title">
            <a href={`/listings/${listing.id}`}>
              <bdi>{listing.title}</bdi>
            </a>
          </h2>
          <p class="muted">
            <bdi>{clusterById(listing.clusterId)?.name}</bdi> ·{' '}
            {x('ends', { date: formatDate(listing.expiresAt) })}
          </p>
          <PostListing listing={listing} />
          {listing.state === 'review' && <WhyReview listing={listing} />}
          {listing.reason && <q dir="auto">{listing.reason}</q>}
        </li>
      ))}
    </ul>
  );
}

/** Listings shown at first and with every wish for more; who wants to see more than the most narrows the filters. */
const page = 50;
const most = 200;

/** Some listings, and the way to more of them. */
function useListings(query: Omit<Sent<'listing:list'>, 'limit'>) {
  const [shown, setShown] = useState(page);
  const { value } = useLoaded('listing:list', { ...query, limit: shown });
  const more = value?.length === shown && shown < most && (
    <p class="listing-actions">
      <button type="button" onClick={() => setShown(shown + page)}>
        {x('showMore')}
      </button>
    </p>
  );
  return { listings: value, more };
}

function Open() {
  const filters = filtersOf(useSearch());
  const { kind, product, region } = filters;
  const filtered = Boolean(kind || product || region);
  const [saving, setSaving] = useState(false);
  const set = (patch: Partial<Filters>) =>
    navigate(addressOf({ ...filters, ...patch }), { replace: true });
  const { listings, more } = useListings({
    ...(kind && { kind }),
    ...(product && { product }),
    ...(region && { nuts: region }),
  });
  return (
    <>
      <div class="field-row">
        <Select
          label={x('filterKind')}
          value={kind}
          change={(next) => set({ kind: next as Filters['kind'] })}
        >
          <option value="">{x('all')}</option>
          <option value="offer">{x('offer')}</option>
          <option value="request">{x('request')}</option>
        </Select>
        <ProductSelect value={product} change={(next) => set({ product: next })} none={x('all')} />
        <RegionField
          label={x('filterRegion')}
          value={region}
          change={(next) => set({ region: next })}
        />
      </div>
      <p class="listing-actions">
        <Begin listings={listings} />
        <button type="button" onClick={() => setSaving(true)}>
          {x('search.save')}
        </button>
      </p>
      {saving && <SaveSearch filters={filters} close={() => setSaving(false)} />}
      <Listings
        listings={listings}
        none={x(filtered ? 'noneFound' : 'none')}
        action={
          filtered ? (
            <a href="/exchange">{t('showAll')}</a>
          ) : (
            joined.value?.length === 0 && <a href="/channels">{t('rail.browse')}</a>
          )
        }
      />
      {more}
    </>
  );
}

/** The two things one comes here for, in a channel where others do the same. */
function Begin({ listings }: { listings: readonly Listing[] | null }) {
  const mine = joined.value?.map(({ channel }) => channel) ?? [];
  const where = (kind: Listing['kind']) =>
    mine.find(({ id }) => listings?.find((each) => each.kind === kind)?.channelId === id) ??
    mine[0];
  return (['offer', 'request'] as const).map((kind) => {
    const channel = where(kind);
    return (
      channel && (
        <a key={kind} class="button primary" href={`/c/${channel.slug}/${kind}`}>
          {x(kind === 'offer' ? 'offerHelp' : 'askForHelp')}
        </a>
      )
    );
  });
}

function Own() {
  const { listings, more } = useListings({ own: true });
  const { value: commitments } = useLoaded('commitment:list', {});
  const ending =
    listings?.filter((listing) => listing.authorId === account.value?.id && endsSoon(listing)) ??
    [];
  if (!account.value?.clusterId) return <NoCluster />;
  return (
    <>
      {ending.length > 0 && (
        <section aria-label={x('endingSoon')}>
          <h2>{x('endingSoon')}</h2>
          <Listings listings={ending} none="" />
        </section>
      )}
      <h2>{x('commitments')}</h2>
      {commitments && <Commitments all={commitments} />}
      <Over />
      <h2>{x('own')}</h2>
      <Listings
        listings={listings}
        none={x('noneOwn')}
        action={
          <p class="listing-actions">
            <Begin listings={null} />
          </p>
        }
      />
      {more}
    </>
  );
}

/** What is over, for who looks back. */
function Over() {
  const [open, setOpen] = useState(false);
  const { value } = useLoaded('commitment:list', open ? { ended: true, limit: most } : null);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{x('over')}</summary>
      {value && <Commitments all={value} />}
    </details>
  );
}
