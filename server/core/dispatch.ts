/**
 * The narrow waist: both doors end here. The only place that authenticates, limits, parses, authorises,
 * calls the handler and catches.
 */
import type { Logger } from 'pino';
import type { Access } from '../../shared/contract/define.ts';
import { type Answer, type OperationName, operations } from '../../shared/contract/index.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Call, Caller, Handlers } from './caller.ts';
import { AppError, forbidden, toErrorBody } from './errors.ts';
import type { Limits } from './limits.ts';

export interface Dispatch {
  /** Who a token speaks for; throws `unauthenticated`, `rate_limited`. */
  authenticate(token: string, address: string): Promise<Caller>;
  /** Carries out one operation; never throws. `who` is a token to check, or a caller already known. */
  run(name: OperationName, input: unknown, who: { token?: string } | { caller: Caller | null }, call: Call): Promise<Ack<unknown>>;
}

export interface DispatchDeps {
  handlers: Handlers;
  authenticate(token: string): Promise<Caller>;
  limits: Limits;
  log: Logger;
}

type AnyHandler = (input: unknown, caller: Caller | null, call: Call) => Promise<Answer<OperationName>>;

const byName = new Map(operations.map((operation) => [operation.name, operation]));

export function createDispatch({ handlers, authenticate, limits, log }: DispatchDeps): Dispatch {
  return {
    async authenticate(token, address) {
      await limits.count('read', address, undefined);
      return authenticate(token);
    },
    async run(name, input, who, call) {
      try {
        const operation = byName.get(name);
        if (!operation) throw new AppError('bad_request', 'There is no such operation.');
        const caller = 'caller' in who ? who.caller : who.token ? await authenticate(who.token) : null;
        await limits.count(operation.rate, call.address, caller?.memberId);
        authorise(operation.access, caller);
        const parsed = operation.input.parse(input);
        const handler = handlers[name] as AnyHandler;
        return { ok: true, data: await handler(parsed, caller, call) };
      } catch (thrown) {
        const error = toErrorBody(thrown, call.requestId);
        if (error.code === 'internal') log.error({ err: thrown, operation: name, requestId: call.requestId }, 'unforeseen failure');
        return { ok: false, error };
      }
    },
  };
}

function authorise(access: Access, caller: Caller | null) {
  if (access === 'anyone') return;
  if (!caller) throw new AppError('unauthenticated', 'Sign in first.');
  if (access === 'person' && caller.kind !== 'person') throw forbidden('Bots cannot do this.');
  if (access === 'administrator' && !caller.roles.includes('administrator')) throw forbidden('Only administrators can do this.');
}
