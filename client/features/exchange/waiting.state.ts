/** How much waits for oneself: proposals to answer, deliveries to receive, listings to vouch for, and those that end soon. */
import { signal } from '@preact/signals';

/** On one's own page, and for review; told.ts keeps it. */
export const waiting = signal({ own: 0, reviews: 0 });
