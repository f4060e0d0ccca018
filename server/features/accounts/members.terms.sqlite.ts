/** The words and keys of members on SQLite, and who has a name that looks like that of another. */
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { Member } from './accounts.store.ts';
import { keysOf, termsVersion, wordsOf } from './members.terms.ts';

type Named = Pick<Member, 'id' | 'name' | 'handle'>;

export interface MemberTerms {
  /** Puts what follows from names and handles in the place of what followed from earlier ones. */
  write(members: Named[]): void;
}

/** The keys of a member's name; those of handles begin with `@`. */
const nameKeys = "SELECT key FROM name_keys WHERE member_id = ? AND key NOT GLOB '@*'";

/** Derives the terms of every member anew where they were derived under another version. */
export function createMemberTerms(db: Sqlite): MemberTerms {
  const forget = ['member_words', 'name_keys'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE member_id = ?`),
  );
  const addWord = db.prepare('INSERT INTO member_words (word, member_id) VALUES (?, ?)');
  const addKey = db.prepare('INSERT INTO name_keys (key, member_id) VALUES (?, ?)');
  const keysBefore = db.prepare(nameKeys);
  const flag = db.prepare(
    `UPDATE members SET alike = EXISTS (
       SELECT 1 FROM name_keys mine JOIN name_keys other ON other.key = mine.key AND other.member_id <> mine.member_id
       WHERE mine.member_id = members.id AND mine.key NOT GLOB '@*')
     WHERE id IN (SELECT member_id FROM name_keys WHERE key IN (SELECT value FROM json_each(?)))`,
  );
  const version = db.prepare("SELECT value FROM meta WHERE key = 'terms'");
  const setVersion = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('terms', ?)");

  function write(members: Named[]) {
    const touched = new Set<string>();
    for (const member of members) {
      for (const row of keysBefore.all(member.id)) touched.add((row as { key: string }).key);
      for (const statement of forget) statement.run(member.id);
      for (const word of wordsOf(member)) addWord.run(word, member.id);
      for (const key of keysOf(member)) addKey.run(key, member.id);
      for (const row of keysBefore.all(member.id)) touched.add((row as { key: string }).key);
    }
    flag.run(JSON.stringify([...touched]));
  }

  if ((version.get() as { value: string } | undefined)?.value !== termsVersion)
    transaction(db, () => {
      write(db.prepare('SELECT id, name, handle FROM members').all() as Named[]);
      setVersion.run(termsVersion);
    });
  return { write };
}
