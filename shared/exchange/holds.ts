/** Why a listing waits for review before others see it. Told at once in the form, and decided on the server. */

export type Hold = 'NB_MISSING' | 'NB_UNEXPECTED' | 'OUTLIER' | 'ADVANCE_PAYMENT' | 'DUPLICATE';

export interface Checked {
  kind: 'offer' | 'request';
  product: string | null;
  /** Needed where there is no product. */
  cpv?: string | undefined;
  title: string;
  body: string;
  quantity: number;
  claims: readonly { code: string; notifiedBody?: string | undefined }[];
}

/** Above this any quantity is looked at by somebody. */
const absurd = 1_000_000;
const timesMedian = 20;

/** The claim by which a surgical mask says that it is sterile. */
export const sterileClaim = 'STERILE';

const inAdvance = new RegExp(
  `(?<!\\p{L})(${[
    'in advance|advance payment|pre[- ]?pa(y|id)\\p{L}*|up ?front',
    'vorkasse|vorauskasse|vorauszahlung|anzahlung|im voraus|vorab (bezahl|überw)\\p{L}*',
    '(pago|pagar|pagamento|pagar|paiement|pagament) (por |en |in )?(adelantado|anticipad[oa]|anticipato|anticipé|anticipat|avançat)|paiement d.avance|anticipo',
    'przedpłat\\p{L}*',
  ].join('|')})(?!\\p{L})`,
  'iu',
);

/** The codes of filtering masks and of surgical ones; of the second also a certificate of a lot or part, such as EN149-2001. */
const respirator = { claim: /^EN149(-|$)/, cpv: '18143000', title: /\bffp ?[123]\b/i };
const surgical = /^EN14683(-|$)/;

/**
 * Regulation (EU) 2016/425, category III: FFP masks were examined by a notified body, told by its four digits. They are so
 * whatever they are filed under: without a product, by their code, their title or the standard that they claim.
 */
const isRespirator = ({ product, cpv, title, claims }: Checked) =>
  product !== null
    ? /^ffp[123]$/.test(product)
    : cpv === respirator.cpv ||
      respirator.title.test(title) ||
      claims.some(({ code }) => respirator.claim.test(code));
const isSurgical = ({ product, claims }: Checked) =>
  product !== null ? product === 'mask_surgical' : claims.some(({ code }) => surgical.test(code));

/**
 * @param median of the quantities listed for the product so far; null while there is none
 * @param duplicate whether the cluster has another open listing of this kind, product and region
 */
export function holdsOf(listing: Checked, median: number | null = null, duplicate = false): Hold[] {
  const { kind, title, body, quantity, claims } = listing;
  const bodies = claims.filter(({ notifiedBody }) => /^\d{4}$/.test(notifiedBody ?? ''));
  const examined = bodies.some(({ code }) => respirator.claim.test(code));
  const sterile = claims.some(({ code }) => code === sterileClaim);
  const holds: [Hold, boolean][] = [
    ['OUTLIER', quantity > absurd || (median !== null && quantity > timesMedian * median)],
    ['ADVANCE_PAYMENT', inAdvance.test(`${title}\n${body}`)],
    ['DUPLICATE', duplicate],
    ['NB_MISSING', kind === 'offer' && isRespirator(listing) && !examined],
    ['NB_UNEXPECTED', kind === 'offer' && isSurgical(listing) && bodies.length > 0 && !sterile],
  ];
  return holds.filter(([, holds]) => holds).map(([hold]) => hold);
}
