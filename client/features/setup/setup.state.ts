/** How far the forum is set up, and whether its administrator does that later. */
import { computed, signal } from '@preact/signals';
import { about } from '../accounts/forum.state.ts';
import { account } from '../accounts/session.state.ts';

/** The step that comes next, for administrators; null for others, and once all is done. */
export const setupStep = computed(() => {
  const step = about.value?.setup;
  const administers = account.value?.roles.includes('administrator');
  return administers && step && step !== 'done' ? step : null;
});

const kept = 'muster:setup-later';
const later = signal(sessionStorage.getItem(kept) !== null);

/** Whether an administrator who comes to the start page is to go on setting up. */
export const setupDue = computed(() => setupStep.value !== null && !later.value);

/** Leaves the rest for another time: the way there stays in the rail. */
export function setUpLater(): void {
  later.value = true;
  sessionStorage.setItem(kept, '1');
}
