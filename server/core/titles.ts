/** The names of channels and clusters: readers can tell any two of a kind apart. */
import { unicodeVersion } from '../../shared/confusables.ts';
import type { RefusalReason } from '../../shared/refusals.ts';
import { caseless, titleKeys } from '../../shared/skeleton.ts';
import { conflict } from './errors.ts';

/** What bears a name that is its own among those of a kind. */
export interface Titled {
  id: string;
  name: string;
}

export type TitledKind = 'channel' | 'cluster';

/** Keys that were derived under another version are derived anew at the start; raise the number when the rules change. */
export const titlesVersion = `${unicodeVersion} 1`;

/** The keys of a name; two names that share one look alike. */
export const keysOfTitle = ({ name }: Pick<Titled, 'name'>): string[] => titleKeys(name);

const reasons: Record<TitledKind, Record<'taken' | 'alike', RefusalReason>> = {
  channel: { taken: 'CHANNEL_NAME_TAKEN', alike: 'CHANNEL_NAME_ALIKE' },
  cluster: { taken: 'CLUSTER_NAME_TAKEN', alike: 'CLUSTER_NAME_ALIKE' },
};

/**
 * Throws a `conflict` when others share a key with a name.
 * @param others those that share one
 */
export function assertOwnTitle(kind: TitledKind, name: string, others: string[]): void {
  if (others.length === 0) return;
  if (others.some((other) => caseless(other) === caseless(name)))
    throw conflict(`There is already a ${kind} with this name.`, { reason: reasons[kind].taken });
  throw conflict(`The name looks like that of another ${kind}.`, { reason: reasons[kind].alike });
}
