/** Saved searches: what they found since one looked, their feeds, and how one gets rid of them. */

import { v4 as uuid } from 'uuid';
import type { Answer } from '../../../shared/contract/index.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { formatNumber, t } from '../../i18n.ts';
import { copy } from '../../ui/copy.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { attempt, tell } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { addressOf, type Filters } from './filters.ts';
import { searches } from './searches.state.ts';
import { countSearches } from './told.ts';
import { nameOf, region, x } from './words.ts';

type Saved = Answer<'search:list'>[number];

export function SearchesPage() {
  const all = searches.value;
  if (!all) return <Skeleton rows={3} />;
  if (all.length === 0)
    return <Empty action={<a href="/exchange">{x('open')}</a>}>{x('search.none')}</Empty>;
  return (
    <ul class="listings">
      {all.map((saved) => (
        <One key={saved.search.id} saved={saved} />
      ))}
    </ul>
  );
}

function One({ saved: { search, fresh, atom, json } }: { saved: Saved }) {
  const searchId = search.id;
  const filters: Filters = {
    kind: search.kind ?? '',
    product: search.product ?? '',
    region: search.nuts ?? '',
  };
  const words = describe(filters);
  const look = () =>
    attempt(async () => {
      await call('search:seen', { searchId });
      await countSearches();
    });
  const copyFeed = (path: string) => copy(location.origin + path, x('search.copied'));
  return (
    <li>
      <h2 class="title">
        <a href={addressOf(filters)} onClick={() => void look()}>
          <bdi>{search.name}</bdi>
        </a>{' '}
        {fresh > 0 && (
          <span class="badge">
            {x('search.fresh', { count: fresh, formatted: formatNumber(fresh) })}
          </span>
        )}
      </h2>
      {words !== search.name && <p class="muted">{words}</p>}
      <p class="listing-actions">
        <button type="button" onClick={() => copyFeed(atom)}>
          {x('search.atom')}
        </button>
        <button type="button" onClick={() => copyFeed(json)}>
          {x('search.json')}
        </button>
        <button
          type="button"
          class="danger"
          onClick={() =>
            attempt(async () => {
              await call('search:remove', { searchId });
              await countSearches();
            })
          }
        >
          {x('search.remove')}
        </button>
      </p>
    </li>
  );
}

/** Filters as words. */
const describe = ({ kind, product, region: nuts }: Filters) =>
  [x(kind || 'search.both'), product && nameOf({ product, cpv: '' }), nuts && region(nuts)]
    .filter(Boolean)
    .join(' · ');

/** Saves what one is looking at. */
export function SaveSearch({ filters, close }: { filters: Filters; close(): void }) {
  return (
    <Dialog title={x('search.save')} close={close}>
      <Form
        label={t('save')}
        submit={async ({ name = '' }) => {
          const { kind, product, region: nuts } = filters;
          await call('search:save', {
            searchId: uuid(),
            name,
            ...(kind && { kind }),
            ...(product && { product }),
            ...(nuts && { nuts }),
          });
          await countSearches();
          tell(x('search.saved'));
          close();
        }}
      >
        <Field
          name="name"
          required
          bounds={limits.searchName}
          defaultValue={describe(filters).slice(0, 80)}
          label={x('search.name')}
          hint={x('search.hint')}
        />
      </Form>
    </Dialog>
  );
}
