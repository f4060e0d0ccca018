/** A link by which people may register: to be sent by whatever means one has. */
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { formatWhole, t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { asSeenHere, Secret } from '../../ui/secret.tsx';

export function InviteLink({ uses: wanted = 1 }: { uses?: number }) {
  const [link, setLink] = useState<{ url: string; expiresAt: string } | null>(null);
  return (
    <>
      <Form
        label={t('admin.invite')}
        submit={async ({ uses = '1' }) =>
          setLink(await call('invitation:create', { uses: Number(uses) }))
        }
      >
        <Field
          name="uses"
          type="number"
          min={1}
          max={1000}
          defaultValue={`${wanted}`}
          label={t('admin.uses')}
        />
      </Form>
      {link && (
        <Secret
          label={t('admin.link', { date: formatWhole(link.expiresAt) })}
          value={asSeenHere(link.url)}
        />
      )}
    </>
  );
}
