/** The offers and requests of the demonstration. */
import { v4 as uuid } from 'uuid';
import { weeksShown } from '../../../shared/exchange/weeks.ts';
import type { Call } from '../../core/caller.ts';
import { callerOf } from '../../features/accounts/accounts.person.ts';
import type { Member } from '../../features/accounts/accounts.store.ts';
import type { ExchangeStore } from '../../features/exchange/exchange.store.ts';
import type { Services } from '../../services.ts';
import { listings } from './people.ts';

const call: Call = { requestId: '', address: '', userAgent: '' };
const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Posts them, and has the first offer promise something to the first request. */
export async function seedListings(
  { exchange: { handlers } }: Services,
  store: ExchangeStore,
  people: Member[],
  channelIds: string[],
): Promise<void> {
  const posted: { id: string; who: Member }[] = [];
  for (const [
    person,
    kind,
    title,
    product,
    unit,
    quantity,
    nuts,
    days,
    code,
    shipsTo,
    weeks,
  ] of listings) {
    const who = people[person];
    const channelId = channelIds[kind === 'request' ? 0 : 1];
    if (!who || !channelId) continue;
    const { id } = await handlers['listing:create'](
      {
        ...{
          channelId,
          clientId: uuid(),
          kind,
          title,
          product,
          unit,
          quantity,
          nuts,
          on: inDays(days),
          lang: who.languages[0] ?? 'en',
        },
        ...{
          mode: 'stock',
          sponsorId: null,
          body: '',
          lot: 1,
          minShip: 0,
          minReceive: 0,
          partial: true,
          maxRecipients: null,
          ratePerWeek: null,
          from: null,
        },
        ...{
          missingInputs: [],
          upstreamId: null,
          answersId: null,
          shipsTo,
          toleranceDays: kind === 'request' ? 5 : 0,
          priority: 'normal',
        },
        claims:
          kind === 'offer' && code
            ? [
                {
                  code,
                  level: 'documented',
                  regime: 'ppe_2016_425',
                  certificate: `EU-0161-${quantity}`,
                  ...(code === 'EN149' && { notifiedBody: '0161' }),
                },
              ]
            : [],
        requires: kind === 'request' && code ? [{ code, min: 'claimed' }] : [],
      },
      callerOf(who),
      call,
    );
    posted.push({ id, who });
    await backdate(store, id, weeks);
  }
  const [offer, request] = [
    posted.find((_, n) => listings[n]?.[1] === 'offer'),
    posted.find((_, n) => listings[n]?.[1] === 'request'),
  ];
  if (!offer || !request) return;
  const proposal = await handlers['commitment:propose'](
    { clientId: uuid(), offerId: offer.id, requestId: request.id, quantity: 4000 },
    callerOf(offer.who),
    call,
  );
  await handlers['commitment:act'](
    { commitmentId: proposal.id, action: 'accept' },
    callerOf(request.who),
    call,
  );
}

/** Lets a listing have been there for some weeks, less of it in each, so that the board has something to tell. */
const backdate = (store: ExchangeStore, id: string, weeks: number) =>
  store.change({ listings: [id], commitments: [] }, ({ listings: found }) => {
    const listing = found.get(id);
    if (listing?.state !== 'open') return { listings: [], commitments: [], decisions: [] };
    const past = weeksShown(new Date()).slice(-1 - weeks, -1);
    const trail = past.map((week, n) => ({
      week,
      left: Math.round((listing.quantity * (n + 1)) / (weeks + 1)),
    }));
    return {
      listings: [
        { ...listing, trail: [...trail, ...(listing.trail ?? [])], version: listing.version + 1 },
      ],
      commitments: [],
      decisions: [],
    };
  });
