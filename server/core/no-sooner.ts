/** Work whose answer does not tell by its time what was done. */
import { setTimeout } from 'node:timers/promises';

/** What the work gives, once so many ms have gone by; what it fails with, at once. */
export async function noSooner<T>(ms: number, work: Promise<T>): Promise<T> {
  const [given] = await Promise.all([work, setTimeout(ms)]);
  return given;
}
