/** Picks a region: by its code, by the name of its country, or by its own name where the official list was imported. */
import { useId, useState } from 'preact/hooks';
import { countries, countryOf, isRegion } from '../../../shared/exchange/regions.ts';
import { countryName } from '../../i18n.ts';
import { useCodes } from './use-codes.ts';
import { region, x } from './words.ts';

/** A code is typed in capitals or has a digit; a word that happens to look like one is a word. */
const isCode = (typed: string) =>
  (/\d/.test(typed) || typed === typed.toUpperCase()) && isRegion(typed.toUpperCase());

const landOf = (code: string) => countryName(countryOf(code));

/** The region that some words name exactly, by its code or as a country. */
function named(words: string): string {
  const typed = words.trim();
  return isCode(typed)
    ? typed.toUpperCase()
    : (countries.find((code) => landOf(code).toLowerCase() === typed.toLowerCase()) ?? '');
}

/** What is typed is a code, or words by which one is found. */
export function RegionField({
  label,
  value,
  change,
  required = false,
}: {
  label: string;
  value: string;
  change(nuts: string): void;
  required?: boolean;
}) {
  const id = useId();
  const [words, setWords] = useState(value);
  const typed = words.trim();
  const chosen = value !== '' && named(typed) === value;
  const found = useCodes('nuts', chosen && typed.length > 3 ? '' : typed);
  const lands =
    typed.length < 2
      ? []
      : countries.filter((code) =>
          ` ${landOf(code)}`.toLowerCase().includes(` ${typed.toLowerCase()}`),
        );
  const offered = [...lands.map((code) => ({ code, name: landOf(code) })), ...found]
    .filter(({ code }) => code !== value)
    .slice(0, 8);
  const type = (next: string) => {
    setWords(next);
    change(named(next));
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        value={words}
        required={required}
        dir="auto"
        autocomplete="off"
        aria-describedby={`${id}-hint`}
        onKeyDown={(event) => {
          // The first that was found, as long as none is chosen.
          const [best] = offered;
          if (event.key !== 'Enter' || chosen || !best) return;
          event.preventDefault();
          event.currentTarget.setCustomValidity('');
          type(best.code);
        }}
        onInput={(event) => {
          type(event.currentTarget.value);
          event.currentTarget.setCustomValidity(
            named(event.currentTarget.value) || !event.currentTarget.value
              ? ''
              : x('form.pickRegion'),
          );
        }}
      />
      <small id={`${id}-hint`} role="status">
        {chosen
          ? region(value)
          : typed.length > 1 && !named(typed)
            ? x(offered.length > 0 ? 'form.chooseRegion' : 'form.noRegion')
            : x('form.whereHint')}
      </small>
      {offered.length > 0 && (
        <ul class="chips">
          {offered.map(({ code, name }) => (
            <li key={code}>
              <button
                type="button"
                onClick={() => {
                  const input = document.getElementById(id) as HTMLInputElement;
                  input.setCustomValidity('');
                  input.focus();
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
