/** The exchange on MongoDB. */
import type { ClientSession } from 'mongoose';
import type { Commitment } from '../../../shared/contract/commitments.ts';
import type { Decision } from '../../../shared/contract/listings.ts';
import type { AddedProduct } from '../../../shared/contract/products.ts';
import { createTurns } from '../../core/turns.ts';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { inTransaction, isDuplicateKey, type Mongo } from '../../storage/mongo.ts';
import {
  type CommitmentDoc,
  commitmentOf,
  type Doc,
  filterOf,
  type ListingDoc,
  listingOf,
  models,
  type PlanDoc,
  toCommitmentDoc,
  toListingDoc,
} from './exchange.models.mongo.ts';
import { commitmentShelf, listingShelf } from './exchange.shelf.ts';
import type {
  Changed,
  ExchangeShelves,
  ExchangeStore,
  Loaded,
  StoredListing,
  StoredPlan,
} from './exchange.store.ts';

export function createExchangeMongoStore(connection: Mongo): ExchangeStore {
  const { listings, commitments, decisions, plans, products } = models(connection);
  const inTurn = createTurns();

  /** Runs a transaction on listings after those of this node that want one of them too: a queue costs less than write conflicts. */
  function transaction<T>(ids: string[], work: (session: ClientSession) => Promise<T>): Promise<T> {
    return [...new Set(ids)].sort().reduceRight<() => Promise<T>>(
      (next, id) => () => inTurn(id, next),
      () => inTransaction(connection, work),
    )();
  }

  async function keep(changed: Changed, session: ClientSession) {
    const replace = <T extends { _id: string }>(replacement: T) => ({
      replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
    });
    if (changed.listings.length > 0)
      await listings.bulkWrite(
        changed.listings.map((listing) => replace(toListingDoc(listing))),
        { session },
      );
    if (changed.commitments.length > 0)
      await commitments.bulkWrite(
        changed.commitments.map((commitment) => replace(toCommitmentDoc(commitment))),
        { session },
      );
    if (changed.decisions.length > 0)
      await decisions.insertMany(
        changed.decisions.map((doc) => ({ _id: doc.id, doc })),
        { session },
      );
  }

  /** Writing each document first takes it: whoever else wants it meets a write conflict and comes after. */
  async function load(
    listingIds: string[],
    commitmentIds: string[],
    session: ClientSession,
  ): Promise<Loaded> {
    const loaded: Loaded = { listings: new Map(), commitments: new Map() };
    for (const id of [...new Set(listingIds)].sort()) {
      const found = await listings
        .findOneAndUpdate({ _id: id }, { $inc: { turn: 1 } }, { session })
        .lean<ListingDoc>();
      if (found) loaded.listings.set(id, listingOf(found));
    }
    for (const id of [...commitmentIds].sort()) {
      const found = await commitments
        .findOneAndUpdate({ _id: id }, { $inc: { turn: 1 } }, { session })
        .lean<CommitmentDoc>();
      if (found) loaded.commitments.set(id, commitmentOf(found));
    }
    return loaded;
  }

  async function findPlan(id: string): Promise<StoredPlan | null> {
    const found = await plans.findById(id).lean<PlanDoc>();
    return found && { ...found.doc, input: found.input };
  }

  const idsOf = async (found: PromiseLike<{ _id: string }[]>) =>
    (await found).map(({ _id }) => _id);

  return {
    async add(listing, changed) {
      return inTransaction(connection, async (session) => {
        const earlier = await listings
          .findOne({ 'doc.authorId': listing.authorId, 'doc.clientId': listing.clientId }, null, {
            session,
          })
          .lean<ListingDoc>();
        if (earlier && earlier.doc.state !== 'draft') return listingOf(earlier);
        if (earlier) await listings.deleteOne({ _id: earlier._id }, { session });
        await keep(changed, session);
        return listing;
      });
    },
    async listing(id) {
      const found = await listings.findById(id).lean<ListingDoc>();
      return found && listingOf(found);
    },
    async listingBy(authorId, clientId) {
      const found = await listings
        .findOne({ 'doc.authorId': authorId, 'doc.clientId': clientId })
        .lean<ListingDoc>();
      return found && listingOf(found);
    },
    async discard(id) {
      return (await listings.deleteOne({ _id: id, 'doc.state': 'draft' })).deletedCount > 0;
    },
    async listings(query) {
      const last =
        query.before && (await listings.findById(query.before, { listedAt: 1 }).lean<ListingDoc>());
      const after = last && {
        $or: [
          { listedAt: { $lt: last.listedAt } },
          { listedAt: last.listedAt, _id: { $lt: last._id } },
        ],
      };
      const found = await listings
        .find({ ...filterOf(query), ...after })
        .sort({ listedAt: -1, _id: -1 })
        .limit(query.limit)
        .lean<ListingDoc[]>();
      return found.map(listingOf);
    },
    async listingsById(ids) {
      return (await listings.find({ _id: { $in: [...ids] } }).lean<ListingDoc[]>()).map(listingOf);
    },
    async versions(since, open) {
      const changed = { 'doc.changedAt': { $gte: since }, 'doc.state': { $ne: 'draft' as const } };
      const found = await listings
        .find(open ? { $or: [changed, { 'doc.state': 'open' }] } : changed, { 'doc.version': 1 })
        .lean<ListingDoc[]>();
      return found.map(({ _id, doc }) => ({ id: _id, version: doc.version }));
    },
    async commitment(id) {
      const found = await commitments.findById(id).lean<CommitmentDoc>();
      return found && commitmentOf(found);
    },
    async commitmentsOf(listingIds) {
      const either = {
        $or: [{ 'doc.offerId': { $in: listingIds } }, { 'doc.requestId': { $in: listingIds } }],
      };
      const found = await commitments
        .find(either)
        .sort({ 'doc.changedAt': -1, _id: -1 })
        .lean<CommitmentDoc[]>();
      return found.map(commitmentOf);
    },
    async commitmentsFor(clusterId, { states, orSince, before, limit }) {
      const own = await idsOf(
        listings.find({ 'doc.clusterId': clusterId }, { _id: 1 }).lean<{ _id: string }[]>(),
      );
      const found = await commitments
        .find({
          $and: [
            { $or: [{ 'doc.offerId': { $in: own } }, { 'doc.requestId': { $in: own } }] },
            {
              $or: [
                { 'doc.state': { $in: [...states] } },
                ...(orSince ? [{ 'doc.changedAt': { $gte: orSince } }] : []),
              ],
            },
          ],
          ...(before && { _id: { $lt: before } }),
        })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<CommitmentDoc[]>();
      return found.map(commitmentOf);
    },
    async change(ids, apply) {
      return transaction(ids.listings, async (session) => {
        const changed = apply(await load(ids.listings, ids.commitments, session));
        await keep(changed, session);
        return changed;
      });
    },
    async propose(commitment, listingIds, apply) {
      return transaction(listingIds, async (session) => {
        const { proposedBy, clientId } = commitment;
        const same = {
          $or: [{ 'doc.proposedBy': proposedBy, 'doc.clientId': clientId }, { _id: commitment.id }],
        };
        const earlier = await commitments.findOne(same, null, { session }).lean<CommitmentDoc>();
        if (earlier) return { commitment: commitmentOf(earlier), changed: null };
        const changed = apply(await load(listingIds, [], session));
        await keep(changed, session);
        return { commitment, changed };
      });
    },
    async shown(id, version) {
      await transaction([id], async (session) => {
        const listing = (await load([id], [], session)).listings.get(id);
        if (listing && listing.shown < version)
          await keep(
            { listings: [{ ...listing, shown: version }], commitments: [], decisions: [] },
            session,
          );
      });
    },
    async behind(limit) {
      return (
        await listings.find({ behind: true }).sort({ _id: 1 }).limit(limit).lean<ListingDoc[]>()
      ).map(listingOf);
    },
    async due(now, soon, limit) {
      const [ended, lapsed, asking] = await Promise.all([
        idsOf(
          listings
            .find({ dueAt: { $type: 'string', $lte: now } }, { _id: 1 })
            .limit(limit)
            .lean<{ _id: string }[]>(),
        ),
        idsOf(
          commitments
            .find({ dueAt: { $type: 'string', $lte: now } }, { _id: 1 })
            .limit(limit)
            .lean<{ _id: string }[]>(),
        ),
        idsOf(
          listings
            .find(
              {
                dueAt: { $type: 'string', $lte: soon },
                'doc.asked': false,
                'doc.state': 'open',
                'doc.expiresAt': { $lte: soon },
              },
              { _id: 1 },
            )
            .limit(limit)
            .lean<{ _id: string }[]>(),
        ),
      ]);
      return { ended, lapsed, asking };
    },
    async median(product, unit) {
      const counted = {
        'doc.product': product,
        'doc.unit': unit,
        'doc.state': { $in: ['open', 'fulfilled', 'expired'] as const },
      };
      const count = await listings.countDocuments(counted);
      if (count < 5) return null;
      const [middle] = await listings
        .find(counted)
        .sort({ 'doc.quantity': 1 })
        .skip(Math.floor(count / 2))
        .limit(1)
        .lean<ListingDoc[]>();
      return middle?.doc.quantity ?? null;
    },
    async products() {
      return (await products.find().sort({ _id: 1 }).lean<Doc<AddedProduct>[]>()).map(
        ({ doc }) => doc,
      );
    },
    async product(slug) {
      return (await products.findById(slug).lean<Doc<AddedProduct>>())?.doc ?? null;
    },
    async saveProduct(doc) {
      await products.replaceOne({ _id: doc.slug }, { doc }, { upsert: true });
    },
    async addPlan(plan) {
      const { input, ...doc } = plan;
      const added = await plans.create({ _id: doc.id, doc, input }).catch((error) => {
        if (!isDuplicateKey(error, '_id')) throw error;
      });
      return added ? plan : ((await findPlan(plan.id)) as StoredPlan);
    },
    plan: findPlan,
    async plans(limit) {
      return (
        await plans
          .find({}, { 'doc.shipments': 0, 'doc.shipmentsOf': 0, input: 0 })
          .sort({ _id: -1 })
          .limit(limit)
          .lean<PlanDoc[]>()
      ).map(({ doc }) => doc);
    },
    async decisionsOf(subjectIds) {
      const found = await decisions
        .find({ 'doc.subjectId': { $in: subjectIds } })
        .sort({ _id: 1 })
        .lean<Doc<Decision>[]>();
      return found.map(({ doc }) => doc);
    },
  };
}

export function exchangeMongoShelves(connection: Mongo, store: ExchangeStore): ExchangeShelves {
  const { listings, commitments, decisions, plans, products } = models(connection);
  return {
    product: mongoShelf<Doc<AddedProduct>, AddedProduct>(products, {
      record: ({ doc }) => doc,
      doc: (doc) => ({ _id: doc.slug, doc }),
    }),
    plan: mongoShelf<PlanDoc, StoredPlan>(plans, {
      record: ({ doc, input }) => ({ ...doc, input }),
      doc: ({ input, ...doc }) => ({ _id: doc.id, doc, input }),
    }),
    decision: mongoShelf<Doc<Decision>, Decision>(decisions, {
      record: ({ doc }) => doc,
      doc: (doc) => ({ _id: doc.id, doc }),
    }),
    commitment: commitmentShelf(
      mongoShelf<CommitmentDoc, Commitment>(commitments, {
        record: commitmentOf,
        doc: toCommitmentDoc,
      }),
    ),
    listing: listingShelf(
      mongoShelf<ListingDoc, StoredListing>(listings, { record: listingOf, doc: toListingDoc }),
      store,
    ),
  };
}
