/** Keeps what one reads where it is while posts come and go above and below, and follows the end when one is there. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** px from an edge at which more is fetched, and within which one counts as being at the end. */
const near = 600;
const atEndWithin = 40;
/** ms after which a page that did not come is asked for again. */
const retry = 2000;

export interface Place {
  id: string;
  /** px between the top of the list and the top of that post. */
  offset: number;
}

const kept = new Map<string, Place>();

/** The post in view in which one is writing. */
function edited(box: HTMLElement): HTMLElement | undefined {
  const frame = box.getBoundingClientRect();
  return [...box.querySelectorAll<HTMLElement>('.post:has(.edit)')].find((post) => {
    const { top, bottom } = post.getBoundingClientRect();
    return bottom > frame.top && top < frame.bottom;
  });
}

interface Options {
  /** Names the list among those whose place is kept while one is elsewhere. */
  name: string;
  /** Changes when the posts shown do. */
  content: unknown;
  /** True when the window reaches the live end. */
  live: boolean;
  /** A post to show first, or null to begin where one was, or at the end. */
  target: string | null;
  older(): Promise<boolean> | undefined;
  newer(): Promise<boolean> | undefined;
  /** A post that comes at the top, with a little of what was before it; null to begin where one was, or at the end. */
  first?: string | null;
  /** Hears where one reads: the number of the first post in view, or null at the live end. */
  reads(seq: number | null): void;
}

/** px of what was read before that stay in view above where one begins. */
const context = 72;

export function useScroll({
  name,
  content,
  live,
  target,
  first = null,
  older,
  newer,
  reads,
}: Options) {
  const list = useRef<HTMLDivElement>(null);
  const anchor = useRef<Place | null>(null);
  const follows = useRef(true);
  const shownTarget = useRef<string | null>(null);
  const started = useRef('');
  const lastTop = useRef(0);
  const resized = useRef<ResizeObserver | null>(null);
  const [atEnd, setAtEnd] = useState(true);

  /** The post that is being edited, or the first one in view, becomes what is held in its place. */
  function hold(box: HTMLElement) {
    const top = box.getBoundingClientRect().top;
    const posts = box.querySelectorAll<HTMLElement>('[data-seq]');
    let [low, high] = [0, posts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((posts[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
      else low = middle + 1;
    }
    const post = edited(box) ?? posts[low];
    if (post) anchor.current = { id: post.id, offset: post.getBoundingClientRect().top - top };
    return post;
  }

  function note() {
    const box = list.current;
    if (!box) return;
    const post = hold(box);
    lastTop.current = box.scrollTop;
    const end = live && box.scrollHeight - box.scrollTop - box.clientHeight < atEndWithin;
    follows.current = end;
    setAtEnd(end);
    // Around a post that is being edited the window keeps what it has, also at the end.
    reads((end && !edited(box)) || !post ? null : Number(post.dataset.seq));
    if (end) kept.delete(name);
    else if (anchor.current) kept.set(name, anchor.current);
  }

  // While a list moves by itself, the last scroll event is a frame behind what is about to be changed.
  const before = useRef(content);
  if (before.current !== content && list.current && started.current === name) hold(list.current);
  before.current = content;

  function restore(place: Place | null): boolean {
    const box = list.current;
    const post = place && box?.querySelector<HTMLElement>(`[id="${place.id}"]`);
    if (!box || !post) return false;
    box.scrollTop +=
      post.getBoundingClientRect().top - box.getBoundingClientRect().top - place.offset;
    lastTop.current = box.scrollTop;
    return true;
  }

  const toEnd = () => {
    follows.current = true;
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
    note();
  };

  useLayoutEffect(() => {
    const box = list.current;
    if (!box) return;
    const editing = started.current === name && edited(box) !== undefined;
    if (started.current !== name) {
      started.current = name;
      shownTarget.current = null;
      const place = first ? { id: first, offset: context } : (kept.get(name) ?? null);
      follows.current = !place;
      anchor.current = place;
    }
    if (target && shownTarget.current !== target) {
      const post = box.querySelector<HTMLElement>(`[id="${target}"]`);
      if (post) {
        shownTarget.current = target;
        follows.current = false;
        post.scrollIntoView({ block: 'center' });
        note();
        return fetchMore();
      }
    }
    if (follows.current && live && !editing) box.scrollTop = box.scrollHeight;
    else if (!restore(anchor.current) && live) box.scrollTop = box.scrollHeight;
    note();
    fetchMore();
  }, [name, content, target, live]);

  // The list's own size changes too: a keyboard opens, the composer grows, a window is resized.
  useLayoutEffect(() => {
    const box = list.current;
    if (!box) return;
    const observer = new ResizeObserver((entries) => {
      const form = document.activeElement?.closest('.edit');
      const editing = form && box.contains(form);
      if (editing && entries.some((entry) => entry.target === box))
        form.scrollIntoView({ block: 'nearest' });
      else if (follows.current && !editing) box.scrollTop = box.scrollHeight;
      // Where somebody has just scrolled to is not where they were held.
      else if (box.scrollTop === lastTop.current) restore(anchor.current);
      else note();
    });
    observer.observe(box);
    resized.current = observer;
    return () => observer.disconnect();
  }, []);
  // And so does what is in it, long after it was drawn: cards, pictures, fonts.
  useLayoutEffect(() => {
    for (const child of list.current?.children ?? []) resized.current?.observe(child);
  }, [name, content]);

  function fetchMore() {
    const box = list.current;
    if (!box) return;
    const fetching = [
      box.scrollTop < near && older(),
      box.scrollHeight - box.scrollTop - box.clientHeight < near && newer(),
    ];
    // A list at its edge sends no more scroll events: whoever waits there is looked after by time.
    for (const page of fetching)
      if (page) void page.then((came) => setTimeout(fetchMore, came ? 0 : retry));
  }

  const onScroll = () => {
    note();
    fetchMore();
  };

  return { list, onScroll, atEnd, toEnd };
}
