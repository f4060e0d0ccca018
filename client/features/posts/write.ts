/** Begins to write in the channel on screen, from wherever that is suggested. */

const composer = '.stream-column .composer';
const focus = (selector: string) =>
  document.querySelector<HTMLElement>(`${composer} ${selector}`)?.focus();

export const beginPost = () => focus('textarea');

export function beginTopic(): void {
  const button = document.querySelector<HTMLElement>(`${composer} .add-title`);
  if (button?.ariaPressed === 'false') button.click();
  requestAnimationFrame(() => focus('.composer-title'));
}
