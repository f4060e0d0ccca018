/** What completes names and emoji under the caret, and the keys that work its list. */
import type { RefObject } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { lazy } from '../../ui/lazy.tsx';
import type { Choice } from './completion.ts';
import { type Beginning, beginningAt } from './completion-word.ts';

/** What finds choices; fetched when somebody first writes one of its signs. */
type Finder = typeof import('./completion.ts');

/** @param write takes the text of the field over with what was chosen in it */
export function useCompletion(area: RefObject<HTMLTextAreaElement>, write: (text: string) => void) {
  const finder = useRef<Finder | null>(null);
  const [beginning, setBeginning] = useState<Beginning | null>(null);
  const [choices, setChoices] = useState<Choice[]>([]);
  const [at, setAt] = useState(0);
  const turn = useRef(0);
  const id = useId();
  const open = beginning !== null && choices.length > 0;

  const close = () => {
    turn.current++;
    setBeginning(null);
    setChoices([]);
  };

  const look = ({ value, selectionStart }: HTMLTextAreaElement) => {
    const found = beginningAt(value, selectionStart);
    if (!found) return close();
    const mine = ++turn.current;
    setBeginning(found);
    // What no longer fits is not to be taken while the answer is on its way.
    setChoices((known) => known.filter((choice) => finder.current?.fits(choice, found)));
    setAt(0);
    void import('./completion.ts')
      .then((module) => {
        finder.current = module;
        return module.choicesFor(found);
      })
      .catch(() => [])
      .then((next) => {
        if (mine !== turn.current) return;
        setChoices(next);
        setAt(0);
      });
  };

  const choose = ({ text }: Choice) => {
    const element = area.current;
    if (!element || !beginning) return;
    // At once, caret and all: whoever types on does not wait for the next frame.
    element.setRangeText(text, beginning.from, element.selectionStart, 'end');
    write(element.value);
    close();
  };

  /** True when the key was for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choice = choices[at];
    if (step) setAt((at + step + choices.length) % choices.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && choice) choose(choice);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  const field = {
    'aria-autocomplete': 'list' as const,
    'aria-controls': open ? id : undefined,
    'aria-activedescendant': open ? `${id}-${at}` : undefined,
    onBlur: close,
  };
  return { choices, at, id, open, look, choose, onKeyDown, field };
}

export const CompletionList = lazy(() =>
  import('./completion-view.tsx').then((module) => module.CompletionList),
);
