/** Who is new here: they land in the first channel, with a word of welcome until they close it. */
import { computed, signal } from '@preact/signals';
import { account } from './session.state.ts';

const kept = 'muster:newcomer';

/** The id of the member who registered on this device. */
const memberId = signal(localStorage.getItem(kept));

export const newcomer = computed(
  () => memberId.value !== null && memberId.value === account.value?.id,
);

/** Whether they have still to be brought to the first channel. */
export const landing = signal(false);

/** Says that whoever is signed in is new. */
export function beginAsNewcomer(): void {
  memberId.value = account.peek()?.id ?? null;
  localStorage.setItem(kept, memberId.peek() ?? '');
  landing.value = true;
}

export function endWelcome(): void {
  memberId.value = null;
  localStorage.removeItem(kept);
}
