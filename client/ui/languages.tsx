/** Choosing languages by their names, whatever their codes are. */
import { useId, useState } from 'preact/hooks';
import { language, languageName, t } from '../i18n.ts';
import { X } from './icons.ts';

/** Spoken in Europe and around it, and by those who came from further. */
const offered =
  'am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko ku lb lt lv mk mn mt nb nl nn pl ps pt ro ru sk sl so sq sr sv ta th ti tr uk ur uz vi yue zh'.split(
    ' ',
  );
const most = 10;

/** A field of a form: under its name, what was chosen, separated by commas. */
export function LanguagesField({
  name,
  label,
  value,
}: {
  name: string;
  label: string;
  value: readonly string[];
}) {
  const id = useId();
  const [chosen, setChosen] = useState(value);
  const rest = offered
    .filter((tag) => !chosen.includes(tag))
    .map((tag) => ({ tag, label: languageName(tag) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return (
    <div class="field" role="group" aria-labelledby={id}>
      <label id={id} for={`${id}-add`}>
        {label}
      </label>
      {chosen.length > 0 && (
        <ul class="chips">
          {chosen.map((tag) => (
            <li key={tag}>
              <button
                type="button"
                aria-label={t('language.remove', { language: languageName(tag) })}
                onClick={() => setChosen(chosen.filter((other) => other !== tag))}
              >
                {languageName(tag)} <X size={16} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {chosen.length < most && (
        <select
          id={`${id}-add`}
          value=""
          onChange={(event) => {
            setChosen([...chosen, event.currentTarget.value]);
            event.currentTarget.value = '';
          }}
        >
          <option value="">{t('language.add')}</option>
          {rest.map(({ tag, label: text }) => (
            <option key={tag} value={tag}>
              {text}
            </option>
          ))}
        </select>
      )}
      <input type="hidden" name={name} value={chosen.join(',')} />
    </div>
  );
}
