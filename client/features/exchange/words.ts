/** The words of the exchange: a catalogue of its own, fetched with it. */

import { signal } from '@preact/signals';
import i18next from 'i18next';
import type { Answer } from '../../../shared/contract/index.ts';
import type { AddedProduct } from '../../../shared/contract/products.ts';
import { nameIn, productOf, products } from '../../../shared/exchange/catalogue.ts';
import { countryOf } from '../../../shared/exchange/regions.ts';
import { call, on, whenConnected } from '../../api.ts';
import { countryName, formatNumber, language } from '../../i18n.ts';
import en from '../../locales/exchange.en.json' with { type: 'json' };
import { codeName } from './codes.state.ts';

i18next.addResourceBundle('en', 'exchange', en);
if (language === 'de')
  i18next.addResourceBundle(
    'de',
    'exchange',
    (await import('../../locales/exchange.de.json', { with: { type: 'json' } })).default,
  );

/** Products that an administrator added: known from now on like those that are always there. */
export const catalogue = signal(products);

function learn({ slug, claim, ...product }: AddedProduct) {
  catalogue.value = { ...catalogue.value, [slug]: { ...product, ...(claim && { claim }) } };
}

whenConnected(
  () =>
    void call('product:list', {}).then(
      (list) => list.forEach(learn),
      () => {},
    ),
);
on('product:changed', learn);

/** The name of a product; of what is none, the word itself. */
export function productName(slug: string): string {
  const product = productOf(slug, catalogue.value);
  return product ? nameIn(product, language) : slug;
}

export const x = i18next.getFixedT(language, 'exchange');

/** A quantity with its unit spelled out. */
export const amount = (quantity: number, unit: 'H87' | 'KGM' | 'LTR' | 'MTR' | 'MTK' | 'HUR') =>
  x(`unit.${unit}`, { count: quantity, formatted: formatNumber(quantity) });

/** The name of a country, or of a region where the official list was imported. */
export const regionName = (nuts: string) =>
  nuts.length === 2 ? countryName(countryOf(nuts)) : codeName('nuts', nuts);

/** A NUTS region by its name, where the official list was imported; else by its country. */
export const region = (nuts: string) =>
  nuts.length === 2
    ? countryName(countryOf(nuts))
    : `${regionName(nuts) ?? countryName(countryOf(nuts))} (${nuts})`;

export type Board = Answer<'exchange:board'>;
export type BoardRow = Board['rows'][number];

/** What a listing or a row of the board is about: the name of its product, else its code. */
export const nameOf = ({ product, cpv }: { product: string | null; cpv: string }) =>
  product ? productName(product) : (codeName('cpv', cpv) ?? cpv);

type GateName = 'CONFORMITY' | 'EVIDENCE' | 'AREA' | 'TOO_LATE' | 'LOT' | 'NO_PARTIAL';

/** Why two listings do not quite fit. */
export function gateWords(gate: string): string {
  const [name, code] = gate.split(':') as [GateName, string | undefined];
  return x(`gate.${name}`, { code });
}

const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
export const covered = (coverage: number | null) =>
  coverage === null ? '–' : percent.format(coverage);
