/** Links within the forum, wherever they stand, move the page without loading it anew. */
import { navigate } from 'wouter-preact/use-browser-location';

export function followLinks(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a');
    const href = link?.getAttribute('href');
    if (!href?.startsWith('/') || href.startsWith('/api') || link?.target || event.defaultPrevented) return;
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  });
}
