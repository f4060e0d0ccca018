/** The port under which accounts and invitations are kept; that of sessions has a file of its own. Every method is atomic. */
import type { Person, Role } from '../../../shared/contract/accounts.ts';
import type { MemberState, Suspension } from '../../../shared/contract/members.ts';
import type { ResetLinksStore } from './reset-links.store.ts';
import type { SessionsStore } from './sessions.store.ts';

/** That an account was deleted. */
export interface Deletion {
  at: string;
  /** Whoever deleted it: its owner, or an administrator. */
  by: string;
  /** What becomes of the posts. */
  posts: 'keep' | 'remove';
  /** Whether everything else of theirs has gone, too. */
  done: boolean;
}

export interface Member extends Omit<Person, 'former'> {
  /** Lower-case; null for bots. */
  email: string | null;
  /** argon2id; null for bots. */
  passwordHash: string | null;
  /** The cluster that they have asked to join. */
  joining: string | null;
  createdAt: string;
  /** The latest, which may be over. */
  suspension: Suspension | null;
  deletion: Deletion | null;
  /** When they last opened or renewed a session, or used a token; null where it is not known. */
  activeAt: string | null;
}

/** A member as they are given out and taken in; what follows from their name is found out then. */
export type MemberRecord = Omit<Member, 'alike'>;

/** A member as they are added. */
export type NewMember = Omit<MemberRecord, 'suspension' | 'deletion' | 'activeAt'>;

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
  role?: Role | 'none' | undefined;
  /** How they stand; former members only where they are asked for so, or by id or handle. */
  state?: MemberState | undefined;
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

export interface StandingStore {
  /**
   * Shuts a member out or, with null, lets them in again; a `conflict` when no administrator would be left who is not shut
   * out. Null when there is no such member, or they have left.
   */
  setSuspension(id: string, suspension: Suspension | null): Promise<Member | null>;
  /** Keeps when a member was last here. */
  sawMember(id: string, at: string): Promise<void>;
  /**
   * Takes away what says who a member was, gives them a handle that says nothing, and ends their sessions. The handle they
   * had goes on leading to them, so that nobody gets it. A `conflict` when no administrator would be left who is not shut
   * out. Null when there is no such member, or they have left already.
   */
  deleteMember(id: string, deletion: Deletion): Promise<Member | null>;
  /** Deleted members of whom something else is left. */
  unfinishedDeletions(): Promise<Member[]>;
  /** Keeps that nothing else is left of a deleted member. */
  deletionDone(id: string): Promise<void>;
}

/** The handle of a deleted member. */
export const formerHandle = (id: string) => `former-${id.slice(-12)}`;

/** A member without what says who they were. */
export const withoutTraces = (member: Member, deletion: Deletion): Member => ({
  ...member,
  handle: formerHandle(member.id),
  name: '',
  email: null,
  passwordHash: null,
  clusterId: null,
  joining: null,
  languages: [],
  roles: [],
  alike: false,
  suspension: null,
  activeAt: null,
  deletion,
});

export interface InvitationsStore {
  addInvitation(invitation: Invitation): Promise<void>;
  /** One that still holds at `now`. */
  invitation(tokenHash: string, now: string): Promise<Invitation | null>;
  /** Uses an invitation once; false when it holds no longer. */
  useInvitation(tokenHash: string, now: string): Promise<boolean>;
}

export type AccountsStore = MembersStore &
  StandingStore &
  SessionsStore &
  InvitationsStore &
  ResetLinksStore;
