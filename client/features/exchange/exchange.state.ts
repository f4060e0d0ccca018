/** What of the exchange concerns one: told live, read anew when one looks. */
import { type Signal, signal } from '@preact/signals';
import { on } from '../../api.ts';
import { paced } from '../../paced.ts';
import './refusals.ts';

/** Rises with every change of a listing or commitment that one may see: in a storm four times a second, not with every post. */
export const moved = signal(0);
/** The same in its own time, for what is counted over everything. */
export const settled = signal(0);

const raise = (pulse: Signal<number>) => () => {
  pulse.value++;
};
const pulses = [paced(raise(moved), 250), paced(raise(settled), 2000)];
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
