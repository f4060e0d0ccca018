/** Posts by keyboard: arrows move, letters do what the post's own buttons do. Long presses open its menu. */
import { touch } from '../../touch.ts';

/** On a touch screen the browser's long press opens the post's menu, except on a link. */
export function onPostPress(event: MouseEvent): void {
  const target = event.target as HTMLElement;
  const more =
    touch && !target.closest('a')
      ? target.closest('article.post')?.querySelector<HTMLElement>('[data-key="."]')
      : null;
  if (!more) return;
  event.preventDefault();
  target.closest<HTMLElement>('article.post')?.focus({ preventScroll: true });
  more.click();
}

const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

export function onPostKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target.closest('input, textarea, dialog, [role=menu]')
  )
    return;
  const list = event.currentTarget as HTMLElement;
  const current = target.closest<HTMLElement>('article.post');
  const step = steps[event.key];
  if (step) {
    const posts = [...list.querySelectorAll<HTMLElement>('article.post')];
    const at = current ? posts.indexOf(current) + step : posts.length - 1;
    const next = posts[at];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
    return;
  }
  const button = current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (button && event.key.length === 1) {
    event.preventDefault();
    button.click();
  }
}
