/** A value shown this once, to be copied. */
import { t } from '../i18n.ts';
import { copy } from './copy.ts';

export function Secret({ label, value }: { label: string; value: string }) {
  return (
    <div class="secret">
      <p>{label}</p>
      <code>{value}</code>
      <button type="button" onClick={() => copy(value)}>
        {t('copy')}
      </button>
    </div>
  );
}
