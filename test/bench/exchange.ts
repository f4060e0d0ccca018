/**
 * The exchange at size: `npm run bench:exchange`, with the options of the bench. Loads the 31,202 requests and 1,658 offers
 * of the MatchingPPE study where they are to be had (MUSTER_DATA, else ../shared/data), else as many of the same shape.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { v4, v7 } from 'uuid';
import { hashToken } from '../../server/features/accounts/accounts.tokens.ts';
import { botTokenPrefix } from '../../server/features/bots/bots.service.ts';
import { createMarket, type Market } from '../../server/features/exchange/exchange.market.ts';
import { sideOf } from '../../server/features/exchange/exchange.sides.ts';
import type { StoredListing } from '../../server/features/exchange/exchange.store.ts';
import { openSqliteStores } from '../../server/stores.sqlite.ts';
import { boardOf } from '../../shared/exchange/board.ts';
import { holdsOf } from '../../shared/exchange/holds.ts';
import { allocate } from '../../shared/exchange/plan.ts';
import { rankingOf } from '../../shared/exchange/ranking.ts';
import { launch } from '../helpers/browser.ts';
import { aChannel, aMember, now } from '../helpers/fixtures.ts';
import { note, round, run } from './report.ts';
import { startMuster } from './servers.ts';
import { listingOf, market, pick, productOf, type Row } from './study.ts';

const { requests, offers, from } = market();
console.log(`${round(requests.length)} requests and ${round(offers.length)} offers of ${from}`);

/** The hold rule, by the median of each product, as the server applies it. */
const medians = new Map(
  productOf.map(([, product]) => {
    const sorted = requests
      .filter((row) => row.product === product)
      .map(({ quantity }) => quantity)
      .sort((a, b) => a - b);
    return [product, sorted[Math.floor(sorted.length / 2)] ?? 1];
  }),
);
const held = (kind: 'offer' | 'request', row: Row) =>
  holdsOf(
    { kind, ...row, title: '', body: '', claims: [] },
    medians.get(row.product) ?? null,
  ).includes('OUTLIER');
const sound = requests.filter((row) => !held('request', row));
const listings = [
  ...sound.map((row, n) => listingOf('request', row, n)),
  ...offers.filter((row) => !held('offer', row)).map((row, n) => listingOf('offer', row, n)),
];
const sides = listings.map((listing) => ({
  listing,
  side: {
    ...sideOf(listing, undefined),
    quantity: listing.quantity,
    priority: listing.priority,
    maxRecipients: null,
  },
}));

async function holds() {
  const absurd = requests.filter(({ quantity }) => quantity > 1_000_000);
  note(
    'absurd quantities that the hold rule lets through',
    absurd.filter((row) => !held('request', row)).length,
    0,
    'less',
    `${round(requests.length - sound.length)} of ${round(requests.length)} requests held, ${absurd.length} above a million`,
  );
}

/** The server's market over a database that holds so many of the listings. */
async function inMarket<T>(
  share: number,
  work: (market: Market, some: StoredListing[]) => Promise<T>,
  of = listings,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const stores = openSqliteStores(join(folder, 'muster.db'), { references: false });
  const some = of.filter((_, n) => n % Math.round(1 / share) === 0);
  for (let n = 0; n < some.length; n += 500)
    await stores.shelves.listing?.load(some.slice(n, n + 500));
  const market = createMarket(stores.exchange, stores.clusters);
  const begun = performance.now();
  await market.stalls();
  if (share === 1)
    console.log(
      `  the market took in ${round(some.length)} listings in ${(performance.now() - begun).toFixed(0)} ms`,
    );
  const done = await work(market, some);
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
  return done;
}

/** ms that so many calls took, in order. */
async function times(calls: number, work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < calls; n++) {
    const begun = performance.now();
    await work();
    taken.push(performance.now() - begun);
  }
  return taken.sort((a, b) => a - b);
}

const p99 = (sorted: number[]) => sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
const middle = (sorted: number[]) => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;

/** Ranks the matches of a listing as `listing:matches` does. */
const rank = async (market: Market, listing: StoredListing) =>
  rankingOf(
    listing.kind,
    market.stallOf(listing),
    await market.facing(listing, new Set(await market.places())),
    10,
    now(),
  );

async function ranking() {
  const measure = (kind: StoredListing['kind'], share = 1) =>
    inMarket(share, async (market, some) => {
      const chosen = some.filter((listing) => listing.kind === kind && listing.product === 'ffp2');
      return times(1000, async () => {
        const listing = pick(chosen);
        return rank(market, listing);
      });
    });
  note(
    'ranking the offers for a request, p99 in ms',
    p99(await measure('request')),
    20,
    'less',
    'of the product asked for most',
  );
  const whole = await measure('offer');
  note(
    'ranking the requests for an offer, p99 in ms',
    p99(whole),
    20,
    'less',
    `median ${middle(whole).toFixed(1)} ms`,
  );
  // As if everything were of one product, and with an offer that ships everywhere: more than any processor keeps near it.
  const alike = listings.map((listing) => ({ ...listing, product: 'ffp2', cpv: '18143000' }));
  const offer = alike.find(
    ({ kind, shipsTo }) => kind === 'offer' && shipsTo.includes('*'),
  ) as StoredListing;
  // Turn about, so that whatever else the machine does meets both.
  const [half, all] = [
    { taken: [] as number[], faced: 0 },
    { taken: [] as number[], faced: 0 },
  ];
  const both = (few: Market) =>
    inMarket(
      1,
      async (many) => {
        for (let turn = 0; turn < 11; turn++)
          for (const [market, side] of [
            [few, half],
            [many, all],
          ] as const) {
            side.faced = [...(await market.facing(offer, new Set(await market.places())))].length;
            const taken = await times(50, () => rank(market, offer));
            if (turn > 0) side.taken.push(...taken);
          }
      },
      alike,
    );
  await inMarket(0.5, both, alike);
  const cost = ({ taken }: typeof all) => middle(taken.sort((a, b) => a - b));
  note(
    'its cost against half of the listings, for each that it faces',
    cost(all) / all.faced / (cost(half) / half.faced),
    1.2,
    'less',
    `${cost(all).toFixed(2)} ms for ${round(all.faced)}, ${cost(half).toFixed(2)} ms for ${round(half.faced)}`,
  );
}

async function board() {
  await inMarket(1, async (market) => {
    for (const level of [0, 3]) {
      const taken = await times(30, async () =>
        boardOf(await market.stalls(), { level }, new Date()),
      );
      note(
        `the whole board at level ${level}, p99 in ms`,
        p99(taken),
        200,
        'less',
        `median ${middle(taken).toFixed(0)} ms`,
      );
    }
  });
}

async function plan() {
  const measure = (share: number) => {
    const some = sides.filter((_, n) => n % Math.round(1 / share) === 0);
    const begun = performance.now();
    const made = allocate(
      some.filter(({ listing }) => listing.kind === 'offer').map(({ side }) => side),
      some.filter(({ listing }) => listing.kind === 'request').map(({ side }) => side),
    );
    return { seconds: (performance.now() - begun) / 1000, made };
  };
  measure(0.1);
  const [half, whole] = [measure(0.5), measure(1)];
  const { shipments, fillRate } = whole.made;
  note(
    'the whole allocation plan, seconds',
    whole.seconds,
    10,
    'less',
    `${round(shipments.length)} shipments, fill rate ${(fillRate * 100).toFixed(1)} %`,
  );
  note(
    'its cost with all listings against half of them',
    whole.seconds / half.seconds,
    4.4,
    'less',
    `offers and requests both double: ${whole.seconds.toFixed(2)} s against ${half.seconds.toFixed(2)} s`,
  );
}

/** From the posting of an offer to its line among the matches of a request that somebody looks at, with all the rest open. */
async function screen() {
  const browser = await launch((program) => program);
  if (!browser) return console.log('without Chromium: how soon a match is on screen');
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const stores = openSqliteStores(join(folder, 'muster.db'), { references: false });
  const channel = aChannel('market');
  await stores.channels.add(channel, null);
  const clusterOf = async (name: string) =>
    (
      await stores.clusters.add({
        ...{
          id: v7(),
          slug: name,
          name,
          kind: 'cluster',
          country: 'ES',
          nuts: 'ES511',
          sectors: [],
          languages: ['en'],
          website: '',
          description: '',
        },
        validated: { by: v7(), at: now() },
      })
    ).id;
  const person = async (name: string, password: string | null) => {
    const member = await stores.accounts.addMember(
      aMember(name, {
        id: v7(),
        email: `${name}@example.eu`,
        clusterId: await clusterOf(name),
        passwordHash: password && (await hash(password)),
      }),
    );
    await stores.channels.join(channel.id, member.id);
    return member;
  };
  await person('reader', 'correct horse');
  const token = botTokenPrefix + v4();
  const giver = await stores.accounts.addMember(
    aMember('giver', {
      id: v7(),
      handle: 'giver',
      kind: 'bot',
      email: null,
      clusterId: await clusterOf('giver'),
    }),
  );
  await stores.bots.add({
    id: giver.id,
    tokenHash: hashToken(token),
    createdAt: now(),
    revokedAt: null,
    lastUsedAt: now(),
    ownerId: null,
  });
  await stores.channels.join(channel.id, giver.id);
  const inChannel = listings.map((listing) => ({ ...listing, channelId: channel.id }));
  for (let n = 0; n < inChannel.length; n += 500)
    await stores.shelves.listing?.load(inChannel.slice(n, n + 500));
  await stores.close();

  const muster = await startMuster(folder);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${muster.url}/sign-in`);
  await page.locator('input[name=email]').fill('reader@example.eu');
  await page.locator('input[name=password]').fill('correct horse');
  await page.locator('button[type=submit]').click();
  await page.locator('.shell').waitFor();
  const request = inChannel.find(
    ({ kind, product, nuts }) => kind === 'request' && product === 'ffp2' && nuts === 'ES511',
  );
  await page.goto(`${muster.url}/listings/${request?.id}`);
  await page.locator('.matches li').first().waitFor();
  const waits: number[] = [];
  for (let n = 0; n < 10; n++) {
    const title = `Masks of lot ${n}, fit for everything`;
    const terms = {
      kind: 'offer',
      title,
      lang: 'en',
      product: 'ffp2',
      unit: 'H87',
      quantity: 900 + n,
      nuts: `ES51${n % 3}`,
      on: '2020-03-01',
    };
    const claims = [
      {
        code: 'EN149',
        level: 'documented',
        regime: 'ppe_2016_425',
        notifiedBody: '0161',
        certificate: 'EU-0161-1',
      },
    ];
    const begun = performance.now();
    const response = await fetch(`${muster.url}/api/v1/channels/${channel.id}/listings`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ ...terms, claims, clientId: v4() }),
    });
    const { id, state } = (await response.json()) as { id: string; state: string };
    if (state !== 'open') throw new Error(`the offer is ${state}`);
    await page.locator('.matches li', { hasText: title }).waitFor();
    waits.push(performance.now() - begun);
    await fetch(`${muster.url}/api/v1/listings/${id}/withdrawal`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ reason: 'the next one comes' }),
    });
    await page.locator('.matches li', { hasText: title }).waitFor({ state: 'detached' });
  }
  waits.sort((a, b) => a - b);
  note(
    'a new offer among the matches on screen, ms, the slowest of ten',
    waits.at(-1) ?? Number.NaN,
    1000,
    'less',
    `median ${middle(waits).toFixed(0)} ms`,
  );
  await browser.close();
  muster.stop();
  rmSync(folder, { recursive: true, force: true });
}

await run({ holds, ranking, board, screen, plan });
