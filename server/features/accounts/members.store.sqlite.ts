/** Members on SQLite. */
import type { Role } from '../../../shared/contract/accounts.ts';
import { foldedWords } from '../../../shared/fold.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import { isDuplicate, type Sqlite, transaction } from '../../storage/sqlite.ts';
import { handlesFor, type Member, type MembersStore } from './accounts.store.ts';
import { createMemberTerms } from './members.terms.sqlite.ts';
import { endOf } from './members.terms.ts';

interface MemberRow
  extends Omit<Member, 'languages' | 'roles' | 'clusterId' | 'passwordHash' | 'createdAt'> {
  cluster_id: string | null;
  password_hash: string | null;
  languages: string;
  roles: string;
  created_at: string;
}

const toMember = (row: MemberRow): Member => ({
  id: row.id,
  handle: row.handle,
  name: row.name,
  kind: row.kind,
  clusterId: row.cluster_id,
  joining: row.joining,
  languages: JSON.parse(row.languages),
  roles: JSON.parse(row.roles),
  email: row.email,
  passwordHash: row.password_hash,
  createdAt: row.created_at,
});

export function createMembersSqliteStore(db: Sqlite): MembersStore {
  const byId = db.prepare('SELECT * FROM members WHERE id = ?');
  const insert = db.prepare(
    'INSERT INTO members (id, handle, email, name, kind, cluster_id, joining, password_hash, languages, roles, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const write = db.prepare(
    'UPDATE members SET name = ?, languages = ?, cluster_id = ?, joining = ?, roles = ?, password_hash = ? WHERE id = ?',
  );
  const byHandle = db.prepare(
    'SELECT handle, id FROM members WHERE handle IN (SELECT value FROM json_each(?))',
  );
  const administrators = db.prepare(
    'SELECT count(*) AS n FROM members WHERE roles LIKE \'%"administrator"%\'',
  );

  const terms = createMemberTerms(db);

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
    terms.write([member]);
    return member;
  };
  const administratorCount = () => (administrators.get() as { n: number }).n;

  function insertUnderFreeHandle(member: Member): Member {
    for (const handle of handlesFor(member.handle)) {
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
        terms.write([{ ...member, handle }]);
        return { ...member, handle };
      } catch (error) {
        if (isDuplicate(error, 'members.email'))
          throw conflict('There is already an account with this email address.', {
            reason: 'EMAIL_TAKEN',
          });
        if (!isDuplicate(error, 'members.handle')) throw error;
      }
    }
    throw new Error('There is no end of handles.');
  }

  return {
    async addMember(member, invitationHash, now) {
      return transaction(db, () => {
        if (invitationHash) {
          const used = db
            .prepare(
              'UPDATE invitations SET uses = uses - 1 WHERE token_hash = ? AND uses > 0 AND expires_at > ?',
            )
            .run(invitationHash, now);
          if (used.changes === 0) throw notFound('invitation');
        }
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
      const rows = byHandle.all(JSON.stringify(handles));
      return new Map((rows as { handle: string; id: string }[]).map((row) => [row.handle, row.id]));
    },
    async members({ ids, clusterId, joining, search, after, limit }) {
      const words = search ? foldedWords(search) : [];
      if (search && words.length === 0) return [];
      // Only what is asked for is said: a condition that may be absent would keep every index from being used.
      const asked = [
        ...(ids ? [['id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)]] : []),
        ...(clusterId ? [['cluster_id = ?', clusterId]] : []),
        ...(joining ? [['joining = ?', joining]] : []),
        ...words.map((word) => [
          'id IN (SELECT member_id FROM member_words WHERE word >= ? AND word < ?)',
          word,
          endOf(word),
        ]),
        ...(after ? [['handle > ?', after]] : []),
      ];
      const where = asked.map(([sql]) => sql).join(' AND ');
      const values = asked.flatMap(([, ...given]) => given);
      const rows = db
        .prepare(`SELECT * FROM members ${where && `WHERE ${where}`} ORDER BY handle LIMIT ?`)
        .all(...values, limit);
      return (rows as MemberRow[]).map(toMember);
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
        return member && save({ ...member, ...patch });
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
        if (!member) return null;
        save({ ...member, roles });
        if (administratorCount() === 0)
          throw conflict('Somebody must stay administrator.', { reason: 'LAST_ADMINISTRATOR' });
        return { ...member, roles };
      });
    },
    async hasAdministrator() {
      return administratorCount() > 0;
    },
  };
}

export function membersSqliteShelves(db: Sqlite) {
  const member = plainShelf<Member>(
    db,
    'members',
    {
      id: 'id',
      handle: 'handle',
      name: 'name',
      kind: 'kind',
      clusterId: 'cluster_id',
      joining: 'joining',
      languages: 'languages',
      roles: 'roles',
      email: 'email',
      passwordHash: 'password_hash',
      createdAt: 'created_at',
    },
    ['languages', 'roles'],
  );
  const terms = createMemberTerms(db);
  return {
    member: {
      ...member,
      async load(records: Member[]) {
        await member.load(records);
        transaction(db, () => terms.write(records));
      },
    },
  };
}
