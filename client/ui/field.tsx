/** A labelled input with its hint. */
import type { ComponentChildren, JSX, Ref } from 'preact';
import { useId } from 'preact/hooks';

type Input = JSX.InputHTMLAttributes<HTMLInputElement>;

export function Field({
  label,
  hint,
  inputRef,
  ...input
}: Input & { label: string; hint?: string; inputRef?: Ref<HTMLInputElement> }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        dir="auto"
        ref={inputRef}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...input}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
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

type Area = JSX.TextareaHTMLAttributes<HTMLTextAreaElement>;

export function Area({ label, ...area }: Area & { label: string }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea id={id} dir="auto" rows={4} {...area} />
    </div>
  );
}
