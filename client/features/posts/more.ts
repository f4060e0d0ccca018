/** Fetches the posts before or after a window, one page at a time. */
import { useRef } from 'preact/hooks';
import { attempt } from '../../ui/notice.tsx';
import { type Feed, loadMore, type Pane } from './feed.state.ts';

/** Each answers whether a page came; undefined, when there is none or one is under way. */
export function useMore(
  feed: Feed,
  which: Parameters<typeof loadMore>[1],
  { window, loaded }: Pane,
) {
  const busy = useRef(false);
  const more = (direction: 'older' | 'newer'): Promise<boolean> | undefined => {
    const { from, to } = window.peek();
    if (busy.current || !loaded.peek() || (direction === 'older' ? from <= 1 : to === null))
      return undefined;
    busy.current = true;
    let came = false;
    const load = async () => {
      await loadMore(feed, which, direction);
      came = true;
    };
    return attempt(load).then(() => {
      busy.current = false;
      return came;
    });
  };
  return { older: () => more('older'), newer: () => more('newer') };
}
