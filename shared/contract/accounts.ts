/** Accounts: registering, sessions, profiles, roles, invitations. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { country, event, id, iso, language, nothing, operation } from './define.ts';
import { counted, named } from './text.ts';

export const role = z.enum(['validator', 'moderator', 'administrator']);
export type Role = z.infer<typeof role>;

export const displayName = named(limits.displayName);

/** A member as everybody sees them. */
export const person = z.strictObject({
  id,
  handle: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'bot']),
  clusterId: id.nullable(),
  languages: z.array(z.string()),
  roles: z.array(role),
  /** Another member's name looks like theirs; the handle tells them apart. */
  alike: z.boolean(),
  /** They have left for good, and their name says only that. */
  former: z.boolean(),
});
export type Person = z.infer<typeof person>;

/** Oneself: the person, and what only they see. */
export const account = person.extend({
  email: z.string().nullable(),
  /** The cluster that one has asked to join; one of its members confirms it. */
  joining: id.nullable(),
});
export type Account = z.infer<typeof account>;

export const session = z.strictObject({
  id,
  createdAt: iso,
  lastUsedAt: iso,
  userAgent: z.string(),
  address: z.string(),
  current: z.boolean(),
});
export type Session = z.infer<typeof session>;

const email = z.string().max(254).pipe(z.email());
const password = counted(limits.password);
const handle = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small Latin letters and digits, with hyphens between them');
const languages = z.array(language).max(10);
const signedIn = z.strictObject({
  accessToken: z.string(),
  expiresAt: iso,
  /** Seconds from the answer until the token expires: independent of what the caller's calendar says. */
  expiresIn: z.int(),
  account,
});
export type SignedIn = z.infer<typeof signedIn>;

const newCluster = z.strictObject({ name: displayName, country });

export const accountsOperations = [
  operation({
    name: 'account:register',
    http: 'POST /accounts',
    doors: 'http',
    access: 'anyone',
    rate: 'auth',
    stores: true,
    input: z.strictObject({
      name: displayName,
      email,
      password,
      languages: languages.default([]),
      /** A known cluster, or a new one by name and country. */
      cluster: z.union([z.strictObject({ id }), newCluster]).optional(),
      invitation: z.string().max(200).optional(),
    }),
    output: nothing,
    errors: ['forbidden', 'conflict', 'not_found'],
    summary:
      'Create an account, to sign in with. Needs an invitation unless registration is open; without one, ten an hour from one address. The answer is the same when there is an account with this email address already.',
  }),
  operation({
    name: 'session:start',
    http: 'POST /sessions',
    doors: 'http',
    access: 'anyone',
    rate: 'auth',
    input: z.strictObject({ email, password: z.string().max(200) }),
    output: signedIn,
    errors: ['unauthenticated'],
    summary: 'Sign in; the refresh token is set as an HttpOnly cookie.',
  }),
  operation({
    name: 'session:renew',
    http: 'POST /sessions/renew',
    doors: 'http',
    access: 'anyone',
    rate: 'read',
    input: z.strictObject({ attempt: id }),
    output: signedIn,
    errors: ['unauthenticated'],
    summary:
      'Rotate the refresh token and get a new access token. The token before it is answered in the same way for 30 s, and for longer when it comes with the same `attempt`, whose answer was lost on the way; any older one ends the session. `details.reason` says why a session has ended.',
  }),
  operation({
    name: 'session:end',
    http: 'POST /sessions/end',
    doors: 'http',
    access: 'anyone',
    rate: 'read',
    input: nothing,
    output: nothing,
    errors: [],
    summary: 'Sign out: end the session of the cookie and clear it.',
  }),
  operation({
    name: 'session:list',
    http: 'GET /sessions',
    access: 'person',
    rate: 'read',
    input: nothing,
    output: z.array(session),
    errors: [],
    summary: "One's own live sessions.",
  }),
  operation({
    name: 'session:revoke',
    http: 'DELETE /sessions/:sessionId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ sessionId: id }),
    output: nothing,
    errors: ['not_found'],
    summary: "End one of one's own sessions; its sockets close at once.",
  }),
  operation({
    name: 'account:get',
    http: 'GET /account',
    access: 'member',
    rate: 'read',
    input: nothing,
    output: account,
    errors: [],
    summary: 'Oneself.',
  }),
  operation({
    name: 'account:edit',
    http: 'PATCH /account',
    access: 'person',
    rate: 'write',
    input: z.strictObject({
      name: displayName.optional(),
      languages: languages.optional(),
      clusterId: id.optional(),
    }),
    output: account,
    errors: ['not_found'],
    summary: "Change one's name, languages or cluster.",
  }),
  operation({
    name: 'account:add-cluster',
    http: 'POST /account/cluster',
    access: 'person',
    rate: 'write',
    stores: true,
    input: newCluster,
    output: account,
    errors: ['forbidden', 'conflict'],
    summary:
      'Add a cluster that is not in the directory, and be its first member: for whoever is in none.',
  }),
  operation({
    name: 'handle:change',
    http: 'PUT /account/handle',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ handle }),
    output: account,
    errors: ['conflict'],
    summary:
      "Change one's handle, once a week. What mentions the earlier one goes on leading to its member, and nobody else gets it.",
  }),
  operation({
    name: 'password:change',
    http: 'PUT /account/password',
    access: 'person',
    rate: 'auth',
    input: z.strictObject({ current: z.string().max(200), next: password }),
    output: nothing,
    errors: ['forbidden'],
    summary: "Change one's password; all other sessions end.",
  }),
  operation({
    name: 'member:list',
    http: 'GET /members',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      ids: z.array(id).max(200).optional(),
      clusterId: id.optional(),
      handles: z.array(z.string().max(64)).max(50).optional(),
      alikeTo: id.optional(),
      search: z.string().max(64).optional(),
      after: z.string().max(64).optional(),
      limit: z.int().min(1).max(200).default(50),
    }),
    output: z.array(person),
    errors: [],
    summary:
      'Members by id, by cluster, by handle (present or former) or by the beginning of a name or handle; ordered by handle, `after` a handle. `alikeTo` gives those whose names look like that of a member.',
  }),
  operation({
    name: 'member:set-roles',
    http: 'PUT /members/:memberId/roles',
    access: 'administrator',
    rate: 'write',
    input: z.strictObject({ memberId: id, roles: z.array(role).max(3) }),
    output: person,
    errors: ['not_found', 'conflict'],
    summary: 'Give and take roles. The last administrator cannot be removed.',
  }),
  operation({
    name: 'invitation:create',
    http: 'POST /invitations',
    access: 'administrator',
    rate: 'write',
    input: z.strictObject({
      uses: z.int().min(1).max(1000).default(1),
      days: z.int().min(1).max(90).default(14),
    }),
    output: z.strictObject({ url: z.string(), expiresAt: iso }),
    errors: [],
    summary: 'A link by which people may register.',
  }),
  operation({
    name: 'invitation:get',
    http: 'GET /invitations/:token',
    access: 'anyone',
    rate: 'read',
    input: z.strictObject({ token: z.string().max(200) }),
    output: z.strictObject({ roles: z.array(role), expiresAt: iso }),
    errors: ['not_found'],
    summary: 'Whether an invitation still holds, and what it grants.',
  }),
] as const;

export const accountsEvents = [
  event({
    name: 'account:changed',
    data: account,
    summary:
      "The caller's own account was changed by somebody else: they were admitted to a cluster, or not.",
  }),
  event({
    name: 'member:changed',
    data: person,
    summary: 'A member joined the forum or left it for good, or their profile or roles changed.',
  }),
] as const;
