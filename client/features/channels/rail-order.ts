/** The order of the rail: what is starred on top, everything by name. What is posted changes none of it. */
import type { Listed } from '../../../shared/contract/channels.ts';

export interface Lists {
  starred: Listed[];
  open: Listed[];
  private: Listed[];
}

export function inLists(joined: readonly Listed[], locale: string): Lists {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const byName = [...joined].sort(
    ({ channel: a }, { channel: b }) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
  const placeOf = ({ channel, membership }: Listed) =>
    membership?.starred ? 'starred' : channel.kind;
  const lists: Lists = { starred: [], open: [], private: [] };
  for (const listed of byName) lists[placeOf(listed)].push(listed);
  return lists;
}
