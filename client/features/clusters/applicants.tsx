/** Who asks to join a cluster, before those who can let them in. */
import type { Person } from '../../../shared/contract/accounts.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { attempt } from '../../ui/notice.tsx';
import { account } from '../accounts/session.state.ts';

export function Applicants({
  clusterId,
  people,
}: {
  clusterId: string;
  people: readonly Person[];
}) {
  if (people.length === 0) return null;
  const decide = (memberId: string, admit: boolean) =>
    attempt(() => call('cluster:admit', { clusterId, memberId, admit }));
  return (
    <section aria-label={t('cluster.applicants')}>
      <h2>{t('cluster.applicants')}</h2>
      <p class="muted">{t('cluster.applicantsNote')}</p>
      <ul class="cards">
        {people.map(({ id, name, handle }) => (
          <li key={id}>
            <a href={`/people/${handle}`}>
              <b>
                <bdi>{name}</bdi>
              </b>
            </a>
            {id !== account.value?.id && (
              <div class="buttons">
                <button type="button" class="primary" onClick={() => decide(id, true)}>
                  {t('cluster.admit')}
                </button>
                <button type="button" onClick={() => decide(id, false)}>
                  {t('cluster.decline')}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
