/** Who may do what with clusters. */
import type { Caller } from '../../core/caller.ts';
import { forbidden } from '../../core/errors.ts';

export const mayEdit = (caller: Caller, clusterId: string) =>
  caller.clusterId === clusterId || caller.roles.includes('administrator');

export const mayValidate = ({ roles }: Pick<Caller, 'roles'>) =>
  roles.includes('validator') || roles.includes('administrator');

/**
 * Its members decide who else acts for a cluster, or those who are trusted to know clusters. No role stands in for that
 * decision, and nobody takes it about themselves.
 * @param memberId who asks to join
 */
export function assertMayAdmit(caller: Caller, clusterId: string, memberId?: string): void {
  if (caller.memberId === memberId)
    throw forbidden('Nobody decides about their own application.', 'OWN_APPLICATION');
  if (caller.clusterId !== clusterId && !mayValidate(caller))
    throw forbidden(
      'Only members of the cluster, validators and administrators can do this.',
      'CLUSTER_MEMBERS_ONLY',
    );
}

/** Validators decide about the clusters of others; an administrator may be alone in a forum, and decides about their own, too. */
export const mayDecideMark = (caller: Caller, clusterId: string) =>
  mayValidate(caller) && (caller.clusterId !== clusterId || caller.roles.includes('administrator'));

export function assertMayValidate(caller: Caller, clusterId: string): void {
  if (!mayDecideMark(caller, clusterId))
    throw forbidden(
      'Only administrators, and validators of another cluster, can validate a cluster.',
      'CLUSTER_VALIDATORS_ONLY',
    );
}
