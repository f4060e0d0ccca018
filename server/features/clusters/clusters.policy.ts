/** Who may do what with clusters. */
import type { Caller } from '../../core/caller.ts';

export const mayEdit = (caller: Caller, clusterId: string) => caller.clusterId === clusterId || caller.roles.includes('administrator');

export const mayValidate = (caller: Caller) => caller.roles.includes('validator') || caller.roles.includes('administrator');
