/** Members on MongoDB. */
import type { QueryFilter } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { foldedWords } from '../../../shared/fold.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { type Doc, mongoShelf, toDoc } from '../../storage/mongo.shelf.ts';
import {
  fromDoc,
  gathered,
  inTransaction,
  isDuplicateKey,
  isText,
  type Mongo,
  metaModel,
  modelOf,
} from '../../storage/mongo.ts';
import { handlesFor, type Member, type MemberPatch, type MembersStore } from './accounts.store.ts';
import { invitationsModel } from './invitations.store.mongo.ts';
import { endOf, keysOf, termsVersion, wordsOf } from './members.terms.ts';

/** A member with what follows from their name and handle. */
type MemberDoc = Doc<Member> & { words: string[]; keys: string[] };

const termsOf = (member: Pick<Member, 'name' | 'handle'>) => ({
  words: wordsOf(member),
  keys: keysOf(member),
});

const model = (connection: Mongo) =>
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
      words: [String],
      keys: [String],
    },
    [
      [{ handle: 1 }, { unique: true }],
      [{ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } }],
      [{ clusterId: 1, handle: 1 }],
      [{ joining: 1, handle: 1 }, { partialFilterExpression: { joining: { $type: 'string' } } }],
      [{ roles: 1 }],
      [{ words: 1 }],
      [{ keys: 1 }],
    ],
  );

/** Derives the terms of every member anew where they were derived under another version. */
export async function placeMemberTerms(connection: Mongo): Promise<void> {
  const members = model(connection);
  const meta = metaModel(connection);
  if ((await meta.findById('terms').lean())?.value === termsVersion) return;
  const named = members.find({}, { name: 1, handle: 1 }).lean().cursor();
  for await (const { _id, name, handle } of named)
    await members.updateOne({ _id, name, handle }, { $set: termsOf({ name, handle }) });
  await meta.updateOne({ _id: 'terms' }, { $set: { value: termsVersion } }, { upsert: true });
}

export function createMembersMongoStore(connection: Mongo): MembersStore {
  const members = model(connection);
  const invitations = invitationsModel(connection);

  async function freeHandle(wanted: string): Promise<string> {
    for (const handle of handlesFor(wanted)) if (!(await members.exists({ handle }))) return handle;
    throw new Error('There is no end of handles.');
  }

  // Those from before one asked to join have no `joining`.
  const read = ({ words: _words, keys: _keys, ...doc }: MemberDoc): Member => ({
    joining: null,
    ...(fromDoc(doc) as Omit<Member, 'joining'>),
  });
  const toMember = (doc: MemberDoc | null) => doc && read(doc);

  /** Changes a member and what follows from their name, which must be the one it was derived from. */
  async function edit(id: string, patch: MemberPatch): Promise<Member | null> {
    for (;;) {
      const before = patch.name ? await members.findById(id).lean<MemberDoc>() : null;
      if (patch.name && !before) return null;
      const derived = before && termsOf({ ...before, ...patch });
      const filter = before ? { _id: id, name: before.name, handle: before.handle } : { _id: id };
      const after = await members
        .findOneAndUpdate(filter, { $set: { ...patch, ...derived } }, { returnDocument: 'after' })
        .lean<MemberDoc>();
      if (after || !before) return toMember(after);
    }
  }

  return {
    async addMember(member, invitationHash, now) {
      for (;;) {
        const handle = await freeHandle(member.handle);
        try {
          return await inTransaction(connection, async (session) => {
            if (invitationHash) {
              const used = await invitations.updateOne(
                { _id: invitationHash, uses: { $gt: 0 }, expiresAt: { $gt: now ?? '' } },
                { $inc: { uses: -1 } },
                { session },
              );
              if (used.modifiedCount === 0) throw notFound('invitation');
            }
            const doc = { ...toDoc({ ...member, handle }), ...termsOf({ ...member, handle }) };
            await members.create([doc], { session });
            return { ...member, handle };
          });
        } catch (error) {
          if (isDuplicateKey(error, 'email'))
            throw conflict('There is already an account with this email address.', {
              reason: 'EMAIL_TAKEN',
            });
          if (!isDuplicateKey(error, 'handle')) throw error;
        }
      }
    },
    member: gathered(members, toMember),
    async memberByEmail(email) {
      return toMember(await members.findOne({ email: isText(email) }).lean());
    },
    async idsByHandle(handles) {
      const found = await members.find({ handle: { $in: handles } }, { handle: 1 }).lean();
      return new Map(found.map((doc) => [doc.handle, doc._id]));
    },
    async members({ ids, clusterId, joining, search, after, limit }) {
      const words = search ? foldedWords(search) : [];
      if (search && words.length === 0) return [];
      const filter: QueryFilter<MemberDoc> = { handle: { $gt: after ?? '' } };
      if (ids) filter._id = { $in: ids };
      if (clusterId) filter.clusterId = clusterId;
      if (joining) filter.joining = isText(joining);
      if (words.length > 0)
        filter.$and = words.map((word) => ({
          words: { $elemMatch: { $gte: word, $lt: endOf(word) } },
        }));
      const found = await members.find(filter).sort({ handle: 1 }).limit(limit).lean();
      return found.map((doc) => read(doc as MemberDoc));
    },
    async membersByCluster() {
      const rows = await members.aggregate<{ _id: string; n: number }>([
        { $match: { clusterId: { $ne: null } } },
        { $group: { _id: '$clusterId', n: { $sum: 1 } } },
      ]);
      return new Map(rows.map((row) => [row._id, row.n]));
    },
    editMember: edit,
    async admit(id, clusterId, admit) {
      const set = { joining: null, ...(admit && { clusterId }) };
      return toMember(
        await members
          .findOneAndUpdate(
            { _id: id, joining: clusterId },
            { $set: set },
            { returnDocument: 'after' },
          )
          .lean(),
      );
    },
    async setRoles(id, roles) {
      return inTransaction(connection, async (session) => {
        const member = toMember(
          await members
            .findOneAndUpdate(
              { _id: id },
              { $set: { roles } },
              { returnDocument: 'after', session },
            )
            .lean(),
        );
        if (!member) return null;
        // One document that every change of roles writes puts them in line, so two demotions cannot pass each other.
        await metaModel(connection).updateOne(
          { _id: 'roles' },
          { $set: { value: uuid() } },
          { upsert: true, session },
        );
        if (!(await members.exists({ roles: 'administrator' }).session(session)))
          throw conflict('Somebody must stay administrator.', { reason: 'LAST_ADMINISTRATOR' });
        return member;
      });
    },
    async hasAdministrator() {
      return (await members.exists({ roles: 'administrator' })) !== null;
    },
  };
}

export const membersMongoShelves = (connection: Mongo) => ({
  member: mongoShelf<MemberDoc, Member>(model(connection), {
    record: ({ words: _words, keys: _keys, ...doc }) => fromDoc(doc) as Member,
    doc: (member) => ({ ...toDoc(member), ...termsOf(member) }),
  }),
});
