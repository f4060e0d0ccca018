/** The directory of clusters, whole: it is small, and every post shows one. */
import { computed, signal } from '@preact/signals';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { get, on } from '../../api.ts';
import { loadInto } from '../../load-into.ts';

export type ListedCluster = Cluster & { members: number };

/** Undefined until loaded. */
export const clusters = signal<readonly ListedCluster[] | undefined>(undefined);
const byId = computed(() => new Map(clusters.value?.map((cluster) => [cluster.id, cluster])));

export const clusterById = (id: string | null) => (id === null ? undefined : byId.value.get(id));

export const loadClusters = () => loadInto(clusters, () => get<ListedCluster[]>('/clusters'));

on('cluster:changed', (cluster) => {
  const known = clusters.peek();
  if (!known) return;
  const members = known.find((other) => other.id === cluster.id)?.members ?? 0;
  clusters.value = [
    ...known.filter((other) => other.id !== cluster.id),
    { ...cluster, members },
  ].sort((a, b) => a.name.localeCompare(b.name));
});
