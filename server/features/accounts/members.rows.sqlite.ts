/** Members as rows on SQLite, and who of them looks after the forum. */
import { conflict } from '../../core/errors.ts';
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { Member, MemberRecord } from './accounts.store.ts';
import { createMemberTerms } from './members.terms.sqlite.ts';

export interface MemberRow
  extends Omit<
    Member,
    | 'languages'
    | 'roles'
    | 'clusterId'
    | 'passwordHash'
    | 'createdAt'
    | 'alike'
    | 'suspension'
    | 'deletion'
    | 'activeAt'
  > {
  alike: number;
  cluster_id: string | null;
  password_hash: string | null;
  languages: string;
  roles: string;
  created_at: string;
  suspension: string | null;
  deletion: string | null;
  active_at: string | null;
}

const parsed = (json: string | null) => json && JSON.parse(json);

export const toMember = (row: MemberRow): Member => ({
  id: row.id,
  handle: row.handle,
  name: row.name,
  kind: row.kind,
  clusterId: row.cluster_id,
  joining: row.joining,
  languages: JSON.parse(row.languages),
  roles: JSON.parse(row.roles),
  alike: row.alike === 1,
  email: row.email,
  passwordHash: row.password_hash,
  createdAt: row.created_at,
  suspension: parsed(row.suspension),
  deletion: parsed(row.deletion),
  activeAt: row.active_at,
});

/** What a suspension says in SQL, of a row, at the time that is given to it. */
export const isSuspended = "(suspension IS NOT NULL AND coalesce(suspension ->> 'until', '~') > ?)";

/** Throws a `conflict` unless there is an administrator who is not shut out. */
export function assertAdministered(db: Sqlite): void {
  const administrator = db
    .prepare(`SELECT 1 FROM members WHERE roles LIKE '%"administrator"%' AND NOT ${isSuspended}`)
    .get(new Date().toISOString());
  if (!administrator)
    throw conflict('Somebody must stay administrator.', { reason: 'LAST_ADMINISTRATOR' });
}

export function membersSqliteShelves(db: Sqlite) {
  const member = plainShelf<MemberRecord>(
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
      suspension: 'suspension',
      deletion: 'deletion',
      activeAt: 'active_at',
    },
    ['languages', 'roles', 'suspension', 'deletion'],
  );
  const terms = createMemberTerms(db);
  return {
    member: {
      ...member,
      async load(records: MemberRecord[]) {
        await member.load(records);
        transaction(db, () => terms.write(records));
      },
    },
  };
}
