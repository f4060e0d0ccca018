/** Looking after members: who they are and how they stand, suspending them, letting them back in, and leaving for good. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { person, role } from './accounts.ts';
import { id, iso, nothing, operation, reason } from './define.ts';
import { counted } from './text.ts';

export const suspension = z.strictObject({
  /** The member is told of it whenever they try to come in. */
  reason: z.string(),
  by: id,
  at: iso,
  /** When it ends by itself; null when somebody has to lift it. */
  until: iso.nullable(),
});
export type Suspension = z.infer<typeof suspension>;

export const memberState = z.enum(['active', 'suspended', 'former']);
export type MemberState = z.infer<typeof memberState>;

/** A member as those see them who look after the forum. */
export const standing = z.strictObject({
  person,
  /** For administrators alone. */
  email: z.string().nullable(),
  state: memberState,
  suspension: suspension.nullable(),
  createdAt: iso,
  /** When they last used the forum, to a quarter of an hour; null where that is not known. */
  activeAt: iso.nullable(),
});
export type Standing = z.infer<typeof standing>;

/** What becomes of the posts of an account that is deleted: they stay, under "former member", or they go. */
const posts = z.enum(['keep', 'remove']);

export const membersOperations = [
  operation({
    name: 'member:standings',
    http: 'GET /members/standings',
    access: 'person',
    rate: 'read',
    input: z.strictObject({
      search: z.string().max(254).optional(),
      role: z.enum([...role.options, 'none']).optional(),
      state: memberState.optional(),
      after: z.string().max(64).optional(),
      limit: z.int().min(1).max(100).default(50),
    }),
    output: z.array(standing),
    errors: ['forbidden'],
    summary:
      'Members and how they stand, for moderators and administrators: by the beginning of a name or handle, by role, by state; ordered by handle, `after` a handle. Administrators can search for a whole email address. Without `state`, former members are left out.',
  }),
  operation({
    name: 'member:suspend',
    http: 'PUT /members/:memberId/suspension',
    access: 'person',
    rate: 'write',
    input: z.strictObject({
      memberId: id,
      reason,
      /** Counted by the server's clock. */
      days: z.int().min(1).max(3650).optional(),
    }),
    output: standing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Shut a member out, for a reason that they are told, and for so many days or until somebody lifts it: administrators, and moderators for members without a role. Their sessions end and their sockets close at once, on every node, and so do those of bots whose token they made.',
  }),
  operation({
    name: 'member:reinstate',
    http: 'DELETE /members/:memberId/suspension',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ memberId: id }),
    output: standing,
    errors: ['not_found', 'forbidden'],
    summary: 'Lift a suspension: whoever may suspend the member. They can sign in again.',
  }),
  operation({
    name: 'member:delete',
    http: 'POST /members/:memberId/deletion',
    access: 'administrator',
    rate: 'write',
    input: z.strictObject({ memberId: id, posts }),
    output: nothing,
    errors: ['not_found', 'conflict'],
    summary: 'Delete the account of another person, as `account:delete` does. It cannot be undone.',
  }),
  operation({
    name: 'account:delete',
    http: 'POST /account/deletion',
    access: 'person',
    rate: 'auth',
    input: z.strictObject({ password: z.string().max(200), posts }),
    output: nothing,
    errors: ['forbidden', 'conflict'],
    summary:
      'Delete one\'s account for good. Name, handle, email address, memberships, drafts and saved searches go, open listings are withdrawn, and posts stay under "former member" or go. The last administrator cannot leave.',
  }),
  operation({
    name: 'reset-link:create',
    http: 'POST /members/:memberId/reset-link',
    access: 'administrator',
    rate: 'write',
    input: z.strictObject({ memberId: id }),
    output: z.strictObject({ url: z.string(), expiresAt: iso }),
    errors: ['not_found'],
    summary:
      'A link by which a person who forgot their password sets a new one, once and within 24 hours. It ends the one before it.',
  }),
  operation({
    name: 'reset-link:get',
    http: 'GET /reset-links/:token',
    access: 'anyone',
    rate: 'auth',
    input: z.strictObject({ token: z.string().max(200) }),
    output: z.strictObject({ email: z.string(), expiresAt: iso }),
    errors: ['not_found'],
    summary: 'Whether a reset link still holds, and for which account.',
  }),
  operation({
    name: 'password:reset',
    http: 'POST /reset-links/:token/use',
    access: 'anyone',
    rate: 'auth',
    input: z.strictObject({ token: z.string().max(200), next: counted(limits.password) }),
    output: nothing,
    errors: ['not_found'],
    summary:
      'Set a new password by a reset link, which is used up; all sessions of the account end.',
  }),
] as const;
