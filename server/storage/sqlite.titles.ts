/** The names of channels and clusters on SQLite, and which of a kind look alike. */
import { slugsFrom } from '../core/slug.ts';
import {
  assertOwnTitle,
  keysOfTitle,
  type Titled,
  type TitledKind,
  titlesVersion,
} from '../core/titles.ts';
import { type Sqlite, transaction } from './sqlite.ts';

export interface Titles {
  /** Puts a name in the place of the one before; throws a `conflict` when another looks like it. Within a transaction. */
  take(titled: Titled): void;
  /** Puts names in the place of those before, whatever they look like. Within a transaction. */
  write(titled: Titled[]): void;
}

/**
 * Derives the keys of all names anew where they were derived under another version.
 * @param all the query for the `id` and the `name` of all that have one of their own
 */
export function createTitles(db: Sqlite, kind: TitledKind, all: string): Titles {
  const forget = db.prepare('DELETE FROM title_keys WHERE kind = ? AND id = ?');
  const add = db.prepare('INSERT INTO title_keys (kind, key, id, name) VALUES (?, ?, ?, ?)');
  const alike = db.prepare(
    'SELECT DISTINCT name FROM title_keys WHERE kind = ? AND key IN (SELECT value FROM json_each(?)) AND id <> ?',
  );
  const version = db.prepare('SELECT value FROM meta WHERE key = ?');
  const setVersion = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const place = `${kind}-titles`;

  function write(titled: Titled[]) {
    for (const { id, name } of titled) {
      forget.run(kind, id);
      for (const key of keysOfTitle({ name })) add.run(kind, key, id, name);
    }
  }

  if ((version.get(place) as { value: string } | undefined)?.value !== titlesVersion)
    transaction(db, () => {
      write(db.prepare(all).all() as Titled[]);
      setVersion.run(place, titlesVersion);
    });
  return {
    write,
    take(titled) {
      const others = alike.all(kind, JSON.stringify(keysOfTitle(titled)), titled.id);
      assertOwnTitle(
        kind,
        titled.name,
        (others as Titled[]).map(({ name }) => name),
      );
      write([titled]);
    },
  };
}

/** Does what takes a slug with the first one that nobody has. Within a transaction. */
export function underFreeSlug(
  wanted: string,
  isTaken: (error: unknown) => boolean,
  take: (slug: string) => void,
): string {
  for (const slug of slugsFrom(wanted))
    try {
      take(slug);
      return slug;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  throw new Error('There is no end of slugs.');
}
