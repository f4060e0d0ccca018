/** Contract → Express routes. */
import { parse as parseCookie } from 'cookie';
import { type Request, type Response, Router } from 'express';
import { operations } from '../../shared/contract/index.ts';
import { type Ack, statusOf } from '../../shared/errors.ts';
import type { Call, RefreshCookie } from '../core/caller.ts';
import type { Dispatch } from '../core/dispatch.ts';
import { AppError } from '../core/errors.ts';
import { fromQuery } from './query.ts';

export function apiRoutes(dispatch: Dispatch, secureCookies: boolean): Router {
  const router = Router();
  for (const operation of operations) {
    const [method, path] = operation.http.split(' ') as [string, string];
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    router[verb](path, async (request, response) => {
      const token = bearerOf(request);
      const input = { ...fromQuery(operation.input, request.query), ...bodyOf(request), ...request.params };
      answer(response, await dispatch.run(operation.name, input, { ...(token && { token }) }, callOf(request, response, secureCookies)));
    });
  }
  return router;
}

/** The token a request brings. */
export const bearerOf = (request: Request) => /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];

/** Sends an acknowledgement: the data, or the error under its status. */
export function answer(response: Response, ack: Ack<unknown>): void {
  response.setHeader('Cache-Control', 'no-store');
  if (ack.ok) {
    response.json(ack.data);
    return;
  }
  const { code, details } = ack.error;
  if (typeof details?.retryAfter === 'number') response.setHeader('Retry-After', details.retryAfter);
  response.status(statusOf[code]).json({ error: ack.error });
}

function bodyOf({ body, headers }: Request): object {
  if (body === undefined) {
    if (Number(headers['content-length'] ?? 0) > 0) throw new AppError('bad_request', 'Send JSON, with Content-Type: application/json.');
    return {};
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new AppError('bad_request', 'The body must be a JSON object.');
  return body;
}

/** What a handler may know of a request beside its input. */
export function callOf(request: Request, response: Response, secure: boolean): Call {
  return {
    requestId: response.locals.requestId,
    address: request.ip ?? '',
    userAgent: request.headers['user-agent'] ?? '',
    cookie: refreshCookie(request, response, secure),
  };
}

function refreshCookie(request: Request, response: Response, secure: boolean): RefreshCookie {
  const name = 'muster_refresh';
  const options = { httpOnly: true, sameSite: 'strict', path: '/api/v1/sessions', secure } as const;
  return {
    token: parseCookie(request.headers.cookie ?? '')[name],
    keep: (token, expires) => response.cookie(name, token, { ...options, expires }),
    clear: () => response.clearCookie(name, options),
  };
}
