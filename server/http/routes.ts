/** Contract → Express routes. */
import { isUtf8 } from 'node:buffer';
import { parse as parseCookie } from 'cookie';
import express, { type Request, type Response, Router } from 'express';
import { bytes, file, type Operation } from '../../shared/contract/define.ts';
import { type Answer, operations } from '../../shared/contract/index.ts';
import { type Ack, statusOf } from '../../shared/errors.ts';
import { largestCall } from '../../shared/text.ts';
import type { Call, KeptCookie } from '../core/caller.ts';
import type { Dispatch } from '../core/dispatch.ts';
import { AppError } from '../core/errors.ts';
import { fromQuery } from './query.ts';
import type { Uploads } from './uploads.ts';

/** What a body in another charset is told. */
export const inUtf8 = 'Send JSON in UTF-8: the body is in another charset.';

const json = express.json({
  limit: largestCall.frame,
  strict: true,
  // Decoding would replace what is no UTF-8, silently.
  verify(_request, _response, body, charset) {
    if (charset !== 'utf-8' || !isUtf8(body)) throw new AppError('bad_request', inUtf8);
  },
});

export function apiRoutes(dispatch: Dispatch, uploads: Uploads, secureCookies: boolean): Router {
  const router = Router();
  for (const operation of operations) {
    const [method, path] = operation.http.split(' ') as [string, string];
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const takesFile = takes(operation);
    router[verb](
      path,
      ...(takesFile ? [] : [json]),
      async (request: Request, response: Response) => {
        const token = bearerOf(request);
        const run = (sent: object) =>
          dispatch.run(
            operation.name,
            { ...fromQuery(operation.input, request.query), ...sent, ...request.params },
            { ...(token && { token }) },
            callOf(request, response, secureCookies),
          );
        // Nobody's megabytes are taken in before it is known whose they are.
        const ack = takesFile
          ? await uploads.take(
              request,
              await dispatch.authenticate(token ?? '', request.ip ?? ''),
              (content) => run({ content }),
            )
          : await run(bodyOf(request));
        if (ack.ok && gives(operation)) give(response, ack.data as Answer<'listing:document'>);
        else answer(response, ack);
      },
    );
  }
  return router;
}

/** Whether the body is a file, and whether the answer is. */
export const takes = ({ input }: Pick<Operation, 'input'>) => input.shape.content === bytes;
export const gives = ({ output }: Pick<Operation, 'output'>) => output === file;

/** Sends a file, to be kept and not shown: it is somebody else's. */
function give(response: Response, { name, type, content }: Answer<'listing:document'>): void {
  response.attachment(name).type(type).setHeader('Cache-Control', 'private, no-cache');
  response.send(Buffer.from(content));
}

/** The token a request brings. */
export const bearerOf = (request: Request) =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];

/** Sends an acknowledgement: the data, or the error under its status. */
export function answer(response: Response, ack: Ack<unknown>): void {
  response.setHeader('Cache-Control', 'no-store');
  if (ack.ok) {
    response.json(ack.data);
    return;
  }
  const { code, details } = ack.error;
  if (typeof details?.retryAfter === 'number')
    response.setHeader('Retry-After', details.retryAfter);
  response.status(statusOf[code]).json({ error: ack.error });
}

function bodyOf({ body, headers }: Request): object {
  if (body === undefined) {
    if (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'])
      throw new AppError('bad_request', 'Send JSON, with Content-Type: application/json.');
    return {};
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new AppError('bad_request', 'The body must be a JSON object.');
  return body;
}

/** What a handler may know of a request beside its input. */
export function callOf(request: Request, response: Response, secure: boolean): Call {
  return {
    requestId: response.locals.requestId,
    address: request.ip ?? '',
    userAgent: request.headers['user-agent'] ?? '',
    cookie: keptCookie('muster_refresh', { request, response }, secure),
    device: keptCookie('muster_device', { request, response }, secure),
  };
}

/** A cookie that no script and no other site can use. */
function keptCookie(
  name: string,
  { request, response }: { request: Request; response: Response },
  secure: boolean,
): KeptCookie {
  const options = { httpOnly: true, sameSite: 'strict', path: '/api/v1/sessions', secure } as const;
  return {
    token: parseCookie(request.headers.cookie ?? '')[name],
    keep: (token, expires) => response.cookie(name, token, { ...options, expires }),
    clear: () => response.clearCookie(name, options),
  };
}
