/** A form that says what went wrong beside its button and never sends twice. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { explain } from '../errors.ts';
import '../refusals.ts';

/** The values of a form's fields by name, as text. */
export type Values = Record<string, string>;

export function Form({
  submit,
  label,
  children,
  danger = false,
}: {
  submit(values: Values): Promise<unknown>;
  label: string;
  children?: ComponentChildren;
  danger?: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure('');
    try {
      await submit(Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Values);
    } catch (thrown) {
      setFailure(explain(thrown));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={onSubmit}>
      {children}
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <button type="submit" class={danger ? 'danger' : 'primary'} disabled={busy}>
        {label}
      </button>
    </form>
  );
}
