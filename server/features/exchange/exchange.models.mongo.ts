/** How the exchange lies in MongoDB: its documents, their indexes, and what becomes of them on the way. */
import { Schema } from 'mongoose';
import type { Commitment } from '../../../shared/contract/commitments.ts';
import type { Decision } from '../../../shared/contract/listings.ts';
import type { PlanRecord } from '../../../shared/contract/plans.ts';
import type { AddedProduct } from '../../../shared/contract/products.ts';
import { isText, type Mongo, modelOf } from '../../storage/mongo.ts';
import {
  asCommitment,
  asListing,
  dueOf,
  type ListingQuery,
  lapseOf,
  listedAt,
  type PlanInput,
  type StoredListing,
} from './exchange.store.ts';

/** The whole of it under `doc`; the other fields are there for the indexes. */
export interface Doc<T> {
  _id: string;
  doc: T;
  turn?: number;
}

export interface ListingDoc extends Doc<StoredListing> {
  dueAt: string | null;
  listedAt: string;
  behind: boolean;
}

export interface CommitmentDoc extends Doc<Commitment> {
  dueAt: string | null;
}

export interface PlanDoc extends Doc<PlanRecord> {
  input: PlanInput;
}

const { Mixed } = Schema.Types;
const text = { $type: 'string' };

export const models = (connection: Mongo) => ({
  listings: modelOf<ListingDoc>(
    connection,
    'listings',
    { dueAt: String, listedAt: String, behind: Boolean, turn: Number, doc: Mixed },
    [
      [{ 'doc.authorId': 1, 'doc.clientId': 1 }, { unique: true }],
      [{ 'doc.state': 1, 'doc.unit': 1, 'doc.product': 1, _id: -1 }],
      [{ 'doc.state': 1, listedAt: -1, _id: -1 }],
      [{ 'doc.clusterId': 1, listedAt: -1, _id: -1 }],
      [{ 'doc.changedAt': 1, 'doc.version': 1 }],
      [{ 'doc.upstreamId': 1 }, { partialFilterExpression: { 'doc.upstreamId': text } }],
      [{ 'doc.product': 1, 'doc.unit': 1, 'doc.quantity': 1 }],
      [{ dueAt: 1 }, { partialFilterExpression: { dueAt: text } }],
      [{ behind: 1 }, { partialFilterExpression: { behind: true } }],
    ],
  ),
  commitments: modelOf<CommitmentDoc>(
    connection,
    'commitments',
    { dueAt: String, turn: Number, doc: Mixed },
    [
      [{ 'doc.proposedBy': 1, 'doc.clientId': 1 }, { unique: true }],
      [{ 'doc.offerId': 1 }],
      [{ 'doc.requestId': 1 }],
      [{ dueAt: 1 }, { partialFilterExpression: { dueAt: text } }],
    ],
  ),
  decisions: modelOf<Doc<Decision>>(connection, 'decisions', { doc: Mixed }, [
    [{ 'doc.subjectId': 1, _id: 1 }],
  ]),
  products: modelOf<Doc<AddedProduct>>(connection, 'products', { doc: Mixed }, []),
  plans: modelOf<PlanDoc>(connection, 'plans', { doc: Mixed, input: Mixed }, []),
});

export const toListingDoc = (listing: StoredListing): ListingDoc => ({
  _id: listing.id,
  dueAt: dueOf(listing),
  listedAt: listedAt(listing),
  behind: listing.shown < listing.version,
  doc: listing,
});
export const listingOf = ({ doc }: ListingDoc) => asListing(doc);
export const commitmentOf = ({ doc }: CommitmentDoc) => asCommitment(doc);
export const toCommitmentDoc = (commitment: Commitment): CommitmentDoc => ({
  _id: commitment.id,
  dueAt: lapseOf(commitment),
  doc: commitment,
});

export function filterOf({
  kind,
  product,
  cpv,
  nuts,
  states,
  clusterId,
  authorId,
  sponsorId,
  upstreamId,
  openedAfter,
}: ListingQuery): object {
  const begins = (prefix: string) => ({ $gte: prefix, $lt: `${prefix}\uffff` });
  return {
    ...(kind && { 'doc.kind': kind }),
    ...(product && { 'doc.product': product }),
    ...(cpv && { 'doc.cpv': cpv }),
    ...(nuts && { 'doc.nuts': begins(nuts) }),
    ...(states && { 'doc.state': { $in: states } }),
    ...(clusterId && { 'doc.clusterId': clusterId }),
    ...(authorId && { 'doc.authorId': authorId }),
    ...(sponsorId && { 'doc.sponsorId': sponsorId }),
    ...(upstreamId && { 'doc.upstreamId': isText(upstreamId) }),
    ...(openedAfter && { listedAt: { $gt: openedAfter } }),
  };
}

/** Gives listings their place in lists that were kept before lists went by it. */
export async function placeListings(connection: Mongo): Promise<void> {
  const place = { $ifNull: ['$doc.openedAt', '$doc.createdAt'] };
  await models(connection).listings.updateMany(
    { listedAt: { $exists: false } },
    [{ $set: { listedAt: place } }],
    { updatePipeline: true },
  );
}
