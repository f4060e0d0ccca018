/** The rules of clusters: the directory and the validated mark. */
import { v7 as uuid } from 'uuid';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import { badField, conflict, forbidden, notFound } from '../../core/errors.ts';
import { slugOf } from '../../core/slug.ts';
import { assertOwnTitle, keysOfTitle } from '../../core/titles.ts';
import { toAccount, toPerson } from '../accounts/accounts.person.ts';
import type { Placed, WantedCluster } from '../accounts/accounts.service.ts';
import type { AccountsStore, Member } from '../accounts/accounts.store.ts';
import { assertMayAdmit, assertMayValidate, mayDecideMark, mayEdit } from './clusters.policy.ts';
import type { ClustersStore } from './clusters.store.ts';

export interface ClustersService {
  handlers: Handlers<`cluster:${'list' | 'create' | 'edit' | 'validate' | 'applicants' | 'admit'}`>;
  /**
   * Where choosing a cluster leaves somebody, whatever their roles: in it, where it is new or nobody ever acted for it or
   * validated it; else asking to join it. Throws `not_found`, `conflict`.
   */
  place(cluster: WantedCluster): Promise<Placed>;
  /** Throws what `place` would, and changes nothing. */
  assertPlaceable(cluster: WantedCluster): Promise<void>;
  /** Tells a cluster who asks to join it. */
  applied(clusterId: string, member: Member): void;
  create(details: Omit<Cluster, 'id' | 'slug' | 'validated'>): Promise<Cluster>;
}

export function createClustersService(deps: {
  store: ClustersStore;
  accounts: AccountsStore;
  broadcaster: Broadcaster;
}): ClustersService {
  const { store, accounts, broadcaster } = deps;

  const tell = (cluster: Cluster) => {
    broadcaster.tell(room.everyone, 'cluster:changed', cluster);
    return cluster;
  };

  function slugFor(name: string): string {
    const slug = slugOf(name);
    if (!slug) throw badField('name', 'letters', 'at least one letter or digit');
    return slug;
  }

  const create = async (details: Omit<Cluster, 'id' | 'slug' | 'validated'>) =>
    tell(await store.add({ id: uuid(), slug: slugFor(details.name), ...details, validated: null }));

  async function edit(id: string, patch: Partial<Omit<Cluster, 'id'>>): Promise<Cluster> {
    const cluster = await store.edit(id, patch);
    if (!cluster) throw notFound('cluster');
    return tell(cluster);
  }

  async function required(id: string): Promise<Cluster> {
    const cluster = await store.cluster(id);
    if (!cluster) throw notFound('cluster');
    return cluster;
  }

  return {
    create,
    async assertPlaceable(wanted) {
      if ('id' in wanted) {
        await required(wanted.id);
        return;
      }
      slugFor(wanted.name);
      const keys = new Set(keysOfTitle(wanted));
      const alike = (await store.clusters()).filter((cluster) =>
        keysOfTitle(cluster).some((key) => keys.has(key)),
      );
      assertOwnTitle(
        'cluster',
        wanted.name,
        alike.map(({ name }) => name),
      );
    },
    async place(wanted) {
      const empty = {
        kind: 'cluster' as const,
        nuts: null,
        sectors: [],
        languages: [],
        website: '',
        description: '',
      };
      if ('name' in wanted) {
        const { id } = await create({ ...wanted, ...empty });
        await store.settle(id);
        return { clusterId: id, joining: null };
      }
      const cluster = await required(wanted.id);
      const unclaimed =
        !cluster.validated &&
        (await accounts.members({ clusterId: cluster.id, limit: 1 })).length === 0;
      const first = (await store.settle(cluster.id)) && unclaimed;
      return first ? { clusterId: cluster.id, joining: null } : { joining: cluster.id };
    },
    applied(clusterId, member) {
      broadcaster.tell(room.cluster(clusterId), 'cluster:applied', {
        clusterId,
        person: toPerson(member),
      });
    },
    handlers: {
      'cluster:list': async () => {
        const [clusters, members] = await Promise.all([
          store.clusters(),
          accounts.membersByCluster(),
        ]);
        return clusters.map((cluster) => ({ ...cluster, members: members.get(cluster.id) ?? 0 }));
      },
      'cluster:create': (input) => create(input),
      'cluster:edit': async ({ clusterId, name, ...patch }, caller) => {
        const member = await accounts.member(caller.memberId);
        if (!mayEdit({ ...caller, clusterId: member?.clusterId ?? null }, clusterId))
          throw forbidden(
            'Only members of the cluster and administrators can change it.',
            'CLUSTER_EDITORS_ONLY',
          );
        // What was validated is who they are; whoever changes that is to be validated again.
        const known = await store.cluster(clusterId);
        const given = { ...patch, name };
        const identity = (['name', 'country', 'website', 'kind'] as const).some(
          (field) => given[field] !== undefined && given[field] !== known?.[field],
        );
        return edit(clusterId, {
          ...patch,
          ...(name && name !== known?.name && { name, slug: slugFor(name) }),
          ...(identity && !mayDecideMark(caller, clusterId) && { validated: null }),
        });
      },
      'cluster:applicants': async ({ clusterId }, caller) => {
        assertMayAdmit(caller, clusterId);
        return (await accounts.members({ joining: clusterId, limit: 200 })).map(toPerson);
      },
      'cluster:admit': async ({ clusterId, memberId, admit }, caller) => {
        assertMayAdmit(caller, clusterId, memberId);
        const member = await accounts.admit(memberId, clusterId, admit);
        if (!member)
          throw conflict('This member does not ask to join the cluster any more.', {
            reason: 'NOT_APPLYING',
          });
        broadcaster.tell(room.member(memberId), 'account:changed', toAccount(member));
        broadcaster.tell(room.everyone, 'member:changed', toPerson(member));
        // Sockets carry their caller, and with it the cluster; they come back at once with the new one.
        if (admit) broadcaster.disconnect(room.member(memberId));
        return toPerson(member);
      },
      'cluster:validate': async ({ clusterId, validated }, caller) => {
        assertMayValidate(caller, clusterId);
        // A mark that is taken away does not make the cluster anybody's.
        await store.settle(clusterId);
        return edit(clusterId, {
          validated: validated ? { by: caller.memberId, at: new Date().toISOString() } : null,
        });
      },
    },
  };
}
