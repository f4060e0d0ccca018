/** The port under which it is kept who takes part in which thread, and how far they have seen it. Every method is atomic. */
import { mostUnread, type ThreadMark } from '../../../shared/contract/threads.ts';

/** A mark as it is given out. It is set by the commit that brings a member into a thread; see posts.fold.ts. */
export type ThreadMarkRecord = Pick<ThreadMark, 'channelId' | 'rootId' | 'readSeq'> & {
  memberId: string;
};

export interface ThreadsStore {
  /** The threads that a member takes part in, of the channels they are in, by descending root, before a given one. */
  threads(memberId: string, before: string, limit: number): Promise<ThreadMark[]>;
  /** Moves the mark, forward only and never beyond the channel's head. Null when the member takes no part. */
  read(
    memberId: string,
    rootId: string,
    seq: number,
  ): Promise<{ channelId: string; readSeq: number } | null>;
  /** Takes a member who has left the forum out of all threads. */
  forget(memberId: string): Promise<void>;
}

/** A mark with the replies beyond it, given in any order. */
export function toThreadMark(
  { channelId, rootId, readSeq }: Omit<ThreadMarkRecord, 'memberId'>,
  beyond: { seq: number; inStream: boolean }[],
): ThreadMark {
  const latest = beyond.sort((a, b) => a.seq - b.seq).slice(-mostUnread);
  const seqs = (replies: { seq: number }[]) => replies.map(({ seq }) => seq);
  return {
    channelId,
    rootId,
    readSeq,
    unread: seqs(latest),
    alsoInChannel: seqs(latest.filter(({ inStream }) => inStream)),
  };
}
