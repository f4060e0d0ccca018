/** Labelled inputs with their hints, and with what they count and refuse before anything is sent. */
import type { ComponentChildren, JSX, Ref } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Bounds } from '../../shared/limits.ts';
import { Counter, problemWith } from './counter.tsx';

interface Limited {
  label: string;
  hint?: string;
  /** How long it may be: nothing is cut, what does not fit is counted and keeps the form from being sent. */
  bounds?: Bounds;
  /** What else is wrong with a text, in the reader's words; empty when nothing is. */
  check?(text: string): string;
}

type Input = JSX.InputHTMLAttributes<HTMLInputElement>;

export function Field({
  label,
  hint,
  bounds,
  check,
  inputRef,
  onInput,
  ...input
}: Input & Limited & { inputRef?: Ref<HTMLInputElement> }) {
  const { id, text, field, read, described } = useLimited<HTMLInputElement>(
    { hint, bounds, check },
    input,
  );
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        dir="auto"
        ref={(element) => {
          field.current = element;
          if (typeof inputRef === 'function') inputRef(element);
          else if (inputRef) inputRef.current = element;
        }}
        aria-describedby={described}
        onInput={(event) => {
          read(event.currentTarget.value);
          onInput?.(event);
        }}
        {...input}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      {bounds && <Counter id={`${id}-count`} text={text} bounds={bounds} />}
    </div>
  );
}

type TextArea = JSX.TextareaHTMLAttributes<HTMLTextAreaElement>;

export function Area({ label, hint, bounds, check, onInput, ...area }: TextArea & Limited) {
  const { id, text, field, read, described } = useLimited<HTMLTextAreaElement>(
    { hint, bounds, check },
    area,
  );
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        dir="auto"
        rows={4}
        ref={field}
        aria-describedby={described}
        onInput={(event) => {
          read(event.currentTarget.value);
          onInput?.(event);
        }}
        {...area}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      {bounds && <Counter id={`${id}-count`} text={text} bounds={bounds} />}
    </div>
  );
}

/** Follows the text of a field, and holds the form back while it cannot be taken. */
function useLimited<E extends HTMLInputElement | HTMLTextAreaElement>(
  { hint, bounds, check }: Partial<Limited>,
  {
    value,
    defaultValue,
    required,
    type,
  }: Pick<Input, 'value' | 'defaultValue' | 'required' | 'type'>,
) {
  const id = useId();
  const field = useRef<E>(null);
  const [typed, setTyped] = useState(defaultValue);
  const text = String(value ?? typed ?? '');
  useEffect(() => {
    if (!bounds && !check) return;
    const said = type === 'password' ? text : text.trim();
    const problem =
      (said && check?.(said)) || (bounds && (said || required) ? problemWith(said, bounds) : '');
    field.current?.setCustomValidity(problem);
  }, [text, required]);
  const described = [hint && `${id}-hint`, bounds && `${id}-count`].filter(Boolean).join(' ');
  return { id, text, field, read: setTyped, described: described || undefined };
}

interface Choice {
  label: string;
  hint?: string;
  value: string;
  required?: boolean;
  change(value: string): void;
  children: ComponentChildren;
}

/** A labelled choice. */
export function Select({ label, hint, value, required, change, children }: Choice) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        required={required}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => change(event.currentTarget.value)}
      >
        {children}
      </select>
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
