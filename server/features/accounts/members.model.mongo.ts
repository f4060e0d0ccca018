/** The collection of members on MongoDB, what follows from names in it, and who has a name that looks like another's. */
import { type ClientSession, Schema } from 'mongoose';
import { type Doc, mongoShelf, toDoc } from '../../storage/mongo.shelf.ts';
import { fromDoc, type Mongo, metaModel, modelOf } from '../../storage/mongo.ts';
import type { Member, MemberRecord } from './accounts.store.ts';
import { isNameKey, keysOf, termsVersion, wordsOf } from './members.terms.ts';

/** A member with what follows from their name and handle. */
export type MemberDoc = Doc<MemberRecord> & { words: string[]; keys: string[]; alike?: boolean };

/** A member out of their document; those from before something was kept lack it. */
export const readMember = ({
  words: _words,
  keys: _keys,
  alike = false,
  ...doc
}: MemberDoc): Member => ({
  ...fromDoc(doc),
  joining: doc.joining ?? null,
  suspension: doc.suspension ?? null,
  deletion: doc.deletion ?? null,
  activeAt: doc.activeAt ?? null,
  alike,
});

export const termsOf = (member: Pick<Member, 'name' | 'handle'>) => ({
  words: wordsOf(member),
  keys: keysOf(member),
});

export const membersModel = (connection: Mongo) =>
  modelOf<MemberDoc>(
    connection,
    'members',
    {
      handle: String,
      email: String,
      name: String,
      kind: String,
      clusterId: String,
      joining: String,
      passwordHash: String,
      languages: [String],
      roles: [String],
      createdAt: String,
      suspension: Schema.Types.Mixed,
      deletion: Schema.Types.Mixed,
      activeAt: String,
      words: [String],
      keys: [String],
      alike: Boolean,
    },
    [
      [{ handle: 1 }, { unique: true }],
      [{ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } }],
      [{ clusterId: 1, handle: 1 }],
      [{ joining: 1, handle: 1 }, { partialFilterExpression: { joining: { $type: 'string' } } }],
      [{ roles: 1 }],
      [{ words: 1 }],
      [{ keys: 1 }],
      [{ 'deletion.done': 1 }, { partialFilterExpression: { 'deletion.done': false } }],
    ],
  );

/** Says of everybody under these keys whether somebody else is under one of them, too. */
export async function flagAlike(
  connection: Mongo,
  keys: string[],
  session: ClientSession | null = null,
): Promise<void> {
  const members = membersModel(connection);
  const bearers = await members
    .find({ keys: { $in: keys.filter(isNameKey) } }, { keys: 1, alike: 1 }, { session })
    .lean();
  for (const { _id, keys: own, alike = false } of bearers) {
    const shared = { keys: { $in: own.filter(isNameKey) }, _id: { $ne: _id } };
    const isAlike = (await members.findOne(shared, { _id: 1 }, { session }).lean()) !== null;
    if (isAlike !== alike)
      await members.updateOne({ _id }, { $set: { alike: isAlike } }, session ? { session } : {});
  }
}

/** Derives the terms of every member anew where they were derived under another version. */
export async function placeMemberTerms(connection: Mongo): Promise<void> {
  const members = membersModel(connection);
  const meta = metaModel(connection);
  if ((await meta.findById('terms').lean())?.value === termsVersion) return;
  const named = members.find({ deletion: null }, { name: 1, handle: 1 }).lean().cursor();
  for await (const { _id, name, handle } of named)
    await members.updateOne({ _id, name, handle }, { $set: termsOf({ name, handle }) });
  const terms = members.find({}, { keys: 1 }).lean().cursor();
  for await (const { keys } of terms) await flagAlike(connection, keys);
  await meta.updateOne({ _id: 'terms' }, { $set: { value: termsVersion } }, { upsert: true });
}

const recordOf = ({ alike: _alike, ...record }: Member): MemberRecord => record;

export const membersMongoShelves = (connection: Mongo) => {
  const plain = mongoShelf<MemberDoc, MemberRecord>(membersModel(connection), {
    record: (doc) => recordOf(readMember(doc)),
    doc: (member) => ({ ...toDoc(member), ...termsOf(member) }),
  });
  return {
    member: {
      ...plain,
      async load(records: MemberRecord[]) {
        await plain.load(records);
        await flagAlike(connection, records.flatMap(keysOf));
      },
    },
  };
};
