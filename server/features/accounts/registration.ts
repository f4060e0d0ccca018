/**
 * Registering. Nothing that is answered tells whether there is an account with the address already; how far that reaches is
 * written in docs/decisions/0001-registration-does-not-disclose-accounts.md.
 */
import { hash } from '@node-rs/argon2';
import type { Role } from '../../../shared/contract/accounts.ts';
import { type Budgets, networkOf } from '../../core/budgets.ts';
import type { Handler } from '../../core/caller.ts';
import { AppError, forbidden, notFound } from '../../core/errors.ts';
import { noSooner } from '../../core/no-sooner.ts';
import { createTurns } from '../../core/turns.ts';
import type { AccountsStore, Invitation, Member } from './accounts.store.ts';

/** In a cluster at once, or asking to join one. */
export type Placed = { clusterId: string; joining: null } | { joining: string };

export type WantedCluster = { id: string } | { name: string; country: string };

/** A person as they are added. */
export interface NewPerson {
  name: string;
  email: string;
  passwordHash: string;
  clusterId: string | null;
  joining?: string | null;
  languages: string[];
  roles: Role[];
}

export interface RegistrationDeps {
  store: AccountsStore;
  budgets: Budgets;
  registration: 'open' | 'invitation' | 'closed';
  /** Throws what `placeInCluster` would, and changes nothing. */
  assertPlaceable(cluster: WantedCluster): Promise<void>;
  /** Where choosing a cluster leaves somebody; throws `not_found` for an unknown one. */
  placeInCluster(cluster: WantedCluster): Promise<Placed>;
  /** Tells a cluster who asks to join it. */
  applied(clusterId: string, member: Member): void;
  /** An invitation that holds; throws `not_found`. */
  held(token: string): Promise<Invitation>;
  /** Throws unless this name may be taken. */
  assertNameFree(member: Pick<Member, 'id' | 'name' | 'roles'>): Promise<void>;
  /** Throws `conflict` for a taken address. */
  add(person: NewPerson, invitationHash?: string): Promise<Member>;
}

/** ms that storing an account takes at most, as a rule: so long takes storing none, too. */
const storing = 300;

const isEmailTaken = (error: unknown) =>
  error instanceof AppError && error.details?.state === 'EMAIL_TAKEN';

/** Carries out `account:register`. */
export function createRegistration(deps: RegistrationDeps): Handler<'account:register'> {
  const { store } = deps;
  // Forty of one cluster may come by one invitation at once; together they would only stand in each other's way.
  const inTurn = createTurns();
  const uninvited = deps.budgets('register:address', {
    most: 10,
    window: 3600,
    refusal: {
      message: 'Too many accounts were registered from this address',
      reason: 'REGISTRATIONS_HERE',
      most: 10,
    },
  });

  function assertMayRegister(invitation: Invitation | null) {
    if (!invitation && deps.registration !== 'open')
      throw forbidden('Registration needs an invitation.', 'NEEDS_INVITATION');
    if (deps.registration === 'closed' && !invitation?.roles.includes('administrator'))
      throw forbidden('Registration is closed.', 'REGISTRATION_CLOSED');
  }

  /** Stores an account where there is none; where there is one, only uses the invitation up, which would tell otherwise. */
  async function settle(
    person: NewPerson,
    cluster: WantedCluster | undefined,
    invitation: Invitation | null,
  ): Promise<void> {
    const taken = async () => {
      // Whoever holds this one runs the forum, and needs it until there is an administrator.
      if (!invitation || invitation.roles.includes('administrator')) return;
      if (!(await store.useInvitation(invitation.tokenHash, new Date().toISOString())))
        throw notFound('invitation');
    };
    if (await store.memberByEmail(person.email)) return taken();
    const placed = cluster && (await deps.placeInCluster(cluster));
    try {
      const member = await deps.add({ ...person, ...placed }, invitation?.tokenHash);
      if (member.joining) deps.applied(member.joining, member);
    } catch (error) {
      if (!isEmailTaken(error)) throw error;
      await taken();
    }
  }

  return async ({ invitation: token, cluster, password, ...profile }, _caller, { address }) => {
    const invitation = token ? await deps.held(token) : null;
    assertMayRegister(invitation);
    const roles = invitation?.roles ?? [];
    // Whatever can be refused is refused before it matters whether there is an account.
    await deps.assertNameFree({ id: '', name: profile.name, roles });
    if (cluster) await deps.assertPlaceable(cluster);
    if (!invitation) await uninvited.take(networkOf(address));
    const person = {
      ...profile,
      email: profile.email.toLowerCase(),
      passwordHash: await hash(password),
      clusterId: null,
      roles,
    };
    const settled = () => settle(person, cluster, invitation);
    await noSooner(storing, invitation ? inTurn(invitation.tokenHash, settled) : settled());
    return {};
  };
}
