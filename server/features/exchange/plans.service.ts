/** Allocation plans: made by moderators, logged with what they were made from, proposed to both sides. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { v7 as uuid, v5 } from 'uuid';
import type { PlanRecord } from '../../../shared/contract/exchange.ts';
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import { isOpen } from '../../../shared/exchange/match.ts';
import type { Plan } from '../../../shared/exchange/plan.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { AppError, forbidden, notFound } from '../../core/errors.ts';
import { root } from '../../root.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { CommitmentsService } from './commitments.service.ts';
import { toWire } from './exchange.change.ts';
import type { Market, Stall } from './exchange.market.ts';
import { moderates } from './exchange.policy.ts';
import { inSight } from './exchange.sight.ts';
import type { ExchangeStore, PlanInput, StoredPlan } from './exchange.store.ts';

export type PlanNames = Extract<OperationName, `plan:${string}`>;

export interface PlansDeps {
  store: ExchangeStore;
  market: Market;
  commitments: Pick<CommitmentsService, 'propose'>;
  channels: ChannelsService;
}

/** How many plans the log shows, and of how many shipments it shows the listings. */
const shown = 200;
/** Characters of what a plan is made from; a database document holds no more than 16 MB. */
const mostInput = 12_000_000;

export function createPlansService({ store, market, commitments, channels }: PlansDeps): { handlers: Handlers<PlanNames> } {
  async function make({ product }: Parsed<'plan:make'>, caller: Caller): Promise<PlanRecord> {
    assertModerates(caller);
    const now = new Date().toISOString();
    const open = [...(await market.stalls())].filter((stall) => isOpen(stall, now) && stall.remaining > 0 && (!product || stall.product === product));
    const input = inputOf(await inSight(open, caller, channels));
    const text = JSON.stringify(input);
    if (text.length > mostInput) throw new AppError('too_large', 'There are too many listings for one plan. Choose a product.');
    const plan: StoredPlan = {
      ...{ id: uuid(), at: now, actorId: caller.memberId, product: product ?? null },
      ...{ offers: input.offers.length, requests: input.requests.length, digest: createHash('sha256').update(text).digest('hex') },
      ...(await allocateBeside(input)),
      input,
    };
    await store.addPlan(plan);
    return recordOf(plan);
  }

  async function known(planId: string, caller: Caller): Promise<StoredPlan> {
    assertModerates(caller);
    const plan = await store.plan(planId);
    if (!plan) throw notFound('plan');
    return plan;
  }

  async function get({ planId }: Parsed<'plan:get'>, caller: Caller) {
    const plan = await known(planId, caller);
    const ids = new Set(plan.shipments.slice(0, shown).flatMap(({ offerId, requestId }) => [offerId, requestId]));
    const listings = await inSight(await store.listingsById([...ids]), caller, channels);
    return { plan: recordOf(plan), listings: listings.map(toWire) };
  }

  async function propose({ planId, shipments }: Parsed<'plan:propose'>, caller: Caller) {
    const plan = await known(planId, caller);
    const proposed: string[] = [];
    const refused: { offerId: string; requestId: string; message: string }[] = [];
    for (const { offerId, requestId } of shipments) {
      const planned = plan.shipments.find((shipment) => shipment.offerId === offerId && shipment.requestId === requestId);
      try {
        if (!planned) throw notFound('shipment in this plan');
        // The same of each plan is proposed once, however often it is asked for.
        const clientId = v5(`${offerId} ${requestId}`, planId);
        const commitment = await commitments.propose({ clientId, offerId, requestId, quantity: planned.quantity }, caller, true);
        proposed.push(commitment.id);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused.push({ offerId, requestId, message: error.message });
      }
    }
    return { proposed, refused };
  }

  return {
    handlers: {
      'plan:make': make,
      'plan:list': async (_input, caller) => {
        assertModerates(caller);
        return (await store.plans(shown)).map(({ shipments: _shipments, shipmentsOf: _shipmentsOf, ...plan }) => plan);
      },
      'plan:get': get,
      'plan:replay': async ({ planId }, caller) => {
        const { input, ...logged } = await known(planId, caller);
        const { shipments, fillRate, distance } = await allocateBeside(input);
        return { same: JSON.stringify([shipments, fillRate, distance]) === JSON.stringify([logged.shipments, logged.fillRate, logged.distance]) };
      },
      'plan:propose': propose,
    },
  };
}

function assertModerates(caller: Caller) {
  if (!moderates(caller)) throw forbidden('Only moderators can plan.');
}

const recordOf = ({ input: _input, ...plan }: StoredPlan): PlanRecord => plan;

/** Only what a plan looks at, in the order of the ids, so that equal markets have equal digests. */
function inputOf(stalls: Stall[]): PlanInput {
  const sides = stalls
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(
      ({ state: _state, channelId: _channelId, title: _title, lang: _lang, expiresAt: _expiresAt, firstResponseAt: _first, trail: _trail, ...side }) => side,
    );
  return { offers: sides.filter(({ kind }) => kind === 'offer'), requests: sides.filter(({ kind }) => kind === 'request') };
}

async function allocateBeside(input: PlanInput): Promise<Plan> {
  const worker = new Worker(join(root, 'dist/server/features/exchange/plan.worker.js'), { workerData: input });
  const [plan] = (await once(worker, 'message')) as [Plan];
  return plan;
}
