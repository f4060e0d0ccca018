/** Code lists on MongoDB. */
import type { CodeList } from '../../../shared/contract/codes.ts';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { type Mongo, modelOf } from '../../storage/mongo.ts';
import { type Code, type CodesStore, folded } from './codes.store.ts';

/** `_id` is `list:lang:code`, which serves every look-up but the search by words. */
interface Doc extends Code {
  _id: string;
  folded: string;
}

const model = (connection: Mongo) =>
  modelOf<Doc>(
    connection,
    'codes',
    { list: String, lang: String, code: String, name: String, folded: String },
    [[{ list: 1, lang: 1, code: 1 }]],
  );

const idOf = ({ list, lang, code }: Omit<Code, 'name'>) => `${list}:${lang}:${code}`;
const toDoc = (code: Code): Doc => ({ _id: idOf(code), ...code, folded: folded(code.name) });
const read = ({ list, lang, code, name }: Doc): Code => ({ list, lang, code, name });

export function createCodesMongoStore(connection: Mongo): CodesStore {
  const codes = model(connection);
  const beginsWith = (text: string) => ({ $gte: text, $lt: `${text}\uffff` });
  return {
    async keep(all) {
      for (let at = 0; at < all.length; at += 1000)
        await codes.bulkWrite(
          all.slice(at, at + 1000).map((code) => ({
            replaceOne: { filter: { _id: idOf(code) }, replacement: toDoc(code), upsert: true },
          })),
        );
    },
    async search(list, lang, words, limit) {
      const found = await codes
        .find({ list, lang, $and: words.map((word) => ({ folded: { $regex: ` ${word}` } })) })
        .lean<Doc[]>();
      return found
        .map(read)
        .sort((a, b) => a.name.length - b.name.length || (a.code < b.code ? -1 : 1))
        .slice(0, limit);
    },
    async beginning(list: CodeList, lang, prefix, limit) {
      return (
        await codes
          .find({ list, lang, code: beginsWith(prefix) })
          .sort({ code: 1 })
          .limit(limit)
          .lean<Doc[]>()
      ).map(read);
    },
    async names(list, lang, wanted) {
      return (
        await codes
          .find({ _id: { $in: wanted.map((code) => idOf({ list, lang, code })) } })
          .lean<Doc[]>()
      ).map(read);
    },
  };
}

export const codesMongoShelves = (connection: Mongo) => ({
  code: mongoShelf<Doc, Code & { folded: string }>(model(connection), {
    record: ({ _id, ...code }) => code,
    doc: (code) => ({ _id: idOf(code), ...code }),
  }),
});
