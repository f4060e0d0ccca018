/** The list of what can be chosen, under the caret. */
import { t } from '../../i18n.ts';
import type { Choice } from './completion.ts';

export function CompletionList({
  completion: { open, choices, at, id, choose },
}: {
  completion: {
    open: boolean;
    choices: Choice[];
    at: number;
    id: string;
    choose(choice: Choice): void;
  };
}) {
  if (!open) return null;
  return (
    <div class="completion" role="listbox" id={id} aria-label={t('composer.completion')}>
      {choices.map((choice, index) => (
        <div
          key={choice.text}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onPointerDown={(event) => {
            event.preventDefault();
            choose(choice);
          }}
        >
          <b dir="auto">{choice.label}</b> <span dir="auto">{choice.note}</span>
        </div>
      ))}
    </div>
  );
}
