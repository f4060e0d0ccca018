/**
 * The market: every listing that is open, or was within the weeks of the board, as matching, board and plan see it. It is
 * kept in memory, because ranking one listing looks at thousands, and caught up with the store before each use, because
 * other nodes write there too.
 */
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { isOpen, type Offer, type Request } from '../../../shared/exchange/match.ts';
import { weeksShown } from '../../../shared/exchange/weeks.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import { factsOf, sideOf } from './exchange.sides.ts';
import type { ExchangeStore, StoredListing } from './exchange.store.ts';

/** A listing in the market: both sides at once, whichever it is. */
export type Stall = Offer &
  Request &
  Pick<
    StoredListing,
    'kind' | 'state' | 'channelId' | 'title' | 'lang' | 'quantity' | 'priority' | 'maxRecipients' | 'version' | 'expiresAt' | 'firstResponseAt' | 'trail'
  >;

export interface Market {
  /** All of it, with everything that was committed before the call. */
  stalls(): Promise<Iterable<Stall>>;
  /** The open listings of the other kind that could fit one: of its unit, the first two digits of its code, and its product where both have one. */
  facing(listing: Placed): Promise<Stall[]>;
  /** Rises whenever anything in it has changed. */
  version(): number;
  /** A listing as the market sees it, in whatever state. */
  stallOf(listing: StoredListing): Stall;
}

/** How far changes may be apart in time and yet be seen out of order: clocks of nodes differ, transactions take a while. */
const overlap = 30_000;
/** Whatever was missed is found after this. */
const everyWhole = 60_000;
/** How old the languages and marks of clusters may be. */
const everyClusters = 5000;
const together = 500;

const otherKind = { offer: 'request', request: 'offer' } as const;
type Placed = Pick<Listing, 'kind' | 'unit' | 'cpv' | 'product'>;
/** Only listings of one aisle can be of one category. */
const aisleOf = (kind: Listing['kind'], { unit, cpv }: { unit: string; cpv: string }) => `${kind} ${unit} ${cpv.slice(0, 2)}`;

export function createMarket(store: Pick<ExchangeStore, 'versions' | 'listingsById'>, clusters: Pick<ClustersStore, 'clusters'>): Market {
  const stalls = new Map<string, Stall>();
  /** By product within each aisle. */
  const aisles = new Map<string, Map<string | null, Map<string, Stall>>>();
  let clusterById = new Map<string, Cluster>();
  let clustersAt = 0;
  let latest = '';
  let wholeAt = 0;
  let version = 0;

  const values = new Map<string, unknown>();
  function one<T extends string | readonly unknown[]>(value: T): T {
    const key = typeof value === 'string' ? value : JSON.stringify(value);
    if (!values.has(key)) values.set(key, value);
    return values.get(key) as T;
  }

  const stallOf = (listing: StoredListing): Stall => {
    const { kind, state, channelId, title, lang, quantity, priority, maxRecipients, version, expiresAt, firstResponseAt, trail } = listing;
    const side = sideOf(listing, clusterById.get(listing.clusterId));
    return {
      ...side,
      // Equal values are one value: what thousands of stalls share stays near the processor, and takes its room once.
      ...{ clusterId: one(side.clusterId), shipsTo: one(side.shipsTo), requires: one(side.requires), claims: one(side.claims), languages: one(side.languages) },
      ...{ kind, state, channelId, title, lang, quantity, priority, maxRecipients, version, expiresAt, firstResponseAt, trail },
    };
  };

  function drop(id: string) {
    const known = stalls.get(id);
    if (!known) return;
    version++;
    stalls.delete(id);
    aisles.get(aisleOf(known.kind, known))?.get(known.product)?.delete(id);
  }

  function put(listing: StoredListing) {
    if ((stalls.get(listing.id)?.version ?? 0) > listing.version) return;
    drop(listing.id);
    version++;
    const stall = stallOf(listing);
    stalls.set(listing.id, stall);
    if (listing.changedAt > latest) latest = listing.changedAt;
    if (stall.state !== 'open') return;
    const name = aisleOf(listing.kind, listing);
    const aisle = aisles.get(name) ?? new Map<string | null, Map<string, Stall>>();
    const row = aisle.get(listing.product) ?? new Map<string, Stall>();
    aisles.set(name, aisle.set(listing.product, row.set(listing.id, stall)));
  }

  async function catchUpClusters() {
    if (Date.now() - clustersAt < everyClusters) return;
    clustersAt = Date.now();
    const before = clusterById;
    clusterById = new Map((await clusters.clusters()).map((cluster) => [cluster.id, cluster]));
    const stands = (cluster: Cluster | undefined) => cluster && `${cluster.languages} ${cluster.validated !== null}`;
    const changed = new Set([...clusterById.keys()].filter((id) => stands(before.get(id)) !== stands(clusterById.get(id))));
    if (changed.size === 0) return;
    version++;
    for (const stall of stalls.values()) if (changed.has(stall.clusterId)) Object.assign(stall, factsOf(stall.lang, clusterById.get(stall.clusterId)));
  }

  async function takeIn() {
    await catchUpClusters();
    const whole = Date.now() - wholeAt > everyWhole;
    const since = whole ? weeksShown(new Date())[0] : new Date(Date.parse(latest || new Date().toISOString()) - overlap).toISOString();
    const versions = await store.versions(since ?? '', whole);
    const behind = versions.filter(({ id, version }) => (stalls.get(id)?.version ?? 0) < version).map(({ id }) => id);
    for (let at = 0; at < behind.length; at += together) for (const listing of await store.listingsById(behind.slice(at, at + together))) put(listing);
    if (whole) {
      const known = new Set(versions.map(({ id }) => id));
      for (const id of stalls.keys()) if (!known.has(id)) drop(id);
      // What nobody has any more must not be kept for ever.
      values.clear();
      wholeAt = Date.now();
    }
  }

  // One after another, and once for all who came meanwhile: two at once would undo each other's work.
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const catchUp = () => {
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null;
        running = takeIn();
        return running;
      });
    return next;
  };

  return {
    stallOf,
    version: () => version,
    async stalls() {
      await catchUp();
      return { [Symbol.iterator]: () => stalls.values() };
    },
    async facing(listing) {
      await catchUp();
      const now = new Date().toISOString();
      const aisle = aisles.get(aisleOf(otherKind[listing.kind], listing)) ?? new Map<string | null, Map<string, Stall>>();
      const rows = listing.product ? [aisle.get(listing.product), aisle.get(null)] : [...aisle.values()];
      return rows.flatMap((row) => [...(row?.values() ?? [])]).filter((stall) => isOpen(stall, now));
    },
  };
}
