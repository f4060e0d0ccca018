/** Copying, also where the browser keeps its clipboard from pages: over plain http. */
import { t } from '../i18n.ts';
import { tell } from './notice.tsx';

/** Copies a text and says so; where nothing can be copied, shows it to be copied by hand. */
export async function copy(text: string, done: string = t('copied')): Promise<void> {
  if ((await toClipboard(text)) || copySelected(text)) tell(done);
  else prompt(t('copyThis'), text);
}

const toClipboard = (text: string): Promise<boolean> =>
  navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  ) ?? Promise.resolve(false);

/** Copies by way of a selection, as browsers did before they had a clipboard for pages. */
function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'hidden';
  // A modal dialogue lets nothing outside it be selected.
  (focused?.closest('dialog') ?? document.body).append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return copied;
}
