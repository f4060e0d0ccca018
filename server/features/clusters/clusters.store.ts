/** The port under which clusters are kept. Every method is atomic. */
import type { Cluster } from '../../../shared/contract/clusters.ts';

/** A cluster as it stands in an archive. */
export interface ClusterRecord extends Cluster {
  /** See `settle`; absent in archives from before it was kept. */
  settled?: boolean;
}

export interface ClustersStore {
  /** Where its slug is taken it gets the next that is free; a name that looks like that of another is a `conflict`. */
  add(cluster: Cluster): Promise<Cluster>;
  cluster(id: string): Promise<Cluster | null>;
  /**
   * Settles a cluster: from then on people join it only when somebody confirms them, even if all its members have left. True
   * for the first call only.
   */
  settle(id: string): Promise<boolean>;
  /** Ordered by slug. */
  clusters(): Promise<Cluster[]>;
  /** Null when there is no such cluster. A name and its slug are changed together, as `add` takes them. */
  edit(id: string, patch: Partial<Omit<Cluster, 'id'>>): Promise<Cluster | null>;
}
