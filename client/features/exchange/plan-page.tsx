/** Allocation plans: made, looked at, made again, and proposed to both sides by a moderator. Nothing is promised by a plan. */
import { useState } from 'preact/hooks';
import { v4 as uuid } from 'uuid';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Answer } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';

import { CallError, call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { formatNumber } from '../../i18n.ts';
import '../../styles/board.css';
import { Empty } from '../../ui/empty.tsx';
import { attempt, tell } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { personById } from '../accounts/people.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { ProductSelect } from './choices.tsx';
import { useOnce } from './use-loaded.ts';
import { amount, covered, productName, region, x } from './words.ts';

type Plan = Answer<'plan:get'>['plan'];
type Row = Pick<
  Plan,
  'id' | 'at' | 'actorId' | 'product' | 'offers' | 'requests' | 'fillRate' | 'distance' | 'digest'
>;

/** How many shipments are proposed with one call. */
const together = 50;

/** Asks again while the answer takes longer than one waits for it: under the same id it is done once. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 20; ; left--)
    try {
      return await ask();
    } catch (thrown) {
      if (left === 0 || !(thrown instanceof CallError) || thrown.body.code !== 'unavailable')
        throw thrown;
    }
}

export function PlanPage({ id }: { id: string | undefined }) {
  return id ? <One id={id} /> : <All />;
}

const about = ({ product }: Row) => (product ? productName(product) : x('plan.everything'));

function All() {
  const [product, setProduct] = useState('');
  const [busy, setBusy] = useState(false);
  const { value, failure } = useOnce('plan:list', {});
  const make = () =>
    attempt(async () => {
      setBusy(true);
      const planId = uuid();
      await patiently(() => call('plan:make', { planId, ...(product && { product }) })).finally(
        () => setBusy(false),
      );
      navigate(`/exchange/plan/${planId}`);
    });
  return (
    <>
      <p class="muted">{x('plan.what')}</p>
      <div class="field-row">
        <ProductSelect value={product} change={setProduct} none={x('plan.everything')} />
      </div>
      <p class="listing-actions">
        <button type="button" class="primary" disabled={busy} onClick={make}>
          {x(busy ? 'plan.making' : 'plan.make')}
        </button>
      </p>
      <h2>{x('plan.log')}</h2>
      {failure && <p class="failure">{failure}</p>}
      {!value && !failure && <Skeleton rows={3} />}
      {value?.length === 0 && <Empty>{x('plan.none')}</Empty>}
      <ul class="listings">
        {value?.map((plan) => (
          <li key={plan.id}>
            <a href={`/exchange/plan/${plan.id}`}>{about(plan)}</a> <Figures plan={plan} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Figures({
  plan: { at, actorId, product, offers, requests, fillRate, distance, digest },
}: {
  plan: Row;
}) {
  return (
    <p class="muted">
      <Time iso={at} brief /> · <bdi>{personById(actorId)?.name}</bdi> ·{' '}
      {x('plan.from', { offers: formatNumber(offers), requests: formatNumber(requests) })} ·{' '}
      {product &&
        `${x('plan.fills', { share: covered(fillRate), distance: formatNumber(Math.round(distance * 10) / 10) })} · `}{' '}
      <code title={digest}>{digest.slice(0, 12)}</code>
    </p>
  );
}

function One({ id }: { id: string }) {
  const { value, failure } = useOnce('plan:get', { planId: id });
  if (failure && !value)
    return (
      <Empty action={<a href="/exchange/plan">{x('plan.title')}</a>}>{x('plan.unknown')}</Empty>
    );
  if (!value) return <Skeleton />;
  return <Whole {...value} />;
}

function Whole({ plan, listings, proposed: before }: Answer<'plan:get'>) {
  const [done, setDone] = useState(() => new Set(before));
  const [left, setLeft] = useState(new Set<number>());
  const [refused, setRefused] = useState<{ what: string; message: string }[]>([]);
  const byId = new Map(listings.map((listing) => [listing.id, listing]));
  const first = plan.shipments;
  const chosen = first.filter((_, n) => !left.has(n) && !done.has(n));
  const titleOf = (listingId: string) => byId.get(listingId)?.title ?? x('plan.unseen');
  const replay = () =>
    attempt(async () =>
      tell(
        x(
          (await patiently(() => call('plan:replay', { planId: plan.id }))).same
            ? 'plan.same'
            : 'plan.other',
        ),
      ),
    );
  const propose = () =>
    attempt(async () => {
      const shipments = chosen.map(({ offerId, requestId }) => ({ offerId, requestId }));
      let proposed = 0;
      setRefused([]);
      for (let at = 0; at < shipments.length; at += together) {
        const answer = await patiently(() =>
          call('plan:propose', { planId: plan.id, shipments: shipments.slice(at, at + together) }),
        );
        proposed += answer.proposed.length;
        const failed = answer.refused.map(({ offerId, requestId, ...error }) => ({
          what: `${titleOf(offerId)} → ${titleOf(requestId)}`,
          message: explain(new CallError({ ...error, retryable: false })),
        }));
        setRefused((before) => [...before, ...failed]);
      }
      tell(x('plan.proposed', { count: proposed }));
      setDone(new Set((await call('plan:get', { planId: plan.id })).proposed));
    });
  const choose = (n: number, wanted: boolean) =>
    setLeft(
      (before) => new Set(wanted ? [...before].filter((other) => other !== n) : [...before, n]),
    );
  return (
    <>
      <h2>{about(plan)}</h2>
      <Figures plan={plan} />
      {first.length === 0 && <p>{x('plan.nothing')}</p>}
      {plan.count > first.length && (
        <p class="muted">
          {x('plan.first', { shown: first.length, all: formatNumber(plan.count) })}
        </p>
      )}
      {first.length > 0 && (
        <div class="figures wraps" tabIndex={0} role="group" aria-label={x('plan.title')}>
          <table>
            <thead>
              <tr>
                {(['propose', 'howMuch', 'offer', 'request', 'shipments'] as const).map((name) => (
                  <th key={name} scope="col">
                    {x(`plan.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {first.map(({ offerId, requestId, quantity }, n) => {
                const offer = byId.get(offerId);
                const request = byId.get(requestId);
                return (
                  <tr key={`${offerId} ${requestId}`}>
                    <td>
                      {done.has(n) ? (
                        x('cstate.proposed')
                      ) : (
                        <input
                          type="checkbox"
                          aria-label={`${x('plan.propose')}: ${titleOf(offerId)} → ${titleOf(requestId)}`}
                          checked={!left.has(n)}
                          onChange={(event) => choose(n, event.currentTarget.checked)}
                        />
                      )}
                    </td>
                    <td class="number">
                      {offer ? amount(quantity, offer.unit) : formatNumber(quantity)}
                    </td>
                    <td>
                      <a href={`/listings/${offerId}`}>{titleOf(offerId)}</a>{' '}
                      {offer && <Where listing={offer} />}
                    </td>
                    <td>
                      <a href={`/listings/${requestId}`}>{titleOf(requestId)}</a>{' '}
                      {request && <Where listing={request} />}
                    </td>
                    <td class="number">{formatNumber(plan.shipmentsOf[offerId] ?? 0)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <p class="listing-actions">
        {chosen.length > 0 && (
          <button type="button" class="primary" onClick={propose}>
            {x('plan.proposeThese', { count: chosen.length })}
          </button>
        )}
        <button type="button" onClick={replay}>
          {x('plan.replay')}
        </button>
        <a class="button" href="/exchange/plan">
          {x('plan.log')}
        </a>
      </p>
      {refused.length > 0 && (
        <div class="holds" role="status">
          <p>{x('plan.refused')}</p>
          <ul>
            {refused.map(({ what, message }) => (
              <li key={what}>
                {what}: {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {first.length > 0 && <p class="muted">{x('plan.both')}</p>}
    </>
  );
}

const Where = ({ listing: { clusterId, nuts } }: { listing: Listing }) => (
  <small class="muted">
    <bdi>{clusterById(clusterId)?.name}</bdi> · {region(nuts)}
  </small>
);
