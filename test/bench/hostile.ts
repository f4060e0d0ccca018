/** What hostile callers can do to everybody else: `npm run bench:hostile`. */
import fc from 'fast-check';
import { type Caller, startTestApp } from '../helpers/app.ts';
import { hostileTexts, knownHostile } from '../helpers/hostile.ts';
import { note, run, short } from './report.ts';

/** The longest time in ms for which the server did nothing else while it rendered a text. */
async function longestBlock(member: Caller, text: string): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let watching = true;
  setImmediate(function turn() {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (watching) setImmediate(turn);
  });
  await member.http('post:preview', { text });
  watching = false;
  return longest;
}

async function rendering() {
  const forum = await startTestApp();
  const member = await forum.person('Mallory');
  const times: number[] = [];
  for (const text of [...knownHostile, ...fc.sample(hostileTexts, short ? 50 : 500)]) {
    // A busy machine adds something now and then; what a text causes it causes every time.
    const tries = [];
    for (let n = 0; n < 3; n++) tries.push(await longestBlock(member, text));
    times.push(Math.min(...tries));
  }
  await forum.stop();
  const longest = Math.max(...times);
  note('the longest block of the event loop by a hostile text, ms', longest, 50, 'less', '');
}

await run({ rendering });
