/** Fetches the posts before or after a window, one page at a time. */
import { useRef } from 'preact/hooks';
import { attempt } from '../../ui/notice.tsx';
import { type Feed, loadMore, type Pane } from './feed.state.ts';

export function useMore(feed: Feed, which: Parameters<typeof loadMore>[1], { window, loaded }: Pane) {
  const busy = useRef(false);
  const more = (direction: 'older' | 'newer') => {
    const { from, to } = window.peek();
    if (busy.current || !loaded.peek() || (direction === 'older' ? from <= 1 : to === null)) return;
    busy.current = true;
    void attempt(() => loadMore(feed, which, direction)).then(() => {
      busy.current = false;
    });
  };
  return { older: () => more('older'), newer: () => more('newer') };
}
