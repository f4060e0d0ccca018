/** Keeps what happens often from being done as often. */

/** Does something at once the first time, and once more after the pause (ms) for whatever came in it. */
export function paced(act: () => void, pause: number): () => void {
  let resting = false;
  let missed = false;
  return function again() {
    missed = resting;
    if (resting) return;
    resting = true;
    act();
    setTimeout(() => {
      resting = false;
      if (missed) again();
    }, pause);
  };
}
