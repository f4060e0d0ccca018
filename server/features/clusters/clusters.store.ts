/** The port under which clusters are kept. Every method is atomic. */
import type { Cluster } from '../../../shared/contract/clusters.ts';

export interface ClustersStore {
  /** A taken name (as a slug) is a `conflict`. */
  add(cluster: Cluster): Promise<Cluster>;
  cluster(id: string): Promise<Cluster | null>;
  /** Ordered by slug. */
  clusters(): Promise<Cluster[]>;
  /** Null when there is no such cluster; a taken name is a `conflict`. */
  edit(id: string, patch: Partial<Omit<Cluster, 'id'>>): Promise<Cluster | null>;
}
