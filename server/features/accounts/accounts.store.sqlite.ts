/** Accounts on SQLite. */
import type { Sqlite } from '../../storage/sqlite.ts';
import type { AccountsStore } from './accounts.store.ts';
import { formerHandlesSqliteShelves } from './handles.sqlite.ts';
import {
  createInvitationsSqliteStore,
  invitationsSqliteShelves,
} from './invitations.store.sqlite.ts';
import { membersSqliteShelves } from './members.rows.sqlite.ts';
import { createStandingSqliteStore } from './members.standing.sqlite.ts';
import { createMembersSqliteStore } from './members.store.sqlite.ts';
import { createResetLinksSqliteStore } from './reset-links.store.sqlite.ts';
import { createSessionsSqliteStore, sessionsSqliteShelves } from './sessions.store.sqlite.ts';

export const createAccountsSqliteStore = (db: Sqlite): AccountsStore => ({
  ...createMembersSqliteStore(db),
  ...createStandingSqliteStore(db),
  ...createSessionsSqliteStore(db),
  ...createInvitationsSqliteStore(db),
  ...createResetLinksSqliteStore(db),
});

export const accountsSqliteShelves = (db: Sqlite) => ({
  ...formerHandlesSqliteShelves(db),
  ...invitationsSqliteShelves(db),
  ...sessionsSqliteShelves(db),
  ...membersSqliteShelves(db),
});
