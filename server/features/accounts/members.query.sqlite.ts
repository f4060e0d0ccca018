/** What is asked of members, as conditions in SQL. */
import { foldedWords } from '../../../shared/fold.ts';
import type { MemberQuery } from './accounts.store.ts';
import { isSuspended } from './members.rows.sqlite.ts';
import { endOf } from './members.terms.ts';

type Condition = [sql: string, ...values: string[]];

const when = (asked: unknown, ...condition: Condition): Condition[] => (asked ? [condition] : []);

/** Only what is asked for is said: a condition that may be absent would keep every index from being used. Null: nobody. */
export function conditionsOf(query: MemberQuery): Condition[] | null {
  const { ids, clusterId, joining, search, handles, after, role, state } = query;
  const words = search ? foldedWords(search) : [];
  if (search && words.length === 0) return null;
  const now = new Date().toISOString();
  const among = 'IN (SELECT value FROM json_each(?))';
  const named = JSON.stringify(handles);
  return [
    ...when(ids, `id ${among}`, JSON.stringify(ids)),
    ...when(
      handles,
      `(handle ${among} OR id IN (SELECT member_id FROM former_handles WHERE handle ${among}))`,
      named,
      named,
    ),
    ...when(clusterId, 'cluster_id = ?', clusterId ?? ''),
    ...when(joining, 'joining = ?', joining ?? ''),
    ...words.map(
      (word): Condition => [
        'id IN (SELECT member_id FROM member_words WHERE word >= ? AND word < ?)',
        word,
        endOf(word),
      ],
    ),
    ...when(role && role !== 'none', "roles LIKE '%' || ? || '%'", `"${role}"`),
    ...when(role === 'none', "roles = '[]'"),
    ...when(state === 'former', 'deletion IS NOT NULL'),
    ...when(state !== 'former' && !ids && !handles, 'deletion IS NULL'),
    ...when(state === 'suspended', isSuspended, now),
    ...when(state === 'active', `NOT ${isSuspended}`, now),
    ...when(after, 'handle > ?', after ?? ''),
  ];
}
