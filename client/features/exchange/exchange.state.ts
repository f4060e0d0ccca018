/** What of the exchange concerns one: told live, read anew when one looks. */
import { type Signal, signal } from '@preact/signals';
import { on } from '../../api.ts';
import './refusals.ts';

/** Rises with every change of a listing or commitment that one may see: in a storm four times a second, not with every post. */
export const moved = signal(0);
/** The same in its own time, for what is counted over everything. */
export const settled = signal(0);

/** Raises a signal at once the first time, and once more after the pause for whatever came in it. */
function paced(pulse: Signal<number>, pause: number): () => void {
  let resting = false;
  let missed = false;
  return function move() {
    missed = resting;
    if (resting) return;
    resting = true;
    pulse.value++;
    setTimeout(() => {
      resting = false;
      if (missed) move();
    }, pause);
  };
}

const pulses = [paced(moved, 250), paced(settled, 2000)];
/** To be called after what is told to others, not to whoever does it. */
export const move = () => {
  for (const pulse of pulses) pulse();
};

on('listing:changed', move);
on('listing:discarded', move);
on('commitment:changed', move);
// A listing that anybody may see changes with its post.
on('feed:changed', ({ posts }) => {
  if (posts.some(({ listing }) => listing)) move();
});
