/** The keys. */
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';

const keys = [
  ['Ctrl K', 'keys.switcher'],
  ['?', 'keys.shortcuts'],
  ['↑ ↓', 'keys.move'],
  ['r', 'keys.reply'],
  ['e', 'keys.edit'],
  ['+', 'keys.react'],
  ['.', 'keys.more'],
  ['Enter', 'keys.send'],
  ['Shift Enter', 'keys.line'],
  ['Esc', 'keys.close'],
] as const;

export function Shortcuts({ close }: { close(): void }) {
  return (
    <Dialog title={t('keys.shortcuts')} close={close}>
      <dl class="keys">
        {keys.map(([key, label]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
