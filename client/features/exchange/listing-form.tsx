/** Where an offer or a request is written: three fields at first, the rest as it matters, and the card as others will see it. */
import { useEffect, useState } from 'preact/hooks';
import { v4 as uuid } from 'uuid';
import { useSearch } from 'wouter-preact';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Channel } from '../../../shared/contract/channels.ts';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import type { Unit } from '../../../shared/exchange/catalogue.ts';
import { holdsOf } from '../../../shared/exchange/holds.ts';
import { call } from '../../api.ts';
import { language, t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { Area, Field, Select } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { attempt, tell } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { channelBySlug } from '../channels/channels.state.ts';
import { clusterById, clusters } from '../clusters/clusters.state.ts';
import { Holds, ListingCard } from './card.tsx';
import { UnitOptions } from './choices.tsx';
import { answerTo, blank, type Draft, forget, keep, kept, ready, shownOf, termsOf } from './listing-draft.ts';
import { ProductField } from './product-field.tsx';
import { RegionField } from './region-field.tsx';
import { catalogue, productName, x } from './words.ts';

/** @param from a listing that is repeated or answered, or, where the address names an `input`, that is missing it */
export function ListingForm({ slug, kind, from }: { slug: string; kind: Listing['kind']; from: string | undefined }) {
  const channel = channelBySlug(slug)?.channel;
  const cluster = clusterById(account.value?.clusterId ?? null);
  const title = x(kind === 'offer' ? 'offerHelp' : 'askForHelp');
  const input = new URLSearchParams(useSearch()).get('input');
  const place = from ? `${slug}:${kind}:${from}${input ?? ''}` : `${slug}:${kind}`;
  const [first, setFirst] = useState<Draft | null>(null);
  useEffect(() => {
    if (!cluster || first) return;
    const known = kept(place);
    const nuts = cluster.nuts ?? '';
    if (known || !from) setFirst(known ?? blank(kind, nuts));
    else void attempt(async () => setFirst(answerTo(await call('listing:get', { listingId: from }), kind, nuts, input)));
  }, [from, cluster]);
  return (
    <Page title={title} back={`/c/${slug}`}>
      {cluster && channel ? (
        first ? (
          <Fields first={first} place={place} kind={kind} channel={channel} cluster={cluster} />
        ) : (
          <Skeleton />
        )
      ) : clusters.value ? (
        <Empty action={<a href="/settings">{t('settings.title')}</a>}>{x('noCluster')}</Empty>
      ) : (
        <Skeleton />
      )}
    </Page>
  );
}

function Fields({ first, place, kind, channel, cluster }: { first: Draft; place: string; kind: Listing['kind']; channel: Channel; cluster: Cluster }) {
  const [draft, setDraft] = useState(first);
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  useEffect(() => keep(place, draft), [draft]);
  const offers = kind === 'offer';
  const terms = termsOf(draft, kind, language);
  const holds = holdsOf(terms);
  // What holds it opens the rest, and mending it does not close it again under one's hands.
  const [more, setMore] = useState(false);
  const held = holds.length > 0;
  useEffect(() => {
    if (held) setMore(true);
  }, [held]);
  const submit = async () => {
    const listing = await call('listing:create', { channelId: channel.id, clientId: draft.clientId, ...terms });
    forget(place);
    if (draft.answers && listing.state === 'open') return void (await answer(draft.answers, listing));
    navigate(listing.state === 'open' ? `/c/${channel.slug}/p/${listing.postId}` : `/listings/${listing.id}`);
  };
  const text = (field: keyof Draft) => ({
    value: String(draft[field] ?? ''),
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => change({ [field]: event.currentTarget.value }),
  });

  return (
    <Form label={x(offers ? 'form.post' : 'form.postRequest')} submit={submit}>
      <ProductField
        words={draft.words}
        product={draft.product}
        change={(words, product) => change(product ? { words, product, ...ready(product, draft) } : { words, product })}
        code={(name, cpv) => change({ words: name, product: null, cpv })}
      />
      {!draft.product && draft.words && <Field {...text('cpv')} label={x('form.cpv')} hint={x('form.cpvHint')} required pattern="\d{8}" />}
      <div class="field-row">
        <Field {...text('quantity')} type="number" min={1} max={1_000_000_000} step={Number(draft.lot) || 1} required label={x('form.quantity')} />
        <Select label={x('form.unit')} value={draft.unit} change={(unit) => change({ unit: unit as Unit })}>
          <UnitOptions />
        </Select>
      </div>
      <div class="field-row">
        <RegionField label={x(offers ? 'form.where' : 'form.whereNeeded')} value={draft.nuts} change={(nuts) => change({ nuts })} required />
        <Field {...text('on')} type="date" required label={x(offers ? 'form.onOffer' : 'form.onRequest')} />
      </div>
      <Holds holds={holds} title={x('form.whatHolds')} />
      <details open={more} onToggle={(event) => setMore(event.currentTarget.open)} onInvalidCapture={() => setMore(true)}>
        <summary>{x('form.more')}</summary>
        <div class="more-fields">
          {offers && (
            <Select label={x('form.mode')} value={draft.mode} change={(mode) => change({ mode: mode as Draft['mode'] })}>
              {(['stock', 'capacity', 'service'] as const).map((mode) => (
                <option key={mode} value={mode}>
                  {x(`mode.${mode}`)}
                </option>
              ))}
            </Select>
          )}
          {offers && draft.mode === 'capacity' && (
            <>
              <div class="field-row">
                <Field {...text('ratePerWeek')} type="number" min={1} max={1_000_000_000} label={x('form.rate')} />
                <Field {...text('from')} type="date" label={x('form.from')} />
              </div>
              <MissingInputs chosen={draft.missingInputs} change={(missingInputs) => change({ missingInputs })} />
            </>
          )}
          <Field {...text('title')} minLength={5} maxLength={120} label={x('form.title')} placeholder={terms.title} />
          <Area {...text('body')} maxLength={4000} label={x('form.body')} />
          <Field {...text('claim')} maxLength={24} label={x(offers ? 'form.claim' : 'form.requires')} hint={x('form.claimHint')} />
          {offers && draft.claim && (
            <>
              <Field {...text('notifiedBody')} pattern="\d{4}" label={x('form.notifiedBody')} hint={x('form.notifiedBodyHint')} />
              <div class="field-row">
                <Field {...text('certificate')} maxLength={100} label={x('form.certificate')} />
                <Field {...text('certificateExpires')} type="date" label={x('form.certificateExpires')} />
              </div>
              <label class="check">
                <input type="checkbox" checked={draft.documented} onChange={(event) => change({ documented: event.currentTarget.checked })} />{' '}
                {x('form.document')}
              </label>
            </>
          )}
          <Field {...text('lot')} type="number" min={1} label={x('form.lot')} />
          {offers ? (
            <Field {...text('shipsTo')} label={x('form.shipsTo')} hint={x('form.shipsToHint')} />
          ) : (
            <>
              <Field {...text('toleranceDays')} type="number" min={0} max={60} label={x('form.tolerance')} />
              <label class="check">
                <input type="checkbox" checked={draft.partial} onChange={(event) => change({ partial: event.currentTarget.checked })} /> {x('form.partial')}
              </label>
              <Select label={x('form.priority')} value={draft.priority} change={(priority) => change({ priority: priority as Draft['priority'] })}>
                {(['critical', 'high', 'normal', 'low'] as const).map((priority) => (
                  <option key={priority} value={priority}>
                    {x(`priority.${priority}`)}
                  </option>
                ))}
              </Select>
            </>
          )}
          <div class="field">
            <label for="listing-sponsor">{x('form.sponsor')}</label>
            <select id="listing-sponsor" value={draft.sponsorId} onChange={(event) => change({ sponsorId: event.currentTarget.value })}>
              <option value="">{x('form.nobody')}</option>
              {clusters.value
                ?.filter(({ id, kind: what }) => id !== cluster.id && what !== 'company')
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </select>
            <small>{x('form.sponsorHint')}</small>
          </div>
        </div>
      </details>
      {terms.quantity > 0 && (
        <section aria-label={x('form.preview')}>
          <h2>{x('form.preview')}</h2>
          <h3 class="title">{terms.title}</h3>
          <ListingCard listing={shownOf(terms, channel.id, cluster.id)} />
        </section>
      )}
      {!cluster.validated && holds.length === 0 && <p class="muted">{x('unvalidated')}</p>}
      <small class="muted">{x('form.kept')}</small>
    </Form>
  );
}

/** Proposes what was just posted to the listing that it answers, as much as both have. */
async function answer({ id, remaining, lot }: NonNullable<Draft['answers']>, listing: Listing) {
  const most = Math.min(remaining, listing.remaining);
  const step = lot * listing.lot;
  const [offerId, requestId] = listing.kind === 'offer' ? [listing.id, id] : [id, listing.id];
  await attempt(async () => {
    await call('commitment:propose', { clientId: uuid(), offerId, requestId, quantity: most - (most % step) || most });
    tell(x('propose.sent'));
  });
  navigate(`/listings/${id}`);
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
            onChange={(event) => change(event.currentTarget.checked ? [...chosen, slug] : chosen.filter((other) => other !== slug))}
          />{' '}
          {productName(slug)}
        </label>
      ))}
      <small class="muted">{x('form.missingHint')}</small>
    </fieldset>
  );
}
