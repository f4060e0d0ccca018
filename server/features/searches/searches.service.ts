/** Saved searches: telling their owners of what opens, counting what is new, and giving it out as feeds. */
import { createHmac } from 'node:crypto';
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import type { SavedSearch } from '../../../shared/contract/searches.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { conflict, forbidden, notFound } from '../../core/errors.ts';
import { sameSecret } from '../../core/same-secret.ts';
import { callerOf } from '../accounts/accounts.person.ts';
import { isShutOut } from '../accounts/accounts.standing.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import type { ExchangeService } from '../exchange/exchange.service.ts';
import type { SearchesStore, StoredSearch } from './searches.store.ts';

export interface SearchesService {
  handlers: Handlers<Extract<OperationName, `search:${string}`>>;
}

export interface SearchesDeps {
  store: SearchesStore;
  exchange: Pick<ExchangeService, 'find' | 'sees' | 'onOpened'>;
  accounts: AccountsStore;
  broadcaster: Broadcaster;
  /** Seals the addresses of feeds. */
  secret: string;
  publicUrl: string;
  forumName(): Promise<string>;
}

const most = 50;
/** How much a feed holds, and how far new listings are counted. */
const length = { feed: 50, count: 200 };

const shown = ({ memberId: _memberId, ...search }: StoredSearch): SavedSearch => search;
const filterOf = ({ kind, product, nuts }: StoredSearch) => ({
  ...(kind && { kind }),
  ...(product && { product }),
  ...(nuts && { nuts }),
});

export function createSearchesService({
  store,
  exchange,
  accounts,
  broadcaster,
  secret,
  publicUrl,
  forumName,
}: SearchesDeps): SearchesService {
  /** Follows from the search, so that nothing secret is kept. */
  const keyOf = (searchId: string) =>
    createHmac('sha256', secret).update(`feed ${searchId}`).digest('base64url');
  const addressOf = (searchId: string) => `/feeds/${searchId}/${keyOf(searchId)}`;

  async function ownerOf({ memberId }: StoredSearch): Promise<Caller | null> {
    const member = await accounts.member(memberId);
    return member && !isShutOut(member) ? callerOf(member) : null;
  }

  exchange.onOpened(async (listing) => {
    for (const search of await store.finding(listing)) {
      const owner = search.memberId === listing.authorId ? null : await ownerOf(search);
      if (owner && (await exchange.sees(listing, owner)))
        broadcaster.tell(room.member(search.memberId), 'search:found', {
          searchId: search.id,
          listing,
        });
    }
  });

  async function save(
    { searchId, ...terms }: Parsed<'search:save'>,
    caller: Caller,
  ): Promise<SavedSearch> {
    const before = await store.search(searchId);
    if (before && before.memberId !== caller.memberId)
      throw forbidden('This is the search of somebody else.', 'OTHERS_SEARCH');
    if (!before && (await store.searches(caller.memberId)).length >= most)
      throw conflict(`You have ${most} saved searches. Remove one first.`, {
        reason: 'TOO_MANY_SEARCHES',
        most,
      });
    const now = new Date().toISOString();
    const search: StoredSearch = {
      seenAt: now,
      createdAt: now,
      ...before,
      ...terms,
      id: searchId,
      memberId: caller.memberId,
    };
    if (!(await store.save(search)))
      throw forbidden('This is the search of somebody else.', 'OTHERS_SEARCH');
    return shown(search);
  }

  async function own(searchId: string, caller: Caller): Promise<StoredSearch> {
    const search = await store.search(searchId);
    if (search?.memberId !== caller.memberId) throw notFound('saved search');
    return search;
  }

  async function list(caller: Caller) {
    return Promise.all(
      (await store.searches(caller.memberId)).map(async (search) => {
        const found = await exchange.find(
          { ...filterOf(search), openedAfter: search.seenAt, limit: length.count },
          caller,
        );
        const fresh = found.filter(({ authorId }) => authorId !== caller.memberId).length;
        return {
          search: shown(search),
          fresh,
          atom: `${addressOf(search.id)}.atom`,
          json: `/api/v1${addressOf(search.id)}`,
        };
      }),
    );
  }

  async function feed({ searchId, key }: Parsed<'search:feed'>) {
    const right = keyOf(searchId);
    const search = sameSecret(key, right) ? await store.search(searchId) : null;
    const owner = search && (await ownerOf(search));
    if (!search || !owner) throw notFound('feed');
    const found = await exchange.find({ ...filterOf(search), limit: length.feed }, owner);
    return {
      version: 'https://jsonfeed.org/version/1.1' as const,
      title: `${search.name} · ${await forumName()}`,
      home_page_url: `${publicUrl}/exchange`,
      feed_url: `${publicUrl}/api/v1${addressOf(searchId)}`,
      items: found.map(itemOf),
    };
  }

  function itemOf(listing: Listing) {
    const {
      id,
      kind,
      title,
      body,
      product,
      cpv,
      quantity,
      remaining,
      unit,
      nuts,
      on,
      createdAt,
      openedAt,
    } = listing;
    const figures = `${remaining} of ${quantity} ${unit}, ${nuts}, ${kind === 'offer' ? 'from' : 'by'} ${on}`;
    return {
      id,
      url: `${publicUrl}/listings/${id}`,
      title,
      content_text: [figures, body].filter(Boolean).join('\n\n'),
      date_published: openedAt ?? createdAt,
      date_modified: openedAt ?? createdAt,
      tags: [kind, product ?? cpv, nuts],
    };
  }

  return {
    handlers: {
      'search:save': save,
      'search:list': (_input, caller) => list(caller),
      'search:seen': async ({ searchId }, caller) => {
        const search = { ...(await own(searchId, caller)), seenAt: new Date().toISOString() };
        await store.save(search);
        return shown(search);
      },
      'search:remove': async ({ searchId }, caller) => {
        if (!(await store.remove(searchId, caller.memberId))) throw notFound('saved search');
        return {};
      },
      'search:feed': feed,
    },
  };
}
