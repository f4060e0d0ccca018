/** Picks a region: by its code, by the name of its country, or by its own name where the official list was imported. */
import { useId, useState } from 'preact/hooks';
import { countryName } from '../../i18n.ts';
import { useCodes } from './use-codes.ts';
import { countryOf, region, x } from './words.ts';

const isCode = /^[A-Za-z]{2}[A-Za-z0-9]{0,3}$/;
/** The countries that NUTS divides. */
const countries = 'AL AT BA BE BG CH CY CZ DE DK EE EL ES FI FR HR HU IE IS IT LI LT LU LV ME MK MT NL NO PL PT RO RS SE SI SK TR UA UK XK'.split(' ');

/** What is typed is a code, or words by which one is found. */
export function RegionField({ label, value, change, required = false }: { label: string; value: string; change(nuts: string): void; required?: boolean }) {
  const id = useId();
  const [words, setWords] = useState(value);
  const typed = words.trim();
  const chosen = isCode.test(typed) && typed.toUpperCase() === value;
  const found = useCodes('nuts', chosen && typed.length > 3 ? '' : typed);
  const lands = typed.length < 2 ? [] : countries.filter((code) => ` ${countryName(countryOf(code))}`.toLowerCase().includes(` ${typed.toLowerCase()}`));
  const offered = [...lands.map((code) => ({ code, name: countryName(countryOf(code)) })), ...found].filter(({ code }) => code !== value).slice(0, 8);
  const type = (next: string) => {
    setWords(next);
    change(isCode.test(next.trim()) ? next.trim().toUpperCase() : '');
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        value={words}
        required={required}
        maxLength={80}
        autocomplete="off"
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          type(event.currentTarget.value);
          event.currentTarget.setCustomValidity(isCode.test(event.currentTarget.value.trim()) || !event.currentTarget.value ? '' : x('form.pickRegion'));
        }}
      />
      <small id={`${id}-hint`}>{chosen ? region(value) : x('form.whereHint')}</small>
      {offered.length > 0 && (
        <ul class="chips">
          {offered.map(({ code, name }) => (
            <li key={code}>
              <button
                type="button"
                onClick={() => {
                  (document.getElementById(id) as HTMLInputElement).setCustomValidity('');
                  type(code);
                }}
              >
                {name} <small class="muted">{code}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
