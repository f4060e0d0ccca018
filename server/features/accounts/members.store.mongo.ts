/** Members on MongoDB. */
import type { ClientSession, QueryFilter } from 'mongoose';
import { foldedWords } from '../../../shared/fold.ts';
import { nameKeys } from '../../../shared/skeleton.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { slugsFrom } from '../../core/slug.ts';
import { holdKeys } from '../../storage/mongo.keys.ts';
import { toDoc } from '../../storage/mongo.shelf.ts';
import {
  gathered,
  inTransaction,
  isDuplicateKey,
  isText,
  type Mongo,
} from '../../storage/mongo.ts';
import type { Member, MemberPatch, MembersStore, NewMember } from './accounts.store.ts';
import { createFormerHandles } from './handles.mongo.ts';
import { invitationsModel, useInvitation } from './invitations.store.mongo.ts';
import {
  flagAlike,
  type MemberDoc,
  membersModel,
  readMember,
  termsOf,
} from './members.model.mongo.ts';
import { assertAdministered, isSuspended } from './members.standing.mongo.ts';
import {
  assertDistinct,
  endOf,
  handleKeys,
  handleTaken,
  isHandleTaken,
  isStaff,
} from './members.terms.ts';

export function createMembersMongoStore(connection: Mongo): MembersStore {
  const members = membersModel(connection);
  const invitations = invitationsModel(connection);

  const former = createFormerHandles(connection);

  async function freeHandle(member: NewMember): Promise<string> {
    for (const handle of slugsFrom(member.handle))
      if (!(await members.exists({ handle })) && !(await former.isOthers(handle, member.id)))
        return handle;
    throw new Error('There is no end of handles.');
  }

  const toMember = (doc: MemberDoc | null) => doc && readMember(doc);

  const withKeys = async (keys: string[], session: ClientSession | null = null) => {
    const found = await members
      .find({ keys: { $in: keys } }, null, { session })
      .sort({ roles: -1, _id: 1 })
      .limit(100)
      .lean();
    return found.map((doc) => readMember(doc as MemberDoc));
  };

  async function assertNameDistinct(member: Member, session: ClientSession) {
    const keys = nameKeys(member.name);
    await holdKeys(connection, keys, session);
    const others = await withKeys(keys, session);
    assertDistinct(
      member,
      others.filter(({ id }) => id !== member.id),
    );
  }

  /** A member as they are once their new name, which nobody who acts for the forum shares, has left its marks. */
  async function renamed(id: string, keysBefore: string[], session: ClientSession) {
    const doc = await members.findById(id, null, { session }).lean<MemberDoc>();
    if (!doc) return null;
    await assertNameDistinct(readMember(doc), session);
    await flagAlike(connection, [...keysBefore, ...doc.keys], session);
    return toMember(await members.findById(id, null, { session }).lean<MemberDoc>());
  }

  /** Changes a member and what follows from their name. */
  async function edit(id: string, patch: MemberPatch): Promise<Member | null> {
    const { name } = patch;
    if (name === undefined)
      return toMember(
        await members
          .findOneAndUpdate(
            { _id: id, deletion: null },
            { $set: patch },
            { returnDocument: 'after' },
          )
          .lean<MemberDoc>(),
      );
    return inTransaction(connection, async (session) => {
      const before = await members.findById(id, null, { session }).lean<MemberDoc>();
      if (!before || before.deletion) return null;
      const derived = termsOf({ ...before, name });
      await members.updateOne({ _id: id }, { $set: { ...patch, ...derived } }, { session });
      if (name !== before.name) return renamed(id, before.keys, session);
      return toMember(await members.findById(id, null, { session }).lean<MemberDoc>());
    });
  }

  return {
    async addMember(member, invitationHash, now) {
      for (;;) {
        const handle = await freeHandle(member);
        try {
          return await inTransaction(connection, async (session) => {
            const invitation = invitationHash && { tokenHash: invitationHash, now: now ?? '' };
            if (invitation && !(await useInvitation(invitations, invitation, session)))
              throw notFound('invitation');
            const doc = { ...toDoc({ ...member, handle }), ...termsOf({ ...member, handle }) };
            await members.create([doc], { session });
            // Left by somebody since it was found to be free.
            if (await former.isOthers(handle, member.id, session)) throw handleTaken();
            const added = await renamed(member.id, [], session);
            if (!added) throw notFound('member');
            return added;
          });
        } catch (error) {
          if (isDuplicateKey(error, 'email'))
            throw conflict('There is already an account with this email address.', {
              state: 'EMAIL_TAKEN',
            });
          if (!isDuplicateKey(error, 'handle') && !isHandleTaken(error)) throw error;
        }
      }
    },
    member: gathered(members, toMember),
    async memberByEmail(email) {
      return toMember(await members.findOne({ email: isText(email) }).lean());
    },
    async idsByHandle(handles) {
      const [found, owners] = await Promise.all([
        members.find({ handle: { $in: handles } }, { handle: 1 }).lean(),
        former.owners(handles),
      ]);
      // Last comes who has a handle now.
      return new Map([...owners, ...found.map((doc): [string, string] => [doc.handle, doc._id])]);
    },
    async members({ ids, clusterId, joining, search, handles, after, limit, role, state }) {
      const words = search ? foldedWords(search) : [];
      if (search && words.length === 0) return [];
      const filter: QueryFilter<MemberDoc> = { handle: { $gt: after ?? '' } };
      if (ids) filter._id = { $in: ids };
      if (handles) {
        const owners = (await former.owners(handles)).map(([, id]) => id);
        filter.$or = [{ handle: { $in: handles } }, { _id: { $in: owners } }];
      }
      if (clusterId) filter.clusterId = clusterId;
      if (role) filter.roles = role === 'none' ? { $size: 0 } : role;
      if (state === 'former') filter.deletion = { $ne: null };
      else if (!ids && !handles) filter.deletion = null;
      if (state === 'suspended') filter.$and = [isSuspended()];
      if (state === 'active') filter.$nor = [isSuspended()];
      if (joining) filter.joining = isText(joining);
      if (words.length > 0)
        filter.$and = [
          ...(filter.$and ?? []),
          ...words.map((word) => ({ words: { $elemMatch: { $gte: word, $lt: endOf(word) } } })),
        ];
      const found = await members.find(filter).sort({ handle: 1 }).limit(limit).lean();
      return found.map((doc) => readMember(doc as MemberDoc));
    },
    membersAlike: (name) => withKeys(nameKeys(name)),
    async membersByCluster() {
      const rows = await members.aggregate<{ _id: string; n: number }>([
        { $match: { clusterId: { $ne: null } } },
        { $group: { _id: '$clusterId', n: { $sum: 1 } } },
      ]);
      return new Map(rows.map((row) => [row._id, row.n]));
    },
    editMember: edit,
    changeHandle: ({ id, handle, at }, assertMayChange) =>
      inTransaction(connection, async (session) => {
        const member = toMember(await members.findById(id, null, { session }).lean<MemberDoc>());
        if (!member || member.deletion) return null;
        if (member.handle === handle) return member;
        assertMayChange(await former.lastLeft(id, session));
        const keys = handleKeys(handle);
        await holdKeys(connection, keys, session);
        const lookAlikes = (await withKeys(keys, session)).filter((other) => other.id !== id);
        if (
          (await members.exists({ handle }).session(session)) ||
          (await former.isOthers(handle, id, session)) ||
          lookAlikes.some(isStaff)
        )
          throw handleTaken();
        const changed = { ...member, handle };
        await members.updateOne(
          { _id: id },
          { $set: { handle, ...termsOf(changed) } },
          { session },
        );
        await former.leave({ handle: member.handle, memberId: id, leftAt: at }, session);
        return changed;
      }).catch((error) => Promise.reject(isDuplicateKey(error, 'handle') ? handleTaken() : error)),
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
        const before = toMember(
          await members
            .findOneAndUpdate({ _id: id, deletion: null }, { $set: { roles } }, { session })
            .lean(),
        );
        if (!before) return null;
        const member = { ...before, roles };
        if (isStaff(member) && !isStaff(before)) await assertNameDistinct(member, session);
        await assertAdministered(connection, session);
        return member;
      });
    },
    async hasAdministrator() {
      return (await members.exists({ roles: 'administrator' })) !== null;
    },
  };
}
