/** Who may do what with clusters. */
import type { Caller } from '../../core/caller.ts';
import { forbidden } from '../../core/errors.ts';

export const mayEdit = (caller: Caller, clusterId: string) =>
  caller.clusterId === clusterId || caller.roles.includes('administrator');

export const mayValidate = ({ roles }: Pick<Caller, 'roles'>) =>
  roles.includes('validator') || roles.includes('administrator');

/** Who is in a cluster speaks for it: its members decide who else does, or those whom everybody trusts to know clusters. */
export function assertMayAdmit(caller: Caller, clusterId: string): void {
  if (caller.clusterId !== clusterId && !mayValidate(caller))
    throw forbidden('Only members of the cluster, validators and administrators can do this.');
}
