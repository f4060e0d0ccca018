/** Notes which replies of a thread were in view while somebody looked at it. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { inView } from './in-view.ts';
import { unseenReplies } from './replies.state.ts';
import { tellSeen } from './threads.ts';

/** ms that a reply has to be in view. */
const rest = 400;

/** @param content changes when the posts shown do */
export function useSeenReplies(
  list: RefObject<HTMLElement>,
  rootId: string,
  content: unknown,
): void {
  const seen = useRef(new Set<number>());
  const unseen = unseenReplies.value.get(rootId);
  useEffect(() => {
    const box = list.current;
    if (!box || !unseen) return;
    const look = () => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
      for (const seq of inView(box)) seen.current.add(seq);
      tellSeen(rootId, seen.current);
    };
    let timer = setTimeout(look, rest);
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(look, rest);
    };
    box.addEventListener('scroll', soon, { passive: true });
    addEventListener('focus', soon);
    return () => {
      clearTimeout(timer);
      box.removeEventListener('scroll', soon);
      removeEventListener('focus', soon);
    };
  }, [rootId, content, unseen]);
}
