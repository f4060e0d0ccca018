/** The handles that members left, and go on leading to them, on SQLite. */
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import type { Sqlite } from '../../storage/sqlite.ts';
import type { FormerHandle } from './accounts.store.ts';

export interface FormerHandles {
  /** Whether somebody else had it. */
  isOthers(handle: string, memberId: string): boolean;
  /** When a member last left one. */
  lastLeft(memberId: string): string | null;
  leave(former: FormerHandle): void;
}

export function createFormerHandles(db: Sqlite): FormerHandles {
  const owner = db.prepare('SELECT member_id AS id FROM former_handles WHERE handle = ?');
  const last = db.prepare('SELECT max(left_at) AS at FROM former_handles WHERE member_id = ?');
  const insert = db.prepare(
    'INSERT OR REPLACE INTO former_handles (handle, member_id, left_at) VALUES (?, ?, ?)',
  );
  return {
    isOthers(handle, memberId) {
      const found = owner.get(handle) as { id: string } | undefined;
      return found !== undefined && found.id !== memberId;
    },
    lastLeft: (memberId) => (last.get(memberId) as { at: string | null }).at,
    leave: ({ handle, memberId, leftAt }) => void insert.run(handle, memberId, leftAt),
  };
}

export const formerHandlesSqliteShelves = (db: Sqlite) => ({
  formerHandle: plainShelf<FormerHandle>(db, 'former_handles', {
    handle: 'handle',
    memberId: 'member_id',
    leftAt: 'left_at',
  }),
});
