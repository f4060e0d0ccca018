/** Makes boxes that scroll sideways reachable by keyboard, for as long as they do. */
import { t } from '../i18n.ts';

function update(box: HTMLElement) {
  const overflows = box.scrollWidth > box.clientWidth;
  if (!overflows) {
    for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
    return;
  }
  if (box.hasAttribute('aria-label')) return;
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', t(box.matches('pre') ? 'scrollable.code' : 'scrollable.table'));
}

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) update(target as HTMLElement);
});

/** Watches the code blocks and tables within an element; returns what ends it. */
export function watchScrollable(within: HTMLElement): () => void {
  const boxes = within.querySelectorAll<HTMLElement>('pre, .table');
  for (const box of boxes) observer.observe(box);
  return () => {
    for (const box of boxes) observer.unobserve(box);
  };
}
