/** What of a stream was in view while somebody looked at it: the reading mark follows it, and what lies where. */
import { signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { account } from '../accounts/session.state.ts';
import { channelById, markRead } from '../channels/channels.state.ts';
import type { Feed } from './feed.state.ts';
import { inView } from './in-view.ts';
import { readUpTo } from './read-up-to.ts';

/** ms that a post has to be in view. */
const rest = 400;

/**
 * Moves the reading mark over what was seen, and over nothing else.
 * @param content changes when the posts shown do
 * @returns the seqs between which lies what is in view
 */
export function useRead(
  list: RefObject<HTMLElement>,
  { channelId, stream }: Feed,
  content: unknown,
) {
  const view = useMemo(() => signal<[first: number, last: number]>([0, 0]), []);
  const seen = useRef(new Set<number>());
  const mark = useRef(-1);
  const head = channelById(channelId)?.head.seq;

  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const place = () => {
      const seqs = inView(box);
      const [first = 0, last = 0] = [seqs[0], seqs.at(-1)];
      if (view.peek()[0] !== first || view.peek()[1] !== last) view.value = [first, last];
      return seqs;
    };
    const look = () => {
      const seqs = place();
      const listed = channelById(channelId);
      if (!listed?.membership || document.visibilityState !== 'visible' || !document.hasFocus())
        return;
      const { readSeq } = listed.membership;
      // Whoever marked a post as unread wants it to stay so while they are here.
      if (readSeq < mark.current) return;
      for (const seq of seqs) seen.current.add(seq);
      const me = account.peek()?.id ?? '';
      const window = stream.window.peek();
      const read = readUpTo(window, { readSeq, head: listed.head.seq, me, seen: seen.current });
      mark.current = read;
      markRead(channelId, read);
    };
    let timer = setTimeout(look, rest);
    const soon = () => {
      place();
      clearTimeout(timer);
      timer = setTimeout(look, rest);
    };
    place();
    box.addEventListener('scroll', soon, { passive: true });
    addEventListener('focus', soon);
    return () => {
      clearTimeout(timer);
      box.removeEventListener('scroll', soon);
      removeEventListener('focus', soon);
    };
  }, [channelId, content, head]);

  return view;
}
