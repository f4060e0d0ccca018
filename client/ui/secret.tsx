/** A value shown this once, to be copied. */
import { t } from '../i18n.ts';
import { attempt, tell } from './notice.tsx';

export function Secret({ label, value }: { label: string; value: string }) {
  return (
    <div class="secret">
      <p>{label}</p>
      <code>{value}</code>
      <button
        type="button"
        onClick={() =>
          attempt(() => navigator.clipboard.writeText(value).then(() => tell(t('copied'))))
        }
      >
        {t('copy')}
      </button>
    </div>
  );
}
