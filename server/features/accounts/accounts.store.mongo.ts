/** Accounts on MongoDB. */
import type { Mongo } from '../../storage/mongo.ts';
import type { AccountsStore } from './accounts.store.ts';
import { formerHandlesMongoShelves } from './handles.mongo.ts';
import { createInvitationsMongoStore, invitationsMongoShelves } from './invitations.store.mongo.ts';
import { membersMongoShelves } from './members.model.mongo.ts';
import { createStandingMongoStore } from './members.standing.mongo.ts';
import { createMembersMongoStore } from './members.store.mongo.ts';
import { createResetLinksMongoStore } from './reset-links.store.mongo.ts';
import { createSessionsMongoStore, sessionsMongoShelves } from './sessions.store.mongo.ts';

export const createAccountsMongoStore = (connection: Mongo): AccountsStore => ({
  ...createMembersMongoStore(connection),
  ...createStandingMongoStore(connection),
  ...createSessionsMongoStore(connection),
  ...createInvitationsMongoStore(connection),
  ...createResetLinksMongoStore(connection),
});

export const accountsMongoShelves = (connection: Mongo) => ({
  ...formerHandlesMongoShelves(connection),
  ...invitationsMongoShelves(connection),
  ...sessionsMongoShelves(connection),
  ...membersMongoShelves(connection),
});
