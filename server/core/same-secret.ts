/** Secrets compared in a time that tells nothing of them. */
import { hash, timingSafeEqual } from 'node:crypto';

const digest = (text: string) => hash('sha256', text, 'buffer');

export const sameSecret = (given: string, kept: string): boolean =>
  timingSafeEqual(digest(given), digest(kept));
