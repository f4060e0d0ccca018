/** Invites people: by the address of the forum where anybody may register, else by a link. */
import { t } from '../../i18n.ts';
import { Form } from '../../ui/form.tsx';
import { Secret } from '../../ui/secret.tsx';
import { about } from '../accounts/forum.state.ts';
import { InviteLink } from '../admin/invite-link.tsx';

/** How many people a first link is for, unless its maker says otherwise. */
const many = 20;

export function PeopleStep({ done }: { done(): Promise<void> }) {
  return (
    <>
      {about.value?.registration === 'open' && (
        <Secret label={t('setup.people.open')} value={`${location.origin}/register`} />
      )}
      <InviteLink uses={many} />
      <Form label={t('setup.people.done')} submit={() => done()} />
    </>
  );
}
