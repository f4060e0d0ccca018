/** The port under which accounts and invitations are kept; that of sessions has a file of its own. Every method is atomic. */
import type { Person, Role } from '../../../shared/contract/accounts.ts';
import type { SessionsStore } from './sessions.store.ts';

export interface Member extends Person {
  /** Lower-case; null for bots. */
  email: string | null;
  /** argon2id; null for bots. */
  passwordHash: string | null;
  /** The cluster that they have asked to join. */
  joining: string | null;
  createdAt: string;
}

/** A member as they are added; what follows from their name is found out then. */
export type NewMember = Omit<Member, 'alike'>;

export interface FormerHandle {
  handle: string;
  memberId: string;
  leftAt: string;
}

export interface Invitation {
  tokenHash: string;
  roles: Role[];
  /** How often it may still be used. */
  uses: number;
  expiresAt: string;
}

export interface MemberQuery {
  ids?: string[] | undefined;
  clusterId?: string | undefined;
  /** The cluster that they ask to join. */
  joining?: string | undefined;
  /** Words, each the beginning of a word of a name or handle, whatever the case and accents. */
  search?: string | undefined;
  /** Present handles, or such as they left. */
  handles?: string[] | undefined;
  /** Only handles after this one. */
  after?: string | undefined;
  limit: number;
}

export type MemberPatch = Partial<
  Pick<Member, 'name' | 'languages' | 'clusterId' | 'joining' | 'roles' | 'passwordHash'>
>;

export interface MembersStore {
  /**
   * Adds a member; a taken email is a `conflict` with the state EMAIL_TAKEN, a taken handle gets a number behind it. With an invitation,
   * uses it up in the same step; `not_found` when it no longer holds. A name that looks like that of another member is a
   * `conflict` when either is staff.
   */
  addMember(member: NewMember, invitationHash?: string, now?: string): Promise<Member>;
  member(id: string): Promise<Member | null>;
  memberByEmail(email: string): Promise<Member | null>;
  /** Ids by handle, for the handles that exist and those that somebody left. */
  idsByHandle(handles: string[]): Promise<Map<string, string>>;
  /** Ordered by handle. */
  members(query: MemberQuery): Promise<Member[]>;
  /** How many members each cluster has. */
  membersByCluster(): Promise<Map<string, number>>;
  /** Members, at most a hundred, whose names look like this one. */
  membersAlike(name: string): Promise<Member[]>;
  /** Null when there is no such member. A new name that looks like that of another is a `conflict` when either is staff. */
  editMember(id: string, patch: MemberPatch): Promise<Member | null>;
  /** Puts a member into the cluster that they ask to join, or ends their asking; null when they do not ask to join it any more. */
  admit(id: string, clusterId: string, admit: boolean): Promise<Member | null>;
  /**
   * Gives a member another handle; the one they leave goes on leading to them. A `conflict` when it is that of somebody else,
   * or was, or looks like that of staff. Null when there is no such member.
   * @param assertMayChange gets the time of their last change, and throws when that is too recent
   */
  changeHandle(
    change: { id: string; handle: string; at: string },
    assertMayChange: (last: string | null) => void,
  ): Promise<Member | null>;
  /**
   * Sets roles; a `conflict` when nobody would be administrator afterwards, and for staff whose name looks like that of
   * another. Null when there is no such member.
   */
  setRoles(id: string, roles: Role[]): Promise<Member | null>;
  hasAdministrator(): Promise<boolean>;
}

export interface InvitationsStore {
  addInvitation(invitation: Invitation): Promise<void>;
  /** One that still holds at `now`. */
  invitation(tokenHash: string, now: string): Promise<Invitation | null>;
  /** Uses an invitation once; false when it holds no longer. */
  useInvitation(tokenHash: string, now: string): Promise<boolean>;
}

export type AccountsStore = MembersStore & SessionsStore & InvitationsStore;
