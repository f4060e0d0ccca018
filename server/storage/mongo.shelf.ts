/** Shelves on MongoDB: a document as a record, and back. */
import type { Model } from 'mongoose';
import type { Shelf } from '../core/shelf.ts';
import { fromDoc } from './mongo.ts';

/** @param doc and record: by default the id under its name, and everything else as it is */
export function mongoShelf<D extends { _id: string }, T extends object>(
  model: Model<D>,
  { record = fromDoc as unknown as (doc: D) => T, doc = toDoc as unknown as (record: T) => D } = {},
): Shelf<T> {
  return {
    count: () => model.countDocuments(),
    async *dump() {
      for await (const found of model.find().sort({ _id: 1 }).lean().cursor())
        yield record(found as unknown as D);
    },
    async load(records) {
      const documents = records.map(doc);
      const writes = documents.map((document) => ({
        replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true },
      }));
      await model.bulkWrite(writes as unknown as Parameters<Model<D>['bulkWrite']>[0]);
    },
  };
}

/** A record as its document. */
export type Doc<T extends { id: string }> = Omit<T, 'id'> & { _id: string };

export const toDoc = <T extends { id: string }>({ id, ...rest }: T): Doc<T> => ({
  _id: id,
  ...rest,
});
