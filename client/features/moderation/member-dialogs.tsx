/** The dialogues by which one looks after a member: roles, suspension, a new password, deletion. */
import { useState } from 'preact/hooks';
import type { Standing } from '../../../shared/contract/members.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { formatWhole, t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Area } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { tell } from '../../ui/notice.tsx';
import { asSeenHere, Secret } from '../../ui/secret.tsx';
import { PostsChoice } from '../accounts/posts-choice.tsx';
import type { Act } from './member-row.tsx';
import { roles } from './standings.ts';

interface Doing {
  standing: Standing;
  changed(standing: Standing): void;
  gone(standing: Standing): void;
  close(): void;
}

export function MemberDialogs({ act, ...doing }: Doing & { act: Act }) {
  const Content = {
    roles: Roles,
    suspend: Suspend,
    reinstate: Reinstate,
    reset: Reset,
    delete: Delete,
  }[act];
  const { name } = doing.standing.person;
  return (
    <Dialog title={t(`members.title_${act}`, { name })} close={doing.close}>
      <Content {...doing} />
    </Dialog>
  );
}

function Roles({ standing, changed, close }: Doing) {
  const [chosen, setChosen] = useState(standing.person.roles);
  return (
    <Form
      label={t('save')}
      submit={async () => {
        const person = await call('member:set-roles', {
          memberId: standing.person.id,
          roles: chosen,
        });
        changed({ ...standing, person });
        close();
      }}
    >
      <fieldset>
        <legend class="hidden">{t('admin.roles')}</legend>
        {roles.map((each) => (
          <label key={each} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(each)}
              onChange={() =>
                setChosen(
                  chosen.includes(each)
                    ? chosen.filter((other) => other !== each)
                    : [...chosen, each],
                )
              }
            />{' '}
            <span>
              {t(`role.${each}`)} <small class="muted">{t(`members.roleNote.${each}`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </Form>
  );
}

const spans = [1, 7, 30, 365];

function Suspend({ standing, changed, close }: Doing) {
  return (
    <Form
      danger
      label={t('members.act.suspend')}
      submit={async ({ reason = '', days = '' }) => {
        const memberId = standing.person.id;
        changed(
          await call('member:suspend', { memberId, reason, ...(days && { days: Number(days) }) }),
        );
        close();
      }}
    >
      <p>{t('members.suspendNote')}</p>
      <Area
        name="reason"
        label={t('post.reason')}
        hint={t('members.reasonHint')}
        required
        bounds={limits.reason}
      />
      <fieldset>
        <legend>{t('members.howLong')}</legend>
        {spans.map((days) => (
          <label key={days} class="check">
            <input type="radio" name="days" value={days} defaultChecked={days === 7} />{' '}
            {t('members.days', { count: days })}
          </label>
        ))}
        <label class="check">
          <input type="radio" name="days" value="" /> {t('members.untilLifted')}
        </label>
      </fieldset>
    </Form>
  );
}

function Reinstate({ standing, changed, close }: Doing) {
  return (
    <Form
      label={t('members.act.reinstate')}
      submit={async () => {
        changed(await call('member:reinstate', { memberId: standing.person.id }));
        close();
      }}
    >
      <p>{t('members.reinstateNote')}</p>
    </Form>
  );
}

function Reset({ standing }: Doing) {
  const [link, setLink] = useState<{ url: string; expiresAt: string } | null>(null);
  if (link)
    return (
      <Secret
        label={t('members.resetLink', { date: formatWhole(link.expiresAt) })}
        value={asSeenHere(link.url)}
      />
    );
  return (
    <Form
      label={t('members.makeLink')}
      submit={async () =>
        setLink(await call('reset-link:create', { memberId: standing.person.id }))
      }
    >
      <p>{t('members.resetNote')}</p>
    </Form>
  );
}

function Delete({ standing, gone, close }: Doing) {
  return (
    <Form
      danger
      label={t('deletion.submit')}
      submit={async ({ posts = 'keep' }) => {
        await call('member:delete', {
          memberId: standing.person.id,
          posts: posts === 'remove' ? 'remove' : 'keep',
        });
        gone(standing);
        close();
        tell(t('deletion.done'));
      }}
    >
      <p>{t('deletion.whatOther')}</p>
      <PostsChoice />
    </Form>
  );
}
