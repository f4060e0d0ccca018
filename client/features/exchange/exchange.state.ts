/** What of the exchange concerns one: told live, read anew when one looks. */
import { signal } from '@preact/signals';
import { on } from '../../api.ts';

/** Rises with every change of a listing or commitment of one's cluster, or of what waits for one's review. */
export const moved = signal(0);

on('listing:changed', () => void moved.value++);
on('commitment:changed', () => void moved.value++);
// A listing that anybody may see changes with its post.
on('feed:changed', ({ posts }) => {
  if (posts.some(({ listing }) => listing)) moved.value++;
});
