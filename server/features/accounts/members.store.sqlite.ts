/** Members on SQLite. */
import type { Role } from '../../../shared/contract/accounts.ts';
import { nameKeys } from '../../../shared/skeleton.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { slugsFrom } from '../../core/slug.ts';
import { isDuplicate, type Sqlite, type Statement, transaction } from '../../storage/sqlite.ts';
import type { Member, MembersStore, NewMember } from './accounts.store.ts';
import { createFormerHandles } from './handles.sqlite.ts';
import { useInvitation } from './invitations.store.sqlite.ts';
import { conditionsOf } from './members.query.sqlite.ts';
import { assertAdministered, type MemberRow, toMember } from './members.rows.sqlite.ts';
import { createMemberTerms } from './members.terms.sqlite.ts';
import { assertDistinct, handleKeys, handleTaken, isStaff } from './members.terms.ts';

function required(member: Member | null): Member {
  if (!member) throw notFound('member');
  return member;
}

export function createMembersSqliteStore(db: Sqlite): MembersStore {
  const byId = db.prepare('SELECT * FROM members WHERE id = ?');
  const insert = db.prepare(
    'INSERT INTO members (id, handle, email, name, kind, cluster_id, joining, password_hash, languages, roles, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const write = db.prepare(
    'UPDATE members SET name = ?, languages = ?, cluster_id = ?, joining = ?, roles = ?, password_hash = ? WHERE id = ?',
  );
  // Last comes who has a handle now.
  const byHandle = db.prepare(
    `SELECT handle, member_id AS id FROM former_handles WHERE handle IN (SELECT value FROM json_each(:handles))
     UNION ALL SELECT handle, id FROM members WHERE handle IN (SELECT value FROM json_each(:handles))`,
  );
  const byKeys = db.prepare(
    `SELECT * FROM members WHERE id IN (SELECT member_id FROM name_keys WHERE key IN (SELECT value FROM json_each(?)))
     ORDER BY roles = '[]', id LIMIT 100`,
  );
  const administrator = db.prepare('SELECT 1 FROM members WHERE roles LIKE \'%"administrator"%\'');

  // Every page of posts asks for its people; there are not many ways of asking.
  const asked = new Map<string, Statement>();
  function asking(sql: string) {
    const statement = asked.get(sql) ?? db.prepare(sql);
    asked.set(sql, statement);
    return statement;
  }

  const setHandle = db.prepare('UPDATE members SET handle = ? WHERE id = ?');

  const terms = createMemberTerms(db);
  const former = createFormerHandles(db);

  const withKeys = (keys: string[]) =>
    (byKeys.all(JSON.stringify(keys)) as MemberRow[]).map(toMember);
  const assertNameDistinct = (member: Member) =>
    assertDistinct(
      member,
      withKeys(nameKeys(member.name)).filter(({ id }) => id !== member.id),
    );

  const find = (id: string) => {
    const row = byId.get(id) as MemberRow | undefined;
    return row ? toMember(row) : null;
  };
  const save = (member: Member) => {
    write.run(
      member.name,
      JSON.stringify(member.languages),
      member.clusterId,
      member.joining,
      JSON.stringify(member.roles),
      member.passwordHash,
      member.id,
    );
    return member;
  };

  /** A member after the terms of their name were written, which nobody who acts for the forum shares. */
  function renamed(id: string): Member {
    const member = required(find(id));
    assertNameDistinct(member);
    terms.write([member]);
    return required(find(id));
  }

  function insertUnderFreeHandle(member: NewMember): Member {
    for (const handle of slugsFrom(member.handle)) {
      if (former.isOthers(handle, member.id)) continue;
      try {
        insert.run(
          member.id,
          handle,
          member.email,
          member.name,
          member.kind,
          member.clusterId,
          member.joining,
          member.passwordHash,
          JSON.stringify(member.languages),
          JSON.stringify(member.roles),
          member.createdAt,
        );
        return renamed(member.id);
      } catch (error) {
        if (isDuplicate(error, 'members.email'))
          throw conflict('There is already an account with this email address.', {
            state: 'EMAIL_TAKEN',
          });
        if (!isDuplicate(error, 'members.handle')) throw error;
      }
    }
    throw new Error('There is no end of handles.');
  }

  return {
    async addMember(member, invitationHash, now) {
      return transaction(db, () => {
        if (invitationHash && !useInvitation(db, invitationHash, now ?? ''))
          throw notFound('invitation');
        return insertUnderFreeHandle(member);
      });
    },
    async member(id) {
      return find(id);
    },
    async memberByEmail(email) {
      const row = db.prepare('SELECT * FROM members WHERE email = ?').get(email) as
        | MemberRow
        | undefined;
      return row ? toMember(row) : null;
    },
    async idsByHandle(handles) {
      const rows = byHandle.all({ handles: JSON.stringify(handles) });
      return new Map((rows as { handle: string; id: string }[]).map((row) => [row.handle, row.id]));
    },
    async members(query) {
      const conditions = conditionsOf(query);
      if (!conditions) return [];
      const where = conditions.map(([sql]) => sql).join(' AND ');
      const values = conditions.flatMap(([, ...given]) => given);
      const rows = asking(
        `SELECT * FROM members ${where && `WHERE ${where}`} ORDER BY handle LIMIT ?`,
      ).all(...values, query.limit);
      return (rows as MemberRow[]).map(toMember);
    },
    async membersAlike(name) {
      return withKeys(nameKeys(name));
    },
    async membersByCluster() {
      const rows = db
        .prepare(
          'SELECT cluster_id AS id, count(*) AS n FROM members WHERE cluster_id IS NOT NULL GROUP BY cluster_id',
        )
        .all();
      return new Map((rows as { id: string; n: number }[]).map((row) => [row.id, row.n]));
    },
    async editMember(id, patch) {
      return transaction(db, () => {
        const member = find(id);
        if (!member || member.deletion) return null;
        save({ ...member, ...patch });
        return patch.name === undefined || patch.name === member.name ? find(id) : renamed(id);
      });
    },
    async changeHandle({ id, handle, at }, assertMayChange) {
      return transaction(db, () => {
        const member = find(id);
        if (!member || member.deletion) return null;
        if (member.handle === handle) return member;
        assertMayChange(former.lastLeft(id));
        const taken = db.prepare('SELECT 1 FROM members WHERE handle = ?').get(handle);
        const lookAlikes = withKeys(handleKeys(handle)).filter((other) => other.id !== id);
        if (taken || former.isOthers(handle, id) || lookAlikes.some(isStaff)) throw handleTaken();
        setHandle.run(handle, id);
        former.leave({ handle: member.handle, memberId: id, leftAt: at });
        terms.write([{ ...member, handle }]);
        return find(id);
      });
    },
    async admit(id, clusterId, admit) {
      return transaction(db, () => {
        const member = find(id);
        if (member?.joining !== clusterId) return null;
        return save({ ...member, joining: null, ...(admit && { clusterId }) });
      });
    },
    async setRoles(id, roles: Role[]) {
      return transaction(db, () => {
        const member = find(id);
        if (!member || member.deletion) return null;
        if (isStaff({ roles }) && !isStaff(member)) assertNameDistinct({ ...member, roles });
        save({ ...member, roles });
        assertAdministered(db);
        return { ...member, roles };
      });
    },
    async hasAdministrator() {
      return administrator.get() !== undefined;
    },
  };
}
