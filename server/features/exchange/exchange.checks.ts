/** What is looked at before a listing is kept: whether its terms are sound, and what would hold it. */
import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Claim, Listing, Terms } from '../../../shared/contract/listing.ts';
import type { Product } from '../../../shared/exchange/catalogue.ts';
import { runs } from '../../../shared/exchange/runs.ts';
import type { Caller } from '../../core/caller.ts';
import { badField, forbidden } from '../../core/errors.ts';
import type { AttachmentsService } from '../attachments/attachments.service.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import type { Catalogue } from './exchange.catalogue.ts';
import { moderates } from './exchange.policy.ts';
import { daysAfter, type MissingInput } from './exchange.rules.ts';
import type { ExchangeStore, StoredListing } from './exchange.store.ts';

type Placed = Pick<
  StoredListing,
  'kind' | 'product' | 'cpv' | 'unit' | 'title' | 'nuts' | 'clusterId'
> & { clientId?: string };

export interface Checks {
  /**
   * The product that terms name, if any. Throws what is wrong with the terms beyond each field: `bad_request` with the
   * field, `forbidden` for what only others may say.
   * @param before the listing that they change; what it says already is not asked for again
   */
  assertSound(
    terms: Terms,
    cluster: Cluster,
    caller: Caller,
    before?: StoredListing,
  ): Promise<Product | null>;
  /** What `holdsOf` has to know beside the terms. */
  surroundings(listing: Placed): Promise<{ median: number | null; duplicate: boolean }>;
  /** What of the inputs an offer is missing is in the catalogue, with what a check of a request for it has to know. */
  inputsOf(
    offer: Pick<StoredListing, 'missingInputs' | 'clusterId' | 'nuts'>,
  ): Promise<Map<string, MissingInput>>;
}

export interface ChecksDeps {
  store: Pick<ExchangeStore, 'median' | 'listings'>;
  catalogue: Pick<Catalogue, 'find'>;
  clusters: Pick<ClustersStore, 'cluster'>;
  attachments: Pick<AttachmentsService, 'assertOf'>;
}

const day = 86_400_000;
/** How far from today the dates of a listing may lie. */
const farthest = 2 * 365;

/** What stood there before may stay. */
function assertNear(field: 'on' | 'from', date: string | null, before?: string | null): void {
  if (date === null || date === before) return;
  if (Math.abs(Date.parse(date) - Date.now()) > farthest * day)
    throw badField(field, 'far', 'a date within two years');
}

export function createChecks({ store, catalogue, clusters, attachments }: ChecksDeps): Checks {
  async function assertSound(
    terms: Terms,
    cluster: Cluster,
    caller: Caller,
    before?: StoredListing,
  ): Promise<Product | null> {
    const product = terms.product === null ? null : await catalogue.find(terms.product);
    if (terms.product !== null && !product)
      throw badField('product', 'choice', 'not in the catalogue');
    if (!product && !terms.cpv)
      throw badField('cpv', 'missing', 'needed where there is no product');
    if (terms.quantity % terms.lot !== 0)
      throw badField('quantity', 'multiple', 'a multiple of the lot');
    assertFitsKind(terms);
    // Somewhere it is still yesterday.
    if (
      terms.kind === 'request' &&
      terms.on !== before?.on &&
      terms.on < daysAfter(new Date().toISOString(), -1).slice(0, 10)
    )
      throw badField('on', 'past', 'today or later');
    assertNear('on', terms.on, before?.on);
    assertNear('from', terms.from, before?.from);
    if (terms.expiresAt && Date.parse(terms.expiresAt) <= Date.now())
      throw badField('expiresAt', 'past', 'in the future');
    if (terms.expiresAt && Date.parse(terms.expiresAt) > Date.now() + runs.most * day)
      throw badField('expiresAt', 'too_late', `at most ${runs.most} days`);
    if (new Set(terms.claims.map(({ code }) => code)).size < terms.claims.length)
      throw badField('claims', 'repeated', 'each code once');
    const fresh = assertOwnClaims(terms.claims, before?.claims);
    if (fresh.some((claim) => claim.level === 'documented' && !isShown(claim)))
      throw badField(
        'claims',
        'undocumented',
        'what is documented has a document or the number of a certificate',
      );
    await attachments.assertOf(cluster.id, documentsOf(fresh));
    if (cluster.kind === 'company' && !terms.sponsorId)
      throw forbidden(
        'A company names the cluster or authority that vouches for it.',
        'NEEDS_SPONSOR',
      );
    if (
      terms.sponsorId &&
      terms.sponsorId !== before?.sponsorId &&
      (terms.sponsorId === cluster.id || !vouches(await clusters.cluster(terms.sponsorId)))
    )
      throw badField('sponsorId', 'unvalidated', 'another cluster or authority that is validated');
    if (
      terms.priority === 'critical' &&
      before?.priority !== 'critical' &&
      !moderates(caller) &&
      !(cluster.kind === 'authority' && cluster.validated)
    )
      throw forbidden(
        'Only authorities and moderators can call a request critical.',
        'CRITICAL_BY_AUTHORITIES',
      );
    return product;
  }

  const surroundings = async ({
    kind,
    product,
    cpv,
    unit,
    title,
    nuts,
    clusterId,
    clientId,
  }: Placed) => {
    const siblings = await store.listings({
      kind,
      clusterId,
      states: ['open', 'review'],
      cpv,
      limit: 200,
    });
    // Where no product says what it is, its title does.
    const same = (other: StoredListing) =>
      other.product === product &&
      (product !== null || other.title.toLowerCase() === title.toLowerCase());
    const duplicate = siblings.some(
      (other) => same(other) && other.nuts === nuts && other.clientId !== clientId,
    );
    return { median: product === null ? null : await store.median(product, unit), duplicate };
  };

  return {
    assertSound,
    surroundings,
    async inputsOf({ missingInputs, clusterId, nuts }) {
      const inputs = new Map<string, MissingInput>();
      for (const slug of new Set(missingInputs)) {
        const product = await catalogue.find(slug);
        if (product)
          inputs.set(slug, {
            product,
            ...(await surroundings({
              kind: 'request',
              title: '',
              product: slug,
              cpv: product.cpv,
              unit: product.unit,
              clusterId,
              nuts,
            })),
          });
      }
      return inputs;
    },
  };
}

/** Whether a cluster can vouch for others. */
export const vouches = (cluster: Cluster | null): boolean =>
  cluster !== null && cluster.kind !== 'company' && cluster.validated !== null;

/**
 * Throws where somebody calls their own claim verified, unless a validator had.
 * @returns what they say anew
 */
export function assertOwnClaims(claims: readonly Claim[], before: readonly Claim[] = []): Claim[] {
  const fresh = claims.filter((claim) => !before.some((known) => isDeepStrictEqual(known, claim)));
  if (fresh.some(({ level }) => level === 'verified'))
    throw badField('claims', 'verified', 'only a validator says that a claim is verified');
  return fresh;
}

const isShown = ({ certificate, attachmentId }: Claim) => Boolean(certificate || attachmentId);

/** The attachments that claims name. */
export const documentsOf = (claims: readonly Claim[]): string[] =>
  claims.flatMap(({ attachmentId }) => attachmentId ?? []);

/** What only the other kind or mode may say must stand as it does by default. */
function assertFitsKind({
  kind,
  mode,
  minShip,
  maxRecipients,
  minReceive,
  toleranceDays,
  requires,
  claims,
  upstreamId,
  ratePerWeek,
  missingInputs,
}: Terms) {
  const wrong: [is: boolean, field: keyof Listing, only: string][] = [
    [kind === 'request' && minShip > 0, 'minShip', 'offers only'],
    [kind === 'request' && maxRecipients !== null, 'maxRecipients', 'offers only'],
    [kind === 'request' && claims.length > 0, 'claims', 'offers only'],
    [kind === 'offer' && minReceive > 0, 'minReceive', 'requests only'],
    [kind === 'offer' && toleranceDays > 0, 'toleranceDays', 'requests only'],
    [kind === 'offer' && requires.length > 0, 'requires', 'requests only'],
    [kind === 'offer' && upstreamId !== null, 'upstreamId', 'requests only'],
    [mode !== 'capacity' && ratePerWeek !== null, 'ratePerWeek', 'capacity only'],
    [mode !== 'capacity' && missingInputs.length > 0, 'missingInputs', 'capacity only'],
  ];
  for (const [is, field, only] of wrong) if (is) throw badField(field, 'of_other_kind', only);
}
