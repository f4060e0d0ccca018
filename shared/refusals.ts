/** Why something is refused: the values of `details.reason` and of each issue's `problem`, for clients to word. */

/** The `details.reason` of refusals, where no `details.state` says it. */
export const refusalReasons = [
  // Anybody
  'ADMINISTRATORS_ONLY',
  'BOTS_EXCLUDED',
  'CALL_TOO_LARGE',
  'DISK_RESERVED',
  'MEMBER_ROOM',
  'SENT_OTHERWISE',
  // Accounts
  'HANDLE_CHANGED',
  'HANDLE_TAKEN',
  'IN_CLUSTER',
  'LAST_ADMINISTRATOR',
  'NAME_ALIKE',
  'NEEDS_INVITATION',
  'ONESELF',
  'PASSWORD_ATTEMPTS',
  'PASSWORD_ATTEMPTS_HERE',
  'REGISTRATION_CLOSED',
  'REGISTRATIONS_HERE',
  'ROLES_BY_ADMINISTRATORS',
  'SUSPENDED',
  'SUSPENDED_UNTIL',
  'WRONG_PASSWORD',
  // Clusters
  'CLUSTER_EDITORS_ONLY',
  'CLUSTER_MEMBERS_ONLY',
  'CLUSTER_NAME_ALIKE',
  'CLUSTER_NAME_TAKEN',
  'CLUSTER_VALIDATORS_ONLY',
  'NOT_APPLYING',
  'OWN_APPLICATION',
  // Channels
  'CHANNEL_MODERATORS_ONLY',
  'CHANNEL_NAME_ALIKE',
  'CHANNEL_NAME_TAKEN',
  'CHANNELS_IN_ALL',
  'CHANNELS_TODAY',
  'FORUM_MODERATORS_ONLY',
  'INVITATION_DECLINED',
  'JOIN_TO_INVITE',
  'JOIN_TO_WRITE',
  'OPEN_CHANNELS_BY_MODERATORS',
  // Posts
  'AUTHOR_ONLY',
  'LISTING',
  'REPLY_WITH_TITLE',
  'TOO_MANY_DRAFTS',
  'TOO_MANY_PINNED',
  'TOO_MANY_REACTIONS',
  // The exchange
  'AUTHOR_GONE',
  'CATEGORY',
  'CHANGED',
  'CHANNEL_ARCHIVED',
  'COMMITTED',
  'CONFORMITY',
  'CRITICAL_BY_AUTHORITIES',
  'FIXED_PRODUCT',
  'INSUFFICIENT_REMAINING',
  'LISTING_AUTHOR_ONLY',
  'LISTING_CLUSTER_ONLY',
  'LOT',
  'MODERATORS_ONLY',
  'NEEDS_SPONSOR',
  'NEUTRAL_MODERATORS_ONLY',
  'NO_CLUSTER',
  'FILE_TOO_LARGE',
  'FILES_UNDER_WAY',
  'NO_ROOM',
  'NO_ROOM_UNVALIDATED',
  'OTHER_SIDE_ONLY',
  'OTHERS_SEARCH',
  'OTHER_VALIDATORS_ONLY',
  'OWN_LISTING',
  'PARTIES_ONLY',
  'PLAN_TOO_LARGE',
  'PROPOSER_ONLY',
  'SAME_CLUSTER',
  'SPONSOR_ONLY',
  'TOO_MANY_LISTING_DRAFTS',
  'TOO_MANY_SEARCHES',
  'UNIT',
  'WRITTEN_ELSEWHERE',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What can be wrong with a field: the `problem` of each of the `details.issues` of `bad_request`. */
export const fieldProblems = [
  'blank',
  'choice',
  'far',
  'file_type',
  'format',
  'invisible',
  'letters',
  'lookalike',
  'marks',
  'missing',
  'more_than_promised',
  'multiple',
  'not_your_document',
  'of_other_kind',
  'open_only',
  'past',
  'repeated',
  'reserved',
  'spaces',
  'too_few',
  'too_large',
  'too_late',
  'too_long',
  'too_many',
  'too_short',
  'too_small',
  'unknown',
  'undocumented',
  'unvalidated',
  'verified',
  'whole',
] as const;
export type FieldProblem = (typeof fieldProblems)[number];

/** One of the `details.issues` of `bad_request`. */
export interface FieldIssue {
  /** Where in the input, its parts joined by dots. */
  path: string;
  /** English, for logs and for callers without a catalogue of their own. */
  message: string;
  problem: FieldProblem;
  /** The bounds, where it is beyond one. */
  least?: number;
  most?: number;
  unit?: 'characters' | 'bytes';
}
