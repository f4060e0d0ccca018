/** Allocation plans: made by moderators, logged with what they were made from, proposed to both sides. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { v5 } from 'uuid';
import type { Answer, OperationName, Parsed } from '../../../shared/contract/index.ts';
import type { PlanRecord } from '../../../shared/contract/plans.ts';
import { isOpen } from '../../../shared/exchange/match.ts';
import type { Plan } from '../../../shared/exchange/plan.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { AppError, conflict, forbidden, notFound } from '../../core/errors.ts';
import { createTurns } from '../../core/turns.ts';
import { workerFile } from '../../core/worker-file.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { CommitmentsService } from './commitments.service.ts';
import type { Market, Stall } from './exchange.market.ts';
import { moderates, toWire } from './exchange.policy.ts';
import { inSight, withinReach } from './exchange.sight.ts';
import { binding, type ExchangeStore, type PlanInput, type StoredPlan } from './exchange.store.ts';

export type PlanNames = Extract<OperationName, `plan:${string}`>;

export interface PlansDeps {
  store: ExchangeStore;
  market: Market;
  commitments: Pick<CommitmentsService, 'propose'>;
  channels: ChannelsService;
}

/** How many plans the log shows, and how many shipments of each. */
const shown = 200;
/** What a plan and all it was made from may hold, in characters; a document of MongoDB has no more than 16 MB. */
const most = 13_000_000;
/** What a shipment takes of it. */
const shipmentSize = 160;

export function createPlansService({ store, market, commitments, channels }: PlansDeps): {
  handlers: Handlers<PlanNames>;
} {
  const inTurn = createTurns();
  const underWay = new Map<string, Promise<PlanRecord>>();

  /** One after another on a node: each takes a processor for as long as it lasts. */
  const beside = (input: PlanInput) => inTurn('plan', () => allocateBeside(input));

  async function make(
    { planId, product }: Parsed<'plan:make'>,
    caller: Caller,
  ): Promise<PlanRecord> {
    assertModerates(caller);
    const known = await store.plan(planId);
    if (known) return recordOf(known);
    const now = new Date().toISOString();
    const open = [...(await market.stalls())].filter(
      (stall) =>
        isOpen(stall, now) && stall.remaining > 0 && (!product || stall.product === product),
    );
    const seen = await inSight(open, caller, channels);
    const input = inputOf(await withinReach(seen, channels), await recipientsOf(open));
    const text = JSON.stringify(input);
    const { shipments, ...figures } = await beside(input);
    if (text.length + shipments.length * shipmentSize > most)
      throw new AppError(
        'too_large',
        'There are too many listings for one plan. Choose a product.',
        { reason: 'PLAN_TOO_LARGE' },
      );
    const plan: StoredPlan = {
      ...{ id: planId, at: now, actorId: caller.memberId, product: product ?? null },
      ...{
        offers: input.offers.length,
        requests: input.requests.length,
        digest: createHash('sha256').update(text).digest('hex'),
      },
      ...figures,
      ...{ count: shipments.length, shipments },
      input,
    };
    return recordOf(await store.addPlan(plan));
  }

  /** Whom offers that are for only so many have promised something. */
  async function recipientsOf(open: readonly Stall[]): Promise<Map<string, string[]>> {
    const limited = open
      .filter(({ kind, maxRecipients }) => kind === 'offer' && maxRecipients !== null)
      .map(({ id }) => id);
    const recipients = new Map<string, string[]>();
    for (const { offerId, requestId, state } of await store.commitmentsOf(limited))
      if (binding.includes(state))
        recipients.set(offerId, [...(recipients.get(offerId) ?? []), requestId]);
    return recipients;
  }

  /** The plan that is being made under an id, or that was: whoever had to wait too long asks again. */
  function madeOnce(input: Parsed<'plan:make'>, caller: Caller): Promise<PlanRecord> {
    const key = `${caller.memberId} ${input.planId}`;
    const made = underWay.get(key) ?? make(input, caller).finally(() => underWay.delete(key));
    underWay.set(key, made);
    return made;
  }

  async function known(planId: string, caller: Caller): Promise<StoredPlan> {
    assertModerates(caller);
    const plan = await store.plan(planId);
    if (!plan) throw notFound('plan');
    return plan;
  }

  async function get({ planId }: Parsed<'plan:get'>, caller: Caller) {
    const plan = await known(planId, caller);
    const record = recordOf(plan);
    const ids = new Set(record.shipments.flatMap(({ offerId, requestId }) => [offerId, requestId]));
    const listings = await inSight(await store.listingsById([...ids]), caller, channels);
    const made = new Set((await store.commitmentsOf([...ids])).map(({ id }) => id));
    const proposed = record.shipments.flatMap((shipment, n) =>
      made.has(shipmentId(planId, shipment)) ? [n] : [],
    );
    return { plan: record, listings: listings.map(toWire), proposed };
  }

  async function propose({ planId, shipments }: Parsed<'plan:propose'>, caller: Caller) {
    const plan = await known(planId, caller);
    const proposed: string[] = [];
    const refused: Answer<'plan:propose'>['refused'] = [];
    for (const { offerId, requestId } of shipments) {
      const planned = plan.shipments.find(
        (shipment) => shipment.offerId === offerId && shipment.requestId === requestId,
      );
      try {
        if (!planned) throw notFound('shipment in this plan');
        const id = shipmentId(planId, { offerId, requestId });
        const commitment = await commitments.propose(
          { clientId: id, offerId, requestId, quantity: planned.quantity },
          caller,
          id,
        );
        if (commitment.state !== 'proposed')
          throw conflict(`It was proposed before, and is ${commitment.state}.`, {
            state: commitment.state,
          });
        proposed.push(commitment.id);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const { code, message, details } = error;
        refused.push({ offerId, requestId, code, message, ...(details && { details }) });
      }
    }
    return { proposed, refused };
  }

  return {
    handlers: {
      'plan:make': madeOnce,
      'plan:list': async (_input, caller) => {
        assertModerates(caller);
        return store.plans(shown);
      },
      'plan:get': get,
      'plan:replay': async ({ planId }, caller) => {
        const { input, ...logged } = await known(planId, caller);
        const { shipments, fillRate, distance } = await beside(input);
        return {
          same:
            JSON.stringify([shipments, fillRate, distance]) ===
            JSON.stringify([logged.shipments, logged.fillRate, logged.distance]),
        };
      },
      'plan:propose': propose,
    },
  };
}

/** The same of each plan is proposed once, however often and by whomever it is asked for. */
const shipmentId = (
  planId: string,
  { offerId, requestId }: { offerId: string; requestId: string },
) => v5(`${offerId} ${requestId}`, planId);

function assertModerates(caller: Caller) {
  if (!moderates(caller)) throw forbidden('Only moderators can plan.', 'MODERATORS_ONLY');
}

/** A plan as it travels: its first shipments, and how many there are. */
function recordOf({ input: _input, ...plan }: StoredPlan): PlanRecord {
  const shipments = plan.shipments.slice(0, shown);
  const shipmentsOf = Object.fromEntries(
    shipments.map(({ offerId }) => [offerId, plan.shipmentsOf[offerId] ?? 0]),
  );
  return { ...plan, shipments, shipmentsOf };
}

/** Only what a plan looks at, in the order of the ids, so that equal markets have equal digests. */
function inputOf(stalls: Stall[], recipients: ReadonlyMap<string, string[]>): PlanInput {
  const sides = stalls
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(
      ({
        state: _state,
        channelId: _channelId,
        authorId: _authorId,
        title: _title,
        lang: _lang,
        expiresAt: _expiresAt,
        firstResponseAt: _first,
        trail: _trail,
        ...side
      }) => side,
    );
  const offers = sides
    .filter(({ kind }) => kind === 'offer')
    .map((offer) => ({ ...offer, recipients: recipients.get(offer.id)?.sort() ?? [] }));
  return { offers, requests: sides.filter(({ kind }) => kind === 'request') };
}

async function allocateBeside(input: PlanInput): Promise<Plan> {
  const { filename, execArgv } = workerFile(import.meta.url, 'plan.worker');
  const worker = new Worker(filename, { workerData: input, execArgv });
  const [plan] = (await once(worker, 'message')) as [Plan];
  return plan;
}
