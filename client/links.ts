/** Links within the forum, wherever they stand, move the page without loading it anew; a way back goes back. */
import { navigate } from 'wouter-preact/use-browser-location';

/** The addresses one came by, this page's last. */
const trail: string[] = [location.pathname];

let arrivedBack = false;

/** Whether one came to this page by going back or forth in the browser's history. */
export const cameBack = () => arrivedBack;

/** Whether one came here from this address, so that a way back leads there. */
export const cameFrom = (href: string) => trail.at(-2) === href;

function follow(href: string, goesBack: boolean) {
  if (!goesBack) navigate(href);
  else if (trail.at(-2) === href) history.back();
  else navigate(href, { replace: true });
}

export function followLinks(): void {
  addEventListener('pushState', () => {
    arrivedBack = false;
    trail.push(location.pathname);
  });
  addEventListener('replaceState', () => trail.splice(-1, 1, location.pathname));
  addEventListener('popstate', () => {
    arrivedBack = true;
    const at = trail.lastIndexOf(location.pathname);
    if (at >= 0) trail.length = at + 1;
    else trail.push(location.pathname);
  });
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a');
    const href = link?.getAttribute('href');
    if (!href?.startsWith('/') || href.startsWith('/api') || link?.target || event.defaultPrevented)
      return;
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    follow(href, link?.matches('.back, .close') ?? false);
  });
}
