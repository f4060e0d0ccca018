/** Asks for the reason of a step that the other side is told about. */
import { limits } from '../../../shared/limits.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { x } from './words.ts';

export function ReasonDialog({
  label,
  danger,
  give,
  close,
}: {
  label: string;
  danger?: boolean;
  give(reason: string): Promise<unknown>;
  close(): void;
}) {
  return (
    <Dialog title={label} close={close}>
      <Form
        label={label}
        danger={danger ?? false}
        submit={async ({ reason = '' }) => {
          await give(reason);
          close();
        }}
      >
        <ReasonField />
      </Form>
    </Dialog>
  );
}

/** Where a form asks for the reason of what it does; it is sent as `reason`. */
export const ReasonField = () => (
  <Field name="reason" required bounds={limits.reason} label={x('reason')} hint={x('reasonHint')} />
);
