/** The market of a real crisis, for the bench: what the MatchingPPE study counted where it is to be had, else as much of the same shape. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v4 } from 'uuid';
import { chance } from '../../server/cli/demo/chance.ts';
import { remainingOf, trailOf } from '../../server/features/exchange/exchange.rules.ts';
import type { StoredListing } from '../../server/features/exchange/exchange.store.ts';
import { root } from '../../server/root.ts';
import { products } from '../../shared/exchange/catalogue.ts';
import { aListing } from '../helpers/fixtures.ts';

export interface Row {
  /** A slug of the catalogue, or a code. */
  product: string;
  quantity: number;
  at: string;
}

/** What the study calls things. */
export const productOf: [RegExp, string][] = [
  [/respirator|n95/i, 'ffp2'],
  [/surgical|mask/i, 'mask_surgical'],
  [/shield/i, 'visor'],
  [/glove/i, 'gloves_exam'],
  [/gown|coverall/i, 'gown'],
  [/goggle|glasses/i, 'goggles'],
  [/sanitizer|disinfect|wipes/i, 'disinfectant'],
  // No product of the catalogue: miscellaneous medical devices.
  [/./, '33190000'],
];
const regions = [
  'ES511',
  'ES300',
  'FRK26',
  'ITC4C',
  'DE212',
  'PT11A',
  'SE110',
  'PL22A',
  'BE211',
  'EL303',
  'NL414',
  'AT130',
];

const random = chance(2020);
export const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
/** Where the listings stand. */
const channelIds = Array.from({ length: 20 }, () => v4());

function read(file: string): Row[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, , at = '', what = '', quantity = ''] = line.split(',');
    const product = productOf.find(([words]) => words.test(what))?.[1];
    return product
      ? [{ product, at: at.slice(0, 10), quantity: Math.round(Number(quantity)) || 1 }]
      : [];
  });
}

export function market(): { requests: Row[]; offers: Row[]; from: string } {
  const folder = join(process.env.MUSTER_DATA ?? join(root, '../shared/data'), 'getusppe');
  if (existsSync(folder))
    return {
      requests: read(join(folder, 'anon_recipients.csv')),
      offers: read(join(folder, 'anon_donors.csv')),
      from: 'the study',
    };
  const row = (): Row => ({
    product: pick(productOf)[1],
    at: `2020-04-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
    quantity: Math.ceil(10 ** (random() * 5)),
  });
  return {
    requests: Array.from({ length: 31_202 }, row),
    offers: Array.from({ length: 1658 }, row),
    from: 'a generator',
  };
}

export function listingOf(
  kind: StoredListing['kind'],
  { product: what, quantity, at }: Row,
  n: number,
): StoredListing {
  const { cpv = what, unit = 'H87' } = products[what] ?? {};
  const product = what in products ? what : null;
  const listing = aListing(v4(), {
    ...{
      channelId: pick(channelIds),
      clusterId: `${kind} ${n % 800}`,
      kind,
      title: `${quantity} ${what}`,
      lang: pick(['en', 'de', 'es', 'it', 'fr']),
      product,
      cpv,
      unit,
      quantity,
    },
    ...{
      partial: random() > 0.1,
      nuts: pick(regions),
      shipsTo: random() > 0.3 ? ['*'] : [pick(regions).slice(0, 2)],
      on: at,
    },
    ...{
      toleranceDays: kind === 'request' ? 14 : 0,
      priority: pick(['critical', 'high', 'normal', 'normal', 'low'] as const),
    },
    ...{
      createdAt: `${at}T00:00:00.000Z`,
      openedAt: `${at}T00:00:00.000Z`,
      expiresAt: '2030-01-01T00:00:00.000Z',
    },
    changedAt: new Date(Date.now() - Math.floor(random() * 5e9)).toISOString(),
  });
  return {
    ...listing,
    remaining: remainingOf(listing),
    trail: trailOf(listing, listing.changedAt),
  };
}
