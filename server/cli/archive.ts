/**
 * The archive: everything a forum keeps, as NDJSON, gzipped where the file's name says so. The first line is
 * `{"muster": "archive", "version": 1, "at": …}`; each line after it one record, `{"type": "post", …}`, whose fields are
 * those of the port that keeps it; the last `{"end": true, "counts": {"post": 3, …}}`, so that a file cut short is known.
 * A record that stands there twice counts as its later form.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Shelves } from '../core/shelf.ts';
import type { Progress } from './progress.ts';

export type Counts = Record<string, number>;

const version = 1;
/** Records taken in at once, and what of them in characters: a plan may be as large as thousands of posts. */
const together = { records: 500, characters: 8_000_000 };

/** Writes all shelves to a file, `-` for standard output; the file is there when it is whole. */
export async function writeArchive(
  shelves: Shelves,
  file: string,
  progress: Progress,
): Promise<Counts> {
  const counts: Counts = {};
  async function* lines() {
    yield `${JSON.stringify({ muster: 'archive', version, at: new Date().toISOString() })}\n`;
    for (const [kind, shelf] of Object.entries(shelves)) {
      progress.begin(kind, await shelf.count());
      counts[kind] = 0;
      for await (const record of shelf.dump()) {
        counts[kind]++;
        progress.step(1);
        yield `${JSON.stringify({ type: kind, ...record })}\n`;
      }
    }
    yield `${JSON.stringify({ end: true, counts })}\n`;
    progress.end();
  }
  if (file === '-') {
    await pipeline(Readable.from(lines()), process.stdout);
    return counts;
  }
  const part = `${file}.part`;
  try {
    const target = createWriteStream(part, { flush: true, mode: 0o600 });
    await (file.endsWith('.gz')
      ? pipeline(Readable.from(lines()), createGzip(), target)
      : pipeline(Readable.from(lines()), target));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return counts;
}

async function* linesOf(
  file: string,
): AsyncGenerator<{ line: Record<string, unknown>; length: number }> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  const zipped = buffer[0] === 0x1f && buffer[1] === 0x8b;
  const bytes = createReadStream(file);
  let n = 0;
  for await (const line of createInterface({
    input: zipped ? bytes.pipe(createGunzip()) : bytes,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    n++;
    try {
      yield { line: JSON.parse(line), length: line.length };
    } catch {
      throw new Error(`${file}, line ${n}: this is no JSON.`);
    }
  }
}

/** Reads a whole archive without taking anything in; throws with what is wrong with it. What it holds, by kind. */
export async function checkArchive(shelves: Shelves, file: string): Promise<Counts> {
  const counts: Counts = {};
  let first = true;
  let end: Counts | null = null;
  for await (const { line } of linesOf(file)) {
    if (first && (line.muster !== 'archive' || line.version !== version))
      throw new Error(`${file} is no archive of this version of Muster.`);
    const kind = String(line.type);
    if (line.end) end = line.counts as Counts;
    else if (!first && !shelves[kind])
      throw new Error(`${file} holds a "${kind}", which this version of Muster does not know.`);
    else if (!first) counts[kind] = (counts[kind] ?? 0) + 1;
    first = false;
  }
  const wrong = Object.keys(end ?? {}).filter((kind) => end?.[kind] !== (counts[kind] ?? 0));
  if (!end || wrong.length > 0)
    throw new Error(`${file} is not whole: it was cut short or changed.`);
  return counts;
}

/** Takes in an archive that was checked, in its own order. */
export async function readArchive(
  shelves: Shelves,
  file: string,
  counts: Counts,
  progress: Progress,
): Promise<void> {
  let waiting: object[] = [];
  let characters = 0;
  let of = '';
  const flush = async () => {
    if (waiting.length > 0) await shelves[of]?.load(waiting);
    progress.step(waiting.length);
    waiting = [];
    characters = 0;
  };
  for await (const { line, length } of linesOf(file)) {
    const { type: kind, ...record } = line;
    if (typeof kind !== 'string') continue;
    if (
      kind !== of ||
      waiting.length === together.records ||
      characters + length > together.characters
    )
      await flush();
    if (kind !== of) progress.begin(kind, counts[kind] ?? 0);
    of = kind;
    waiting.push(record);
    characters += length;
  }
  await flush();
  progress.end();
}
