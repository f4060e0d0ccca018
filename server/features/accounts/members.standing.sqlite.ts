/** How members stand, on SQLite. */
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import { type Member, type StandingStore, withoutTraces } from './accounts.store.ts';
import { createFormerHandles } from './handles.sqlite.ts';
import { assertAdministered, type MemberRow, toMember } from './members.rows.sqlite.ts';
import { createMemberTerms } from './members.terms.sqlite.ts';

export function createStandingSqliteStore(db: Sqlite): StandingStore {
  const byId = db.prepare('SELECT * FROM members WHERE id = ? AND deletion IS NULL');
  const suspend = db.prepare('UPDATE members SET suspension = ? WHERE id = ?');
  const strip = db.prepare(
    `UPDATE members SET handle = :handle, name = '', email = NULL, password_hash = NULL, cluster_id = NULL, joining = NULL,
       languages = '[]', roles = '[]', alike = 0, suspension = NULL, active_at = NULL, deletion = :deletion WHERE id = :id`,
  );
  const endSessions = db.prepare(
    "UPDATE sessions SET ended = coalesce(ended, 'ACCOUNT_DELETED'), user_agent = '', address = '' WHERE member_id = ?",
  );
  const terms = createMemberTerms(db);
  const former = createFormerHandles(db);

  const find = (id: string) => {
    const row = byId.get(id) as MemberRow | undefined;
    return row ? toMember(row) : null;
  };

  return {
    async setSuspension(id, suspension) {
      return transaction(db, () => {
        const member = find(id);
        if (!member) return null;
        suspend.run(suspension && JSON.stringify(suspension), id);
        assertAdministered(db);
        return { ...member, suspension };
      });
    },
    async sawMember(id, at) {
      db.prepare('UPDATE members SET active_at = ? WHERE id = ? AND deletion IS NULL').run(at, id);
    },
    async deleteMember(id, deletion) {
      return transaction(db, (): Member | null => {
        const member = find(id);
        if (!member) return null;
        const stripped = withoutTraces(member, deletion);
        strip.run({ id, handle: stripped.handle, deletion: JSON.stringify(deletion) });
        assertAdministered(db);
        former.leave({ handle: member.handle, memberId: id, leftAt: deletion.at });
        terms.write([stripped]);
        endSessions.run(id);
        return stripped;
      });
    },
    async unfinishedDeletions() {
      const rows = db.prepare("SELECT * FROM members WHERE deletion ->> 'done' = 0").all();
      return (rows as MemberRow[]).map(toMember);
    },
    async deletionDone(id) {
      db.prepare(
        "UPDATE members SET deletion = json_set(deletion, '$.done', json('true')) WHERE id = ?",
      ).run(id);
    },
  };
}
