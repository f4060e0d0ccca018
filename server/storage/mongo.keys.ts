/** What keeps names apart on MongoDB, also those that are taken at once. */
import type { ClientSession } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { slugsFrom } from '../core/slug.ts';
import {
  assertOwnTitle,
  keysOfTitle,
  type Titled,
  type TitledKind,
  titlesVersion,
} from '../core/titles.ts';
import { isDuplicateKey, type Mongo, metaModel, modelOf } from './mongo.ts';

/** One document a key, written by whoever takes or leaves a name, so that two who do it at once see each other. */
const keyModel = (connection: Mongo) =>
  modelOf<{ _id: string; turn: string }>(connection, 'name_keys', { turn: String });

/** Holds the keys of names until the transaction ends. */
export async function holdKeys(
  connection: Mongo,
  keys: string[],
  session: ClientSession,
): Promise<void> {
  for (const _id of [...keys].sort())
    await keyModel(connection).updateOne(
      { _id },
      { $set: { turn: uuid() } },
      { upsert: true, session },
    );
}

/** A channel or cluster as far as its name and address go; without keys, others may be called the same. */
interface TitledDoc {
  _id: string;
  name: string;
  slug: string;
  keys?: string[];
}

const titled = (connection: Mongo, kind: TitledKind) => connection.model<TitledDoc>(`${kind}s`);

/** Throws a `conflict` when another of the kind has a name that looks like this one; nobody takes it meanwhile. */
export async function holdTitle(
  connection: Mongo,
  { kind, id, name }: Titled & { kind: TitledKind },
  session: ClientSession,
): Promise<void> {
  const keys = keysOfTitle({ name });
  const held = keys.map((key) => `${kind}:${key}`);
  await holdKeys(connection, held, session);
  const others = await titled(connection, kind)
    .find({ keys: { $in: keys }, _id: { $ne: id } }, { name: 1 }, { session })
    .lean();
  assertOwnTitle(
    kind,
    name,
    others.map((other) => other.name),
  );
}

/**
 * Does what takes a slug with the first one that nobody has.
 * @param take in a transaction of its own, tried again when somebody else was faster
 */
export async function underFreeSlug<T>(
  connection: Mongo,
  { kind, id, slug: wanted }: { kind: TitledKind; id: string; slug: string },
  take: (slug: string) => Promise<T>,
): Promise<T> {
  for (const slug of slugsFrom(wanted)) {
    if (await titled(connection, kind).exists({ slug, _id: { $ne: id } })) continue;
    try {
      return await take(slug);
    } catch (error) {
      if (!isDuplicateKey(error, 'slug')) throw error;
    }
  }
  throw new Error('There is no end of slugs.');
}

/** Derives the keys of all that bear one anew where they were derived under another version. */
export async function placeTitles(
  connection: Mongo,
  kind: TitledKind,
  which: Record<string, string> = {},
): Promise<void> {
  const meta = metaModel(connection);
  const model = titled(connection, kind);
  const _id = `${kind}-titles`;
  if ((await meta.findById(_id).lean())?.value === titlesVersion) return;
  const named = model.find(which, { name: 1 }).lean().cursor();
  for await (const { _id: id, name } of named)
    await model.updateOne({ _id: id, name }, { $set: { keys: keysOfTitle({ name }) } });
  await meta.updateOne({ _id }, { $set: { value: titlesVersion } }, { upsert: true });
}
