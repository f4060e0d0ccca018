/** Keeps the last of the disk for signing in and for moderating: whatever else would fill it is refused before. */
import { statfs } from 'node:fs/promises';
import type { RefusalReason } from '../../shared/refusals.ts';
import { AppError } from './errors.ts';

/** Bytes of a disk; null where they are not to be had. */
export type Disk = () => Promise<{ free: number; total: number } | null>;

export interface Space {
  /** Throws `no_space` when what is left is kept. */
  assertRoom(): Promise<void>;
}

/** The share of each disk that is kept. */
const kept = 0.05;
/** ms for which a look at the disks holds. */
const lasting = 1000;

/** The disk that a folder is on. */
export const diskOf =
  (folder: string): Disk =>
  async () => {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  };

export function createSpace(disks: readonly Disk[]): Space {
  let looked = Number.NEGATIVE_INFINITY;
  let short: Promise<boolean> = Promise.resolve(false);

  async function isShort(): Promise<boolean> {
    const found = await Promise.all(disks.map((disk) => disk().catch(() => null)));
    return found.some((disk) => disk !== null && disk.free < disk.total * kept);
  }

  return {
    async assertRoom() {
      if (performance.now() - looked > lasting) {
        looked = performance.now();
        short = isShort();
      }
      if (await short)
        throw new AppError(
          'no_space',
          'The disk is nearly full, and the rest is kept for signing in and moderating. Nothing was stored; reading still works.',
          { reason: 'DISK_RESERVED' satisfies RefusalReason },
        );
    },
  };
}
