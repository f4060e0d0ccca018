/** The Express application: security headers, the API out of the contract, the client's files. */
import { join } from 'node:path';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { Dispatch } from '../core/dispatch.ts';
import { AppError, forbidden, notFound, toErrorBody } from '../core/errors.ts';
import type { OriginCheck } from '../core/origin.ts';
import { root } from '../root.ts';
import { documentation } from './documentation.ts';
import { answer, apiRoutes } from './routes.ts';

export interface HttpDeps {
  dispatch: Dispatch;
  allowed: OriginCheck;
  secureCookies: boolean;
  trustProxy: number;
  log: Logger;
  /** Rejects when the database does not answer. */
  ready(): Promise<void>;
}

const bodyLimit = '64kb';

export function createHttp({ dispatch, allowed, secureCookies, trustProxy, log, ready }: HttpDeps): Express {
  const app = express();
  app.set('trust proxy', trustProxy);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use(security(secureCookies));
  app.use(compression());
  app.use((_request, response, next) => {
    response.locals.requestId = uuid();
    response.setHeader('X-Request-Id', response.locals.requestId);
    next();
  });

  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.get('/health/ready', async (_request, response) => {
    const error = await ready().then(
      () => null,
      (thrown: Error) => thrown,
    );
    response.status(error ? 503 : 200).json({ status: error ? 'not ready' : 'ready' });
  });

  app.use('/api', sameOrigin(allowed), documentation());
  app.use('/api/v1', express.json({ limit: bodyLimit, strict: true }), apiRoutes(dispatch, secureCookies));
  app.use('/api', (_request, response) => answer(response, { ok: false, error: toErrorBody(notFound('address'), response.locals.requestId) }));

  app.use(client());
  app.use(failure(log));
  return app;
}

function security(https: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['muster'],
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: 'same-origin' },
  });
}

function sameOrigin(allowed: OriginCheck): RequestHandler {
  return (request, _response, next) =>
    next(allowed(request.headers.origin, request.headers.host) ? undefined : forbidden('Pages of other sites cannot use this forum.'));
}

/** The built client; every path that is no file is the page itself, which finds its own way. */
function client(): RequestHandler {
  const folder = join(root, 'dist/client');
  const files = express.Router();
  files.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }));
  files.use(express.static(folder, { maxAge: 0 }));
  files.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next(notFound('address'));
    response.sendFile(join(folder, 'index.html'), { maxAge: 0 });
  });
  return files;
}

/** What broke before dispatch: bodies that are too large or no JSON, missing files. */
function failure(log: Logger): ErrorRequestHandler {
  return (thrown: Error & { status?: number; type?: string }, _request, response, next) => {
    if (response.headersSent) return next(thrown);
    const { requestId } = response.locals;
    const error = toErrorBody(known(thrown), requestId);
    if (error.code === 'internal') log.error({ err: thrown, requestId }, 'unforeseen failure');
    answer(response, { ok: false, error });
  };
}

function known(thrown: Error & { status?: number; type?: string }): Error {
  if (thrown instanceof AppError) return thrown;
  if (thrown.type === 'entity.too.large') return new AppError('too_large', `The body is larger than ${bodyLimit}.`);
  if (thrown.status === 404) return notFound('file');
  if (thrown.status && thrown.status < 500) return new AppError('bad_request', 'The body is not valid JSON.');
  return thrown;
}
