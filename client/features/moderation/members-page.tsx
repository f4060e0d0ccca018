/** The members, for those who look after them: who is who, how they stand, when they were last here. */
import { useEffect, useState } from 'preact/hooks';
import { useSearch } from 'wouter-preact';
import type { MemberState, Standing } from '../../../shared/contract/members.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { Select } from '../../ui/field.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { MemberDialogs } from './member-dialogs.tsx';
import { type Act, MemberRow } from './member-row.tsx';
import { roles, states } from './standings.ts';

const atATime = 50;

interface Query {
  search: string;
  role: string;
  state: string;
}

const nobodyAsked: Query = { search: '', role: '', state: '' };

const fetchMembers = ({ search, role: wanted, state }: Query, after?: string) =>
  call('member:standings', {
    ...(search.trim() && { search: search.trim() }),
    ...(wanted && { role: wanted as 'none' }),
    ...(state && { state: state as MemberState }),
    ...(after && { after }),
    limit: atATime,
  });

export function MembersPage() {
  const asked = new URLSearchParams(useSearch()).get('search') ?? '';
  const [query, setQuery] = useState<Query>({ ...nobodyAsked, search: asked });
  const [found, setFound] = useState<Standing[] | null>(null);
  const [more, setMore] = useState(false);
  const [doing, setDoing] = useState<{ act: Act; standing: Standing } | null>(null);
  const administers = account.value?.roles.includes('administrator') ?? false;

  useEffect(() => {
    let current = true;
    void attempt(async () => {
      const page = await fetchMembers(query);
      if (!current) return;
      setFound(page);
      setMore(page.length === atATime);
    });
    return () => {
      current = false;
    };
  }, [query]);

  const showMore = () =>
    attempt(async () => {
      const page = await fetchMembers(query, found?.at(-1)?.person.handle);
      setFound([...(found ?? []), ...page]);
      setMore(page.length === atATime);
    });
  const replace = (changed: Standing) =>
    setFound((before) =>
      (before ?? []).map((each) => (each.person.id === changed.person.id ? changed : each)),
    );
  const set = (part: Partial<Query>) => setQuery({ ...query, ...part });

  return (
    <Page title={t('members.title')}>
      <div class="buttons">
        <div class="field">
          <label for="members-search">{t('members.search')}</label>
          <input
            id="members-search"
            type="search"
            dir="auto"
            value={query.search}
            placeholder={t(administers ? 'members.byAddress' : 'members.byName')}
            onInput={(event) => set({ search: event.currentTarget.value })}
          />
        </div>
        <Select
          label={t('members.role')}
          value={query.role}
          change={(value) => set({ role: value })}
        >
          <option value="">{t('members.any')}</option>
          {roles.map((each) => (
            <option key={each} value={each}>
              {t(`role.${each}`)}
            </option>
          ))}
          <option value="none">{t('members.noRole')}</option>
        </Select>
        <Select
          label={t('members.state')}
          value={query.state}
          change={(value) => set({ state: value })}
        >
          <option value="">{t('members.any')}</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {t(`members.states.${state}`)}
            </option>
          ))}
        </Select>
      </div>
      {found === null && <Skeleton rows={5} />}
      {found?.length === 0 && (
        <Empty
          action={
            <button type="button" onClick={() => setQuery(nobodyAsked)}>
              {t('showAll')}
            </button>
          }
        >
          {t('members.none')}
        </Empty>
      )}
      <ul class="cards">
        {found?.map((standing) => (
          <MemberRow
            key={standing.person.id}
            standing={standing}
            act={(act) => setDoing({ act, standing })}
          />
        ))}
      </ul>
      {more && (
        <button type="button" onClick={showMore}>
          {t('members.more')}
        </button>
      )}
      {doing && (
        <MemberDialogs
          {...doing}
          changed={replace}
          gone={({ person }) =>
            setFound((found ?? []).filter((each) => each.person.id !== person.id))
          }
          close={() => setDoing(null)}
        />
      )}
    </Page>
  );
}
