/**
 * The narrow waist: both doors end here. The only place that authenticates, limits, parses, authorises,
 * calls the handler and catches.
 */
import type { Logger } from 'pino';
import type { Access } from '../../shared/contract/define.ts';
import { type Answer, type OperationName, operations } from '../../shared/contract/index.ts';
import type { Ack } from '../../shared/errors.ts';
import type { RefusalReason } from '../../shared/refusals.ts';
import { largestCall } from '../../shared/text.ts';
import type { Admission } from './admission.ts';
import type { Call, Caller, Handlers } from './caller.ts';
import { AppError, forbidden, toErrorBody } from './errors.ts';
import type { Limits } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { withIds } from './named-channels.ts';
import { contentSize } from './size.ts';
import type { Space } from './space.ts';
import { within } from './within.ts';

export interface Dispatch {
  /** Who a token speaks for; throws `unauthenticated`, `rate_limited`. */
  authenticate(token: string, address: string): Promise<Caller>;
  /** Carries out one operation; never throws. `who` is a token to check, or a caller already known. */
  run(name: OperationName, input: unknown, who: Who, call: Call): Promise<Ack<unknown>>;
  /** How many operations have no answer yet. */
  underWay(): number;
}

type Who = { token?: string } | { caller: Caller | null };

export interface DispatchDeps {
  handlers: Handlers;
  authenticate(token: string): Promise<Caller>;
  /** The id of the channel with this slug; null unless the caller may see it. */
  channelIdOf(slug: string, caller: Caller | null): Promise<string | null>;
  limits: Limits;
  space: Space;
  admission: Admission;
  metrics: Metrics;
  log: Logger;
}

/** ms after which a caller is told that there is no answer yet. */
const patience = 4500;

const noAnswer = () =>
  new AppError(
    'unavailable',
    'The database does not answer. What you asked for may still be done; under the same clientId, trying again does it once.',
    {
      retryAfter: 2,
    },
  );

const tooLarge = () =>
  new AppError('too_large', `A call takes ${largestCall.content / 1024} KiB at most.`, {
    reason: 'CALL_TOO_LARGE' satisfies RefusalReason,
  });

type AnyHandler = (
  input: unknown,
  caller: Caller | null,
  call: Call,
) => Promise<Answer<OperationName>>;

const byName = new Map(operations.map((operation) => [operation.name, operation]));

export function createDispatch({
  handlers,
  authenticate,
  channelIdOf,
  limits,
  space,
  admission,
  metrics,
  log,
}: DispatchDeps): Dispatch {
  let underWay = 0;

  async function carryOut(
    name: OperationName,
    input: unknown,
    who: Who,
    call: Call,
  ): Promise<Ack<unknown>> {
    const operation = byName.get(name);
    if (!operation) throw new AppError('bad_request', 'There is no such operation.');
    admission.admit();
    // The address first: whoever sends tokens that are none is counted, too.
    await limits.count(operation.rate, 'address', call.address);
    const caller = 'caller' in who ? who.caller : who.token ? await authenticate(who.token) : null;
    if (caller) await limits.count(operation.rate, 'account', caller.memberId);
    authorise(operation.access, caller);
    const size = contentSize(input, largestCall.content);
    if (size > largestCall.content) throw tooLarge();
    const parsed = operation.input.parse(input);
    if (operation.stores) {
      await space.assertRoom();
      if (caller) await limits.store(caller.memberId, size);
    }
    const handler = handlers[name] as AnyHandler;
    const named = await withIds(operation.input, parsed, (slug) => channelIdOf(slug, caller));
    return { ok: true, data: await handler(named, caller, call) };
  }

  return {
    underWay: () => underWay,
    async authenticate(token, address) {
      await limits.count('read', 'address', address);
      return authenticate(token);
    },
    async run(name, input, who, call) {
      const from = performance.now();
      underWay++;
      let ack: Ack<unknown>;
      try {
        ack = await within(patience, carryOut(name, input, who, call), noAnswer);
      } catch (thrown) {
        const error = toErrorBody(thrown, call.requestId);
        if (error.code === 'internal')
          log.error(
            { err: thrown, operation: name, requestId: call.requestId },
            'unforeseen failure',
          );
        ack = { ok: false, error };
      }
      underWay--;
      metrics.answered(name, performance.now() - from, ack.ok ? undefined : ack.error.code);
      return ack;
    },
  };
}

function authorise(access: Access, caller: Caller | null) {
  if (access === 'anyone') return;
  if (!caller) throw new AppError('unauthenticated', 'Sign in first.');
  if (access === 'person' && caller.kind !== 'person')
    throw forbidden('Bots cannot do this.', 'BOTS_EXCLUDED');
  if (access === 'administrator' && !caller.roles.includes('administrator'))
    throw forbidden('Only administrators can do this.', 'ADMINISTRATORS_ONLY');
}
