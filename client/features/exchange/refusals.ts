/** Refusals of the exchange in the reader's language: what its forms call their fields, and the state that was found. */
import type { ErrorBody } from '../../../shared/errors.ts';
import { alsoExplain } from '../../errors.ts';
import en from '../../locales/exchange.en.json' with { type: 'json' };
import { nameFields } from '../../refusals.ts';
import { x } from './words.ts';

const either = (...labels: string[]) => [...new Set(labels)].join(' / ');

nameFields({
  accepted: () => x('taken'),
  attachmentId: () => x('form.documentFile'),
  body: () => x('form.body'),
  certificate: () => x('form.certificate'),
  claim: () => x('form.claim'),
  claims: () => x('form.claim'),
  code: () => x('form.claim'),
  content: () => x('form.documentFile'),
  cpv: () => x('form.cpv'),
  days: () => x('form.days'),
  expires: () => x('form.certificateExpires'),
  expiresAt: () => x('form.days'),
  from: () => x('form.from'),
  kind: () => x('filterKind'),
  lot: () => x('form.lot'),
  maxRecipients: () => x('form.maxRecipients'),
  min: () => x('form.min'),
  minReceive: () => x('form.minReceive'),
  minShip: () => x('form.minShip'),
  missingInputs: () => x('form.missing'),
  mode: () => x('form.mode'),
  notifiedBody: () => x('form.notifiedBody'),
  nuts: () => either(x('form.where'), x('form.whereNeeded')),
  on: () => either(x('form.onOffer'), x('form.onRequest')),
  partial: () => x('form.partial'),
  priority: () => x('form.priority'),
  product: () => x('form.what'),
  quantity: () => x('form.quantity'),
  ratePerWeek: () => x('form.rate'),
  received: () => x('arrived'),
  regime: () => x('form.regime'),
  requires: () => x('form.requires'),
  shipsTo: () => x('form.shipsTo'),
  sponsorId: () => x('form.sponsor'),
  toleranceDays: () => x('form.tolerance'),
  unit: () => x('form.unit'),
  week: () => x('board.week'),
});
nameFields({ name: () => x('search.name') }, 'search:save');
nameFields({ quantity: () => x('propose.quantity') }, 'commitment:propose');
for (const operation of ['listing:list', 'search:save', 'exchange:board'])
  nameFields(
    {
      kind: () => x('filterKind'),
      product: () => x('filterProduct'),
      nuts: () => x('filterRegion'),
      level: () => x('board.level'),
    },
    operation,
  );

const has = <T extends object>(words: T, name: unknown): name is keyof T & string =>
  typeof name === 'string' && Object.hasOwn(words, name);

function explains({ code, details = {} }: ErrorBody): string | null {
  const { reason, state } = details;
  if (code !== 'conflict' || reason) return null;
  if (has(en.state, state)) return x('wrongState', { state: x(`state.${state}`) });
  return has(en.cstate, state) ? x('wrongState', { state: x(`cstate.${state}`) }) : null;
}

alsoExplain(explains);
