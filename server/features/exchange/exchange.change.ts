/** How a change of the exchange is made, shown and told: kept atomically, then its post follows, then both sides hear. */
import type { Commitment } from '../../../shared/contract/commitments.ts';
import type { EventData, EventName } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { PostsService } from '../posts/posts.service.ts';
import { toEverybody, toWire } from './exchange.policy.ts';
import { type Act, type Draft, draftOf } from './exchange.rules.ts';
import type { Changed, ExchangeStore, StoredListing } from './exchange.store.ts';

export interface ChangeDeps {
  store: ExchangeStore;
  posts: PostsService;
  channels: Pick<ChannelsService, 'isOpen' | 'seenBy'>;
  broadcaster: Broadcaster;
  /** Hears of every listing when it first opens. */
  opened(listing: Listing): void;
}

export interface ExchangeChange {
  /** Makes a change as one step; throws what refuses it, and then nothing is changed. */
  run(
    ids: { listings?: string[]; commitments?: string[] },
    act: Act,
    work: (draft: Draft) => void,
  ): Promise<Changed>;
  /** The same for one listing, and whatever goes with it; the listing as the change left it. */
  one(
    id: string,
    act: Act,
    work: (draft: Draft) => void,
    others?: { listings?: string[]; commitments?: string[] },
  ): Promise<Listing>;
  /** Shows and tells what was changed, once. */
  publish(changed: Changed): Promise<void>;
  /** Brings the posts of listings up to their versions. */
  follow(listings: StoredListing[]): Promise<void>;
  /** Tells the author of a listing, unless they have lost access to the channel it stands in. */
  tellAuthor<N extends EventName>(
    listing: Pick<Listing, 'channelId' | 'authorId'>,
    event: N,
    data: EventData<N>,
  ): Promise<void>;
}

export function createExchangeChange({
  store,
  posts,
  channels,
  broadcaster,
  opened,
}: ChangeDeps): ExchangeChange {
  /** Brings the post of a listing up to its version; what fails here, the clock tries again. */
  async function show(listing: StoredListing) {
    if (listing.shown === listing.version) return;
    if (listing.openedAt === null) return store.shown(listing.id, listing.version);
    await posts.showListing(toEverybody(listing), listing.postClientId);
    await store.shown(listing.id, listing.version);
  }

  const sees = async (memberId: string, { channelId }: Pick<Listing, 'channelId'>) =>
    (await channels.seenBy(channelId, memberId)) !== null;

  const tellAuthor: ExchangeChange['tellAuthor'] = async (listing, event, data) => {
    if (await sees(listing.authorId, listing))
      broadcaster.tell(room.member(listing.authorId), event, data);
  };

  /** @param decided whether it had waited for review */
  async function tellListing(listing: StoredListing, decided: boolean) {
    const wire = toWire(listing);
    // Of a private channel not all of the cluster may know, nor those who review.
    if (listing.state === 'draft' || !(await channels.isOpen(listing.channelId)))
      return tellAuthor(listing, 'listing:changed', wire);
    broadcaster.tell(room.cluster(listing.clusterId), 'listing:changed', wire);
    if (decided || listing.state === 'review' || listing.openedAt === null) {
      broadcaster.tell(room.reviewers, 'listing:changed', wire);
      if (listing.sponsorId)
        broadcaster.tell(room.cluster(listing.sponsorId), 'listing:changed', wire);
    }
  }

  async function tellCommitment(commitment: Commitment, changed: StoredListing[]) {
    const sides = await Promise.all(
      [commitment.offerId, commitment.requestId].map(
        async (id) => changed.find((listing) => listing.id === id) ?? (await store.listing(id)),
      ),
    );
    const [offer, request] = sides;
    const { by, proposedBy } = commitment;
    const proposers = by === 'plan' ? sides : [by === 'offer' ? offer : request];
    const rooms = await Promise.all([
      ...sides.map((side) => side && audienceOf(side)),
      ...proposers.map(async (side) =>
        side && (await sees(proposedBy, side)) ? room.member(proposedBy) : null,
      ),
    ]);
    for (const place of new Set(rooms))
      if (place) broadcaster.tell(place, 'commitment:changed', commitment);
  }

  /** Of what is in a private channel its author hears for as long as they are in it, and not all of the cluster. */
  async function audienceOf(side: StoredListing): Promise<string | null> {
    if (await channels.isOpen(side.channelId)) return room.cluster(side.clusterId);
    return (await sees(side.authorId, side)) ? room.member(side.authorId) : null;
  }

  /** They are kept already: a post that cannot follow now does so at the next turn of the clock. */
  async function follow(listings: StoredListing[]) {
    await Promise.all(listings.map((listing) => show(listing).catch(() => {})));
  }

  async function publish({ listings, commitments, decisions }: Changed) {
    await follow(listings);
    for (const listing of listings)
      if (listing.state === 'open' && listing.openedAt === listing.changedAt)
        opened(toWire(listing));
    const decided = new Set(
      decisions.flatMap(({ subjectId, before }) => (before === 'review' ? [subjectId] : [])),
    );
    // What is kept is not refused because it could not be told.
    await Promise.allSettled([
      ...listings.map((listing) => tellListing(listing, decided.has(listing.id))),
      ...commitments.map((commitment) => tellCommitment(commitment, listings)),
    ]);
  }

  const run: ExchangeChange['run'] = async ({ listings = [], commitments = [] }, act, work) => {
    const changed = await store.change({ listings, commitments }, (loaded) => {
      const draft = draftOf(loaded, act);
      work(draft);
      return draft.changed();
    });
    await publish(changed);
    return changed;
  };

  return {
    run,
    publish,
    follow,
    tellAuthor,
    async one(id, act, work, { listings = [], commitments = [] } = {}) {
      const changed = await run({ listings: [id, ...listings], commitments }, act, work);
      return toWire(changed.listings.find((listing) => listing.id === id) as StoredListing);
    },
  };
}
