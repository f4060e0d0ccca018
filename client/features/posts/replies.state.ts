/** Replies that were not seen yet, in the threads that one takes part in; threads.ts fills it. */
import { signal } from '@preact/signals';

/** What is new in one thread: the seqs of its unseen replies, ascending. */
export interface Unseen {
  channelId: string;
  seqs: readonly number[];
}

/** By the id of the root post; threads without new replies are not in it. */
export const unseenReplies = signal<ReadonlyMap<string, Unseen>>(new Map());

export const newReplies = (rootId: string): number =>
  unseenReplies.value.get(rootId)?.seqs.length ?? 0;

export const newRepliesIn = (channelId: string): number =>
  [...unseenReplies.value.values()].reduce(
    (sum, unseen) => sum + (unseen.channelId === channelId ? unseen.seqs.length : 0),
    0,
  );
