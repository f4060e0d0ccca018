/** Files on their way in: on disk and not in memory until they are whole, few of each sender, and none that stands still. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Request } from 'express';
import { v4 as uuid } from 'uuid';
import { largestFile } from '../../shared/contract/define.ts';
import type { RefusalReason } from '../../shared/refusals.ts';
import { networkOf } from '../core/budgets.ts';
import type { Caller } from '../core/caller.ts';
import { AppError, badField, unavailable } from '../core/errors.ts';
import type { Space } from '../core/space.ts';
import { createTurns } from '../core/turns.ts';
import { within } from '../core/within.ts';

export interface Uploads {
  /**
   * Takes in the body of a request and hands it on once it is whole. Throws `too_large`, `no_space`, `unavailable` when it stands
   * still, and `rate_limited` when too many of the same account or address are on their way.
   */
  take<T>(request: Request, caller: Caller, whole: (content: Uint8Array) => Promise<T>): Promise<T>;
}

/** Of one account, and from one address; with the largest file they come to 40 MiB. */
const mostInFlight = 8;
/** Whole files that are in memory at a time, of all senders. */
const mostInMemory = 4;
/** ms without a byte. */
const patience = 30_000;

const tooLarge = () =>
  new AppError('too_large', `The file is larger than ${largestFile / 1024 / 1024} MiB.`, {
    reason: 'FILE_TOO_LARGE' satisfies RefusalReason,
    most: largestFile / 1024 / 1024,
  });

/** @param dataDir where files lie until they are whole; without names, so that they go with the process that holds them */
export function createUploads(dataDir: string, space: Space): Uploads {
  const folder = join(dataDir, 'uploads');
  mkdirSync(folder, { recursive: true });
  // One that has a name was left by a process that ended in the moment of its making.
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true });
  const inFlight = new Map<string, number>();
  const inTurn = createTurns();
  let finished = 0;

  async function nameless(): Promise<FileHandle> {
    const path = join(folder, uuid());
    const file = await open(path, 'wx+', 0o600);
    await rm(path, { force: true });
    return file;
  }

  /** Counts an upload for as long as it takes. */
  async function counted<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    if (keys.some((key) => (inFlight.get(key) ?? 0) >= mostInFlight))
      throw new AppError(
        'rate_limited',
        `Already ${mostInFlight} files are on their way from you or your network; wait for one of them.`,
        { reason: 'FILES_UNDER_WAY' satisfies RefusalReason, most: mostInFlight, retryAfter: 5 },
      );
    for (const key of keys) inFlight.set(key, (inFlight.get(key) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const key of keys) {
        const left = (inFlight.get(key) ?? 1) - 1;
        if (left > 0) inFlight.set(key, left);
        else inFlight.delete(key);
      }
    }
  }

  return {
    take: (request, { memberId }, whole) =>
      counted([memberId, networkOf(request.ip ?? '')], async () => {
        if (Number(request.headers['content-length'] ?? 0) > largestFile) throw tooLarge();
        await space.assertRoom();
        const file = await nameless();
        try {
          const size = await receive(request, file);
          return await inTurn(`${finished++ % mostInMemory}`, async () => {
            const content = Buffer.alloc(size);
            await file.read(content, 0, size, 0);
            return whole(content);
          });
        } finally {
          await file.close();
        }
      }),
  };
}

/** Writes a body to a file; returns its length. */
async function receive(request: Request, file: FileHandle): Promise<number> {
  const chunks = request.iterator({ destroyOnReturn: false });
  let size = 0;
  for (;;) {
    const next = within(patience, chunks.next(), () =>
      unavailable(`Nothing of the file came for ${patience / 1000} s.`),
    );
    const { done, value } = await next.catch((error) =>
      Promise.reject(request.destroyed ? badField('content', 'format', 'it ended early') : error),
    );
    if (done) return size;
    size += value.length;
    if (size > largestFile) throw tooLarge();
    await file.write(value);
  }
}
