/**
 * The market: every listing that is open, or was within the weeks of the board, as matching, board and plan see it. It is
 * kept in memory, because ranking one listing looks at thousands, and caught up with the store before each use, because
 * other nodes write there too.
 */
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Offer, Request } from '../../../shared/exchange/match.ts';
import { weeksShown } from '../../../shared/exchange/weeks.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import { createAisles, type Placed } from './exchange.aisles.ts';
import { factsOf, sideOf } from './exchange.sides.ts';
import type { ExchangeStore, StoredListing } from './exchange.store.ts';

/** A listing in the market: both sides at once, whichever it is. */
export type Stall = Offer &
  Request &
  Pick<
    StoredListing,
    | 'kind'
    | 'state'
    | 'channelId'
    | 'authorId'
    | 'title'
    | 'lang'
    | 'quantity'
    | 'priority'
    | 'maxRecipients'
    | 'version'
    | 'expiresAt'
    | 'firstResponseAt'
    | 'trail'
  >;

export interface Market {
  /** All of it, with everything that was committed before the call. */
  stalls(): Promise<Iterable<Stall>>;
  /** Where anything of it stands. */
  places(): Promise<Iterable<string>>;
  /**
   * The listings of the other kind in some channels that could fit one: of its unit, the first two digits of its code, and its
   * product where both have one. They were open when the clock last went round.
   */
  facing(listing: Placed, channelIds: ReadonlySet<string>): Promise<Iterable<Stall>>;
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

export function createMarket(
  store: Pick<ExchangeStore, 'versions' | 'listingsById'>,
  clusters: Pick<ClustersStore, 'clusters'>,
): Market {
  const stalls = new Map<string, Stall>();
  const aisles = createAisles<Stall>();
  /** How many stalls stand in each channel. */
  const places = new Map<string, number>();
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
    const side = sideOf(listing, clusterById.get(listing.clusterId));
    // Written out, first what ranking looks at: the engine keeps such an object in one piece. Equal values are one value: what
    // thousands of stalls share stays near the processor, and takes its room once.
    return {
      clusterId: one(side.clusterId),
      channelId: one(listing.channelId),
      remaining: side.remaining,
      unit: one(side.unit),
      product: side.product && one(side.product),
      cpv: one(side.cpv),
      requires: one(side.requires),
      claims: one(side.claims),
      shipsTo: one(side.shipsTo),
      nuts: one(side.nuts),
      deliverableOn: one(side.deliverableOn),
      neededBy: one(side.neededBy),
      toleranceDays: side.toleranceDays,
      lot: side.lot,
      minShip: side.minShip,
      minReceive: side.minReceive,
      partial: side.partial,
      clusterLevel: side.clusterLevel,
      languages: one(side.languages),
      id: side.id,
      openedAt: side.openedAt,
      authorId: one(listing.authorId),
      state: listing.state,
      expiresAt: listing.expiresAt,
      kind: listing.kind,
      title: listing.title,
      lang: listing.lang,
      quantity: listing.quantity,
      priority: listing.priority,
      maxRecipients: listing.maxRecipients,
      version: listing.version,
      firstResponseAt: listing.firstResponseAt,
      trail: listing.trail,
    };
  };

  function standing(channelId: string, more: 1 | -1) {
    const count = (places.get(channelId) ?? 0) + more;
    if (count > 0) places.set(channelId, count);
    else places.delete(channelId);
  }

  function drop(id: string) {
    const known = stalls.get(id);
    if (!known) return;
    version++;
    stalls.delete(id);
    standing(known.channelId, -1);
    aisles.remove(known);
  }

  function put(listing: StoredListing) {
    if ((stalls.get(listing.id)?.version ?? 0) > listing.version) return;
    drop(listing.id);
    version++;
    const stall = stallOf(listing);
    stalls.set(listing.id, stall);
    standing(stall.channelId, 1);
    if (listing.changedAt > latest) latest = listing.changedAt;
    if (stall.state === 'open') aisles.add(stall);
  }

  async function catchUpClusters() {
    clustersAt = Date.now();
    const before = clusterById;
    clusterById = new Map((await clusters.clusters()).map((cluster) => [cluster.id, cluster]));
    const stands = (cluster: Cluster | undefined) =>
      cluster && `${cluster.languages} ${cluster.validated !== null}`;
    const changed = new Set(
      [...clusterById.keys()].filter(
        (id) => stands(before.get(id)) !== stands(clusterById.get(id)),
      ),
    );
    if (changed.size === 0) return;
    version++;
    for (const stall of stalls.values())
      if (changed.has(stall.clusterId))
        Object.assign(stall, factsOf(stall.lang, clusterById.get(stall.clusterId)));
    aisles.changed();
  }

  async function takeIn() {
    if (Date.now() - clustersAt > everyClusters) await catchUpClusters();
    const whole = Date.now() - wholeAt > everyWhole;
    const since = whole
      ? weeksShown(new Date())[0]
      : new Date(Date.parse(latest || new Date().toISOString()) - overlap).toISOString();
    const versions = await store.versions(since ?? '', whole);
    const behind = versions
      .filter(({ id, version }) => (stalls.get(id)?.version ?? 0) < version)
      .map(({ id }) => id);
    for (let at = 0; at < behind.length; at += together) {
      const listings = await store.listingsById(behind.slice(at, at + together));
      // A new cluster counts from its first listing.
      if (listings.some(({ clusterId }) => !clusterById.has(clusterId))) await catchUpClusters();
      for (const listing of listings) put(listing);
    }
    if (whole) {
      const known = new Set(versions.map(({ id }) => id));
      for (const id of stalls.keys()) if (!known.has(id)) drop(id);
      // What nobody has any more must not be kept for ever.
      if (values.size > stalls.size) values.clear();
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
    async places() {
      await catchUp();
      return places.keys();
    },
    async facing(listing, channelIds) {
      await catchUp();
      return aisles.facing(listing, channelIds);
    },
  };
}
