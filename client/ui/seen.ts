/** What is worth fetching only for those parts of a long list that somebody looks at. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** True once an element has been in view, or nearly. */
export function useSeen(element: RefObject<Element>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !element.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true),
      { rootMargin: '200px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [seen]);
  return seen;
}
