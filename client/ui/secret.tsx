/** A value shown this once, to be copied. */
import { t } from '../i18n.ts';
import { copy } from './copy.ts';

/** The link at the address by which one came oneself: the server knows its own only where it was told. */
export function asSeenHere(url: string): string {
  const { pathname, search } = new URL(url);
  return location.origin + pathname + search;
}

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
