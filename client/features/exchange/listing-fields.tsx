/** The fields of an offer or a request: a few at first, the rest as they matter, and the card as others will see it. */

import { useEffect, useState } from 'preact/hooks';
import { calendarDay } from '../../../shared/calendar.ts';
import type { ChannelSummary } from '../../../shared/contract/channels.ts';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import type { Unit } from '../../../shared/exchange/catalogue.ts';
import { type Hold, holdsOf } from '../../../shared/exchange/holds.ts';
import { priorities } from '../../../shared/exchange/plan.ts';
import { runs } from '../../../shared/exchange/runs.ts';
import { limits } from '../../../shared/limits.ts';
import { language } from '../../i18n.ts';
import { Area, Field, Select } from '../../ui/field.tsx';
import { moderatesAll } from '../accounts/session.state.ts';
import { clusters } from '../clusters/clusters.state.ts';
import { AmountField, whole } from './amount-field.tsx';
import { Holds, ListingCard } from './card.tsx';
import { UnitOptions } from './choices.tsx';
import { DateField } from './date-field.tsx';
import { ClaimFields, NeedFields } from './evidence-fields.tsx';
import { type Draft, ready, shownOf, termsOf } from './listing-draft.ts';
import { ProductField } from './product-field.tsx';
import { RegionField } from './region-field.tsx';
import { useOnce } from './use-loaded.ts';
import { catalogue, productName, x } from './words.ts';

/** Changes some of a draft; by what it is at that moment, where that may have moved since. */
export type ChangeDraft = (patch: Partial<Draft> | ((draft: Draft) => Partial<Draft>)) => void;

export const changing =
  (set: (update: (draft: Draft) => Draft) => void): ChangeDraft =>
  (patch) =>
    set((draft) => ({ ...draft, ...(typeof patch === 'function' ? patch(draft) : patch) }));

interface Props {
  draft: Draft;
  change: ChangeDraft;
  kind: Listing['kind'];
  channel: ChannelSummary;
  cluster: Cluster;
  /** The listing that is changed. */
  except?: Listing;
}

export function ListingFields({ draft, change, kind, channel, cluster, except }: Props) {
  const offers = kind === 'offer';
  const terms = termsOf(draft, kind, language, cluster.name);
  const { product, unit, nuts } = terms;
  const { value: around } = useOnce(
    'listing:surroundings',
    product && nuts ? { kind, product, unit, nuts, ...(except && { except: except.id }) } : null,
  );
  const holds = holdsOf(terms, around?.median, around?.duplicate);
  const held = (...by: Hold[]) => (
    <Holds holds={holds.filter((hold) => by.includes(hold))} title={x('form.whatHolds')} />
  );
  // What holds it opens the rest, and mending it does not close it again under one's hands.
  const [more, setMore] = useState(false);
  const hidden = holds.some((hold) => hold !== 'OUTLIER' && hold !== 'DUPLICATE');
  useEffect(() => {
    if (hidden) setMore(true);
  }, [hidden]);
  const text = textFields(draft, change);
  const needsSponsor = cluster.kind === 'company';
  const sponsor = (
    <Sponsor
      cluster={cluster}
      value={draft.sponsorId}
      required={needsSponsor}
      change={(sponsorId) => change({ sponsorId })}
    />
  );
  return (
    <>
      <ProductField
        words={draft.words}
        product={draft.product}
        change={(words, product) =>
          change(product ? { words, product, ...ready(product, draft, kind) } : { words, product })
        }
        code={(name, cpv) => change({ words: name, product: null, cpv })}
      />
      {!draft.product && draft.words && (
        <Field
          {...text('cpv')}
          label={x('form.cpv')}
          hint={x('form.cpvHint')}
          required
          pattern="\d{8}"
        />
      )}
      <div class="field-row">
        <AmountField
          {...text('quantity')}
          step={whole(draft.lot) || 1}
          required
          label={x('form.quantity')}
        />
        <Select
          label={x('form.unit')}
          value={draft.unit}
          change={(unit) => change({ unit: unit as Unit })}
        >
          <UnitOptions />
        </Select>
      </div>
      {held('OUTLIER')}
      <div class="field-row">
        <RegionField
          label={x(offers ? 'form.where' : 'form.whereNeeded')}
          value={draft.nuts}
          change={(nuts) => change({ nuts })}
          required
        />
        <DateField
          value={draft.on}
          change={(on) => change({ on })}
          min={offers || except ? undefined : calendarDay(new Date())}
          required
          label={x(offers ? 'form.onOffer' : 'form.onRequest')}
        />
      </div>
      {held('DUPLICATE')}
      {needsSponsor && sponsor}
      <details
        open={more}
        onToggle={(event) => setMore(event.currentTarget.open)}
        onInvalidCapture={() => setMore(true)}
      >
        <summary>{x('form.more')}</summary>
        <div class="more-fields">
          <Field
            {...text('title')}
            bounds={limits.title}
            label={x('form.title')}
            placeholder={terms.title}
          />
          <Area {...text('body')} bounds={limits.listingBody} label={x('form.body')} />
          {held('ADVANCE_PAYMENT')}
          {offers ? (
            <>
              <ClaimFields
                draft={draft}
                change={(claims) => change((now) => ({ claims: claims(now.claims) }))}
              />
              {held('NB_MISSING', 'NB_UNEXPECTED')}
              <OfferFields draft={draft} change={change} />
            </>
          ) : (
            <>
              <NeedFields requires={draft.requires} change={(requires) => change({ requires })} />
              <RequestFields draft={draft} change={change} cluster={cluster} />
            </>
          )}
          <Field
            {...text('days')}
            type="number"
            min={1}
            max={runs.most}
            placeholder={`${runs[kind]}`}
            label={x('form.days')}
          />
          {!needsSponsor && sponsor}
        </div>
      </details>
      {terms.quantity > 0 && (
        <section aria-label={x('form.preview')}>
          <h2>{x('form.preview')}</h2>
          <h3 class="title" dir="auto">
            {terms.title}
          </h3>
          <ListingCard
            listing={{
              ...shownOf(terms, channel.id, cluster.id),
              ...(except && leftOf(except, terms.quantity)),
            }}
          />
        </section>
      )}
      {!cluster.validated && holds.length === 0 && <p class="muted">{x('unvalidated')}</p>}
    </>
  );
}

/** What would be left of a listing with another quantity. */
const leftOf = ({ committed, dispatched, received }: Listing, quantity: number) => ({
  ...{ committed, dispatched, received },
  remaining: Math.max(0, quantity - committed - dispatched - received),
});

type Part = Pick<Props, 'draft' | 'change'>;

const textFields = (draft: Draft, change: Props['change']) => (field: keyof Draft) => ({
  value: String(draft[field] ?? ''),
  onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
    change({ [field]: event.currentTarget.value }),
});

function OfferFields({ draft, change }: Part) {
  const text = textFields(draft, change);
  return (
    <>
      <Select
        label={x('form.mode')}
        value={draft.mode}
        change={(mode) => change({ mode: mode as Draft['mode'] })}
      >
        {(['stock', 'capacity', 'service'] as const).map((mode) => (
          <option key={mode} value={mode}>
            {x(`mode.${mode}`)}
          </option>
        ))}
      </Select>
      {draft.mode === 'capacity' && (
        <>
          <div class="field-row">
            <AmountField {...text('ratePerWeek')} label={x('form.rate')} />
            <DateField
              value={draft.from}
              change={(from) => change({ from })}
              label={x('form.from')}
            />
          </div>
          <MissingInputs
            chosen={draft.missingInputs}
            change={(missingInputs) => change({ missingInputs })}
          />
        </>
      )}
      <Field {...text('shipsTo')} label={x('form.shipsTo')} hint={x('form.shipsToHint')} />
      <div class="field-row">
        <AmountField {...text('lot')} label={x('form.lot')} />
        <AmountField {...text('least')} label={x('form.minShip')} />
        <Field
          {...text('maxRecipients')}
          type="number"
          min={1}
          max={1000}
          label={x('form.maxRecipients')}
        />
      </div>
    </>
  );
}

function RequestFields({ draft, change, cluster }: Part & Pick<Props, 'cluster'>) {
  const mayBeCritical =
    moderatesAll() ||
    (cluster.kind === 'authority' && cluster.validated) ||
    draft.priority === 'critical';
  const text = textFields(draft, change);
  return (
    <>
      <Select
        label={x('form.priority')}
        value={draft.priority}
        change={(priority) => change({ priority: priority as Draft['priority'] })}
      >
        {priorities
          .filter((priority) => priority !== 'critical' || mayBeCritical)
          .map((priority) => (
            <option key={priority} value={priority}>
              {x(`priority.${priority}`)}
            </option>
          ))}
      </Select>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.partial}
          onChange={(event) => change({ partial: event.currentTarget.checked })}
        />{' '}
        {x('form.partial')}
      </label>
      <div class="field-row">
        <Field
          {...text('toleranceDays')}
          type="number"
          min={0}
          max={60}
          label={x('form.tolerance')}
        />
        <AmountField {...text('lot')} label={x('form.lot')} />
        <AmountField {...text('least')} label={x('form.minReceive')} />
      </div>
    </>
  );
}

function Sponsor({
  cluster,
  value,
  required,
  change,
}: {
  cluster: Cluster;
  value: string;
  required: boolean;
  change(id: string): void;
}) {
  return (
    <Select
      label={x('form.sponsor')}
      hint={x('form.sponsorHint')}
      value={value}
      change={change}
      required={required}
    >
      <option value="">{x('form.nobody')}</option>
      {clusters.value
        ?.filter(
          ({ id, kind, validated }) =>
            id === value || (id !== cluster.id && kind !== 'company' && validated),
        )
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </Select>
  );
}

/** What an offer of capacity is still missing, as a choice of products. */
function MissingInputs({ chosen, change }: { chosen: string[]; change(chosen: string[]): void }) {
  return (
    <fieldset class="checks">
      <legend>{x('form.missing')}</legend>
      {Object.keys(catalogue.value).map((slug) => (
        <label key={slug} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(slug)}
            onChange={(event) =>
              change(
                event.currentTarget.checked
                  ? [...chosen, slug]
                  : chosen.filter((other) => other !== slug),
              )
            }
          />{' '}
          {productName(slug)}
        </label>
      ))}
      <small class="muted">{x('form.missingHint')}</small>
    </fieldset>
  );
}
