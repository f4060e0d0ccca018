/** The rules of clusters: the directory and the validated mark. */
import { v7 as uuid } from 'uuid';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { slugOf } from '../../../shared/names.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import { AppError, forbidden, notFound } from '../../core/errors.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import { mayEdit, mayValidate } from './clusters.policy.ts';
import type { ClustersStore } from './clusters.store.ts';

export interface ClustersService {
  handlers: Handlers<'cluster:list' | 'cluster:create' | 'cluster:edit' | 'cluster:validate'>;
  /** The id of a known cluster, or of a new one added by name and country; throws `not_found`, `conflict`. */
  place(cluster: { id: string } | { name: string; country: string }): Promise<string>;
  create(details: Omit<Cluster, 'id' | 'slug' | 'validated'>): Promise<Cluster>;
}

export function createClustersService(deps: { store: ClustersStore; accounts: AccountsStore; broadcaster: Broadcaster }): ClustersService {
  const { store, broadcaster } = deps;

  const tell = (cluster: Cluster) => {
    broadcaster.tell(room.everyone, 'cluster:changed', cluster);
    return cluster;
  };

  function slugFor(name: string): string {
    const slug = slugOf(name);
    if (!slug) throw new AppError('bad_request', 'name: at least one Latin letter or digit, for the address of its page');
    return slug;
  }

  const create = async (details: Omit<Cluster, 'id' | 'slug' | 'validated'>) =>
    tell(await store.add({ id: uuid(), slug: slugFor(details.name), ...details, validated: null }));

  async function edit(id: string, patch: Partial<Omit<Cluster, 'id'>>): Promise<Cluster> {
    const cluster = await store.edit(id, patch);
    if (!cluster) throw notFound('cluster');
    return tell(cluster);
  }

  return {
    create,
    async place(cluster) {
      if ('name' in cluster) return (await create({ ...cluster, kind: 'cluster', nuts: null, sectors: [], languages: [], website: '', description: '' })).id;
      if (!(await store.cluster(cluster.id))) throw notFound('cluster');
      return cluster.id;
    },
    handlers: {
      'cluster:list': async () => {
        const [clusters, members] = await Promise.all([store.clusters(), deps.accounts.membersByCluster()]);
        return clusters.map((cluster) => ({ ...cluster, members: members.get(cluster.id) ?? 0 }));
      },
      'cluster:create': (input) => create(input),
      'cluster:edit': async ({ clusterId, ...patch }, caller) => {
        const member = await deps.accounts.member(caller.memberId);
        if (!mayEdit({ ...caller, clusterId: member?.clusterId ?? null }, clusterId))
          throw forbidden('Only members of the cluster and administrators can change it.');
        // What was validated is who they are; whoever changes that is to be validated again.
        const identity = patch.name !== undefined || patch.country !== undefined || patch.website !== undefined || patch.kind !== undefined;
        return edit(clusterId, { ...patch, ...(patch.name && { slug: slugFor(patch.name) }), ...(identity && !mayValidate(caller) && { validated: null }) });
      },
      'cluster:validate': async ({ clusterId, validated }, caller) => {
        if (!mayValidate(caller)) throw forbidden('Only validators and administrators can validate a cluster.');
        return edit(clusterId, { validated: validated ? { by: caller.memberId, at: new Date().toISOString() } : null });
      },
    },
  };
}
