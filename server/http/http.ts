/** The Express application: security headers, the API out of the contract, the client's files. */
import { join } from 'node:path';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import sirv from 'sirv';
import { v7 as uuid } from 'uuid';
import type { Dispatch } from '../core/dispatch.ts';
import { AppError, forbidden, notFound, toErrorBody } from '../core/errors.ts';
import type { Metrics } from '../core/metrics.ts';
import type { OriginCheck } from '../core/origin.ts';
import { sameSecret } from '../core/same-secret.ts';
import { root } from '../root.ts';
import { documentation } from './documentation.ts';
import { feedRoutes } from './feeds.ts';
import { answer, apiRoutes, bearerOf, inUtf8 } from './routes.ts';
import type { Uploads } from './uploads.ts';

/** For files that have their content in their name. */
const forever = 'public, max-age=31536000, immutable';

export interface HttpDeps {
  dispatch: Dispatch;
  uploads: Uploads;
  allowed: OriginCheck;
  secureCookies: boolean;
  trustProxy: number;
  log: Logger;
  health(): Promise<Health>;
  metrics: Metrics;
  metricsToken: string | undefined;
}

/** What the server stands on, and whether it is about to stop. */
export interface Health {
  draining: boolean;
  database: boolean;
  /** Null where there is none. */
  redis: boolean | null;
}

export function createHttp({
  dispatch,
  uploads,
  allowed,
  secureCookies,
  trustProxy,
  log,
  health,
  metrics,
  metricsToken,
}: HttpDeps): Express {
  const app = express();
  app.set('trust proxy', trustProxy);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  // What the API answers is not stored, and has nothing to be compared with.
  app.disable('etag');
  app.use(security(secureCookies));
  app.use(compression());
  app.use((_request, response, next) => {
    response.locals.requestId = uuid();
    response.setHeader('X-Request-Id', response.locals.requestId);
    next();
  });

  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.get('/health/ready', async (_request, response) => {
    const found = await health();
    response
      .status(found.draining || !found.database ? 503 : 200)
      .json({ status: statusFor(found), database: found.database, redis: found.redis });
  });
  app.get('/metrics', mayMeasure(dispatch, metricsToken), async (_request, response) => {
    const { type, text } = await metrics.render();
    response.type(type).send(text);
  });

  app.use('/api', sameOrigin(allowed), documentation());
  app.use('/api/v1', apiRoutes(dispatch, uploads, secureCookies));
  app.use('/api', (_request, response) =>
    answer(response, {
      ok: false,
      error: toErrorBody(notFound('address'), response.locals.requestId),
    }),
  );

  app.use('/feeds', feedRoutes(dispatch, secureCookies));
  app.use(client());
  app.use(failure(log));
  return app;
}

function statusFor({ draining, database, redis }: Health): string {
  if (draining) return 'draining';
  if (!database) return 'not ready';
  // Without Redis nodes hear of each other by the database alone: later, but nothing is lost.
  return redis === false ? 'degraded' : 'ready';
}

/** Lets through who brings METRICS_TOKEN, and administrators. */
function mayMeasure(dispatch: Dispatch, metricsToken: string | undefined): RequestHandler {
  return async (request, _response, next) => {
    const token = bearerOf(request);
    if (metricsToken && token && sameSecret(token, metricsToken)) return next();
    const caller = token ? await dispatch.authenticate(token, request.ip ?? '') : null;
    if (!caller)
      throw new AppError(
        'unauthenticated',
        'Send METRICS_TOKEN, or the token of an administrator, as bearer.',
      );
    next(
      caller.roles.includes('administrator')
        ? undefined
        : forbidden('Only administrators can do this.', 'ADMINISTRATORS_ONLY'),
    );
  };
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
    next(
      allowed(request.headers.origin, request.headers.host)
        ? undefined
        : new AppError('forbidden', 'Pages of other sites cannot use this forum.'),
    );
}

/** The built client, compressed when it was built; every path that is no file is the page itself, which finds its own way. */
function client(): RequestHandler {
  const files = sirv(join(root, 'dist/client'), {
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders: (response, path) =>
      response.setHeader('Cache-Control', path.startsWith('/assets/') ? forever : 'no-cache'),
  });
  const router = express.Router();
  router.use((request, _response, next) =>
    next(request.method === 'GET' || request.method === 'HEAD' ? undefined : notFound('address')),
  );
  router.use(files);
  router.use('/assets', (_request, _response, next) => next(notFound('file')));
  router.use((request, response, next) => {
    request.url = '/';
    files(request, response, next);
  });
  return router;
}

/** What broke before dispatch: bodies that are too large or no JSON, missing files. */
function failure(log: Logger): ErrorRequestHandler {
  return (thrown: BodyError, _request, response, next) => {
    if (response.headersSent) return next(thrown);
    const { requestId } = response.locals;
    const error = toErrorBody(known(thrown), requestId);
    if (error.code === 'internal') log.error({ err: thrown, requestId }, 'unforeseen failure');
    answer(response, { ok: false, error });
  };
}

type BodyError = Error & { status?: number; type?: string; limit?: number; code?: string };

/** What is wrong with a body, by the word of its parser. */
const bodyProblems: Record<string, string> = {
  'charset.unsupported': inUtf8,
  'encoding.unsupported':
    'Send the body as it is, or with Content-Encoding gzip, deflate or br: it came in another one.',
  'entity.parse.failed': 'The body is not valid JSON.',
};

function known(thrown: BodyError): Error {
  if (thrown instanceof AppError) return thrown;
  if (thrown.type === 'entity.too.large')
    return new AppError('too_large', `The body is larger than ${(thrown.limit ?? 0) / 1024} KiB.`);
  if (thrown.status === 404) return notFound('file');
  if (thrown instanceof URIError) return notFound('address');
  if (thrown.status && thrown.status < 500) return new AppError('bad_request', bodyProblem(thrown));
  return thrown;
}

function bodyProblem({ type = '', code = '' }: BodyError): string {
  if (/^Z_|^ERR_.*BROTLI|^ERR__/.test(code))
    return 'The body is not compressed as its Content-Encoding says.';
  return bodyProblems[type] ?? 'The body did not come as announced.';
}
