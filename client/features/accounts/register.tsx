/** Registering: whether one may, and what the forum has to know for it. */
import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api.ts';
import { explain, isMissing } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { loadClusters } from '../clusters/clusters.state.ts';
import { about, loadAbout } from './forum.state.ts';
import { RegisterForm } from './register-form.tsx';
import { Welcome } from './welcome.tsx';

/** What is found out before anything is asked: another form than the right one must not be seen, let alone filled in. */
type Way = 'closed' | 'spent' | 'member' | 'administrator';

async function wayIn(token: string | undefined): Promise<Way> {
  const [invitation] = await Promise.all([
    token && get<{ roles: string[] }>(`/invitations/${encodeURIComponent(token)}`),
    about.peek() ?? loadAbout(),
    loadClusters(),
  ]);
  if (invitation) return invitation.roles.includes('administrator') ? 'administrator' : 'member';
  return about.peek()?.registration === 'open' ? 'member' : 'closed';
}

export function Register() {
  const token = new URLSearchParams(location.search).get('invitation') ?? undefined;
  const [way, setWay] = useState<Way | null>(null);
  const [failure, setFailure] = useState('');
  const load = () => {
    setFailure('');
    return wayIn(token).then(setWay, (thrown) =>
      token && isMissing(thrown) ? setWay('spent') : setFailure(explain(thrown)),
    );
  };
  useEffect(() => void load(), [token]);

  return (
    <Welcome title={t('register.title')}>
      {failure ? (
        <Empty
          action={
            <button type="button" onClick={load}>
              {t('retry')}
            </button>
          }
        >
          {failure}
        </Empty>
      ) : (
        <Found way={way} token={token} reload={load} />
      )}
      <p>
        {t('register.already')} <a href="/sign-in">{t('signIn.submit')}</a>
      </p>
    </Welcome>
  );
}

function Found({
  way,
  token,
  reload,
}: {
  way: Way | null;
  token: string | undefined;
  reload(): void;
}) {
  if (way === null) return <Skeleton rows={3} />;
  if (way === 'spent') return <p>{t('register.spent')}</p>;
  if (way === 'closed') return <p>{t('signIn.byInvitation')}</p>;
  return <RegisterForm administers={way === 'administrator'} invitation={token} missing={reload} />;
}
