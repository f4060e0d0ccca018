/** What of the exchange concerns one: told live, read anew when one looks. */
import { signal } from '@preact/signals';
import { on } from '../../api.ts';

/** Rises with every change of a listing or commitment of one's cluster, or of what waits for one's review. */
export const moved = signal(0);

/** ms between two: in a storm one looks again four times a second, not with every post. */
const pause = 250;
let resting = false;
let missed = false;

/** At once the first time, and once more after the pause for whatever came in it. */
function move() {
  if (resting) {
    missed = true;
    return;
  }
  moved.value++;
  resting = true;
  setTimeout(() => {
    resting = false;
    if (missed) move();
    missed = false;
  }, pause);
}

on('listing:changed', move);
on('commitment:changed', move);
// A listing that anybody may see changes with its post.
on('feed:changed', ({ posts }) => {
  if (posts.some(({ listing }) => listing)) move();
});
