/** The words and keys of members on SQLite. */
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { Member } from './accounts.store.ts';
import { keysOf, termsVersion, wordsOf } from './members.terms.ts';

type Named = Pick<Member, 'id' | 'name' | 'handle'>;

export interface MemberTerms {
  /** Puts what follows from names and handles in the place of what followed from earlier ones. */
  write(members: Named[]): void;
}

/** Derives the terms of every member anew where they were derived under another version. */
export function createMemberTerms(db: Sqlite): MemberTerms {
  const forget = ['member_words', 'name_keys'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE member_id = ?`),
  );
  const addWord = db.prepare('INSERT INTO member_words (word, member_id) VALUES (?, ?)');
  const addKey = db.prepare('INSERT INTO name_keys (key, member_id) VALUES (?, ?)');
  const version = db.prepare("SELECT value FROM meta WHERE key = 'terms'");
  const setVersion = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('terms', ?)");

  function write(members: Named[]) {
    for (const member of members) {
      for (const statement of forget) statement.run(member.id);
      for (const word of wordsOf(member)) addWord.run(word, member.id);
      for (const key of keysOf(member)) addKey.run(key, member.id);
    }
  }

  if ((version.get() as { value: string } | undefined)?.value !== termsVersion)
    transaction(db, () => {
      write(db.prepare('SELECT id, name, handle FROM members').all() as Named[]);
      setVersion.run(termsVersion);
    });
  return { write };
}
