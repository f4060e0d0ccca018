/**
 * Group commit: while a write of a channel is in flight the next ones wait and then go together. No timer, and no delay
 * when idle: whatever one turn of the event loop brought is one commit, or several when it is too much for one frame.
 */
import { unavailable } from '../../core/errors.ts';
import type { Change, Committed, PostsStore, StoredPost } from './posts.store.ts';

/** Most changes of a channel that may wait, and as many as need not wait for more. */
const mostWaiting = 2000;
const enough = 400;
/** Characters in the frame of one commit, far below what cuts off a slow reader; each post brings some besides its text. */
const mostFrame = 250_000;
const besides = 400;

interface Waiting {
  change: Change;
  /** performance.now() when it came. */
  since: number;
  resolve(post: StoredPost): void;
  reject(error: unknown): void;
}

/** Characters a change brings into its frame; one that touches a known post may bring all of that post. */
function sizeOf(change: Change): number {
  if (change.kind !== 'create' && change.kind !== 'edit') return 2000;
  const { text, html } = change.kind === 'create' ? change.post : change;
  return besides + text.length + (html?.length ?? 0);
}

/** How many of those that wait go together: at least one. */
function fitting(queue: Waiting[]): number {
  let size = 0;
  const index = queue.findIndex(({ change }) => {
    size += sizeOf(change);
    return size > mostFrame;
  });
  return index === -1 ? queue.length : Math.max(1, index);
}

export interface PostsWriter {
  /** The post as it is after the change is durable; rejects with why it was refused. */
  write(channelId: string, change: Change): Promise<StoredPost>;
}

/**
 * @param committed told of every commit that changed something, once it is durable and before the writers are answered,
 * with how many ms ago the first of its changes came
 */
export function createPostsWriter(
  commit: PostsStore['commit'],
  committed: (channelId: string, outcome: Committed, waitedMs: number) => void,
): PostsWriter {
  const waiting = new Map<string, Waiting[]>();
  const inFlight = new Set<string>();
  let scheduled = false;

  function schedule(queue: Waiting[]) {
    // Under a flood a turn of the event loop takes long; a full commit does not wait for its end.
    if (queue.length === enough) queueMicrotask(flush);
    if (scheduled) return;
    scheduled = true;
    // The look-ups before a write were gathered from one turn and end together: what they let through is here by the next tick.
    process.nextTick(flush);
  }

  function flush() {
    scheduled = false;
    const ready = [...waiting].filter(([channelId]) => !inFlight.has(channelId));
    const batches = ready.map(([channelId, queue]) => {
      const batch = queue.splice(0, fitting(queue));
      if (queue.length === 0) waiting.delete(channelId);
      inFlight.add(channelId);
      return { channelId, batch };
    });
    if (batches.length === 0) return;
    const outcomes = commit(
      batches.map(({ channelId, batch }) => ({
        channelId,
        changes: batch.map(({ change }) => change),
      })),
    );
    for (const [index, { channelId, batch }] of batches.entries())
      void settle(channelId, batch, outcomes[index] as Promise<Committed>);
  }

  async function settle(channelId: string, batch: Waiting[], outcome: Promise<Committed>) {
    try {
      const done = await outcome;
      if (done.posts.length > 0)
        committed(channelId, done, performance.now() - (batch[0]?.since ?? 0));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = done.results[index];
        if (result instanceof Error) reject(result);
        else resolve(result as StoredPost);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      inFlight.delete(channelId);
      const queue = waiting.get(channelId);
      if (queue && queue.length >= enough) flush();
      else if (queue) schedule(queue);
    }
  }

  return {
    write(channelId, change) {
      const queue = waiting.get(channelId) ?? [];
      if (queue.length >= mostWaiting)
        return Promise.reject(
          unavailable('Too much is being written in this channel right now.', 1),
        );
      waiting.set(channelId, queue);
      return new Promise((resolve, reject) => {
        queue.push({ change, since: performance.now(), resolve, reject });
        schedule(queue);
      });
    },
  };
}
