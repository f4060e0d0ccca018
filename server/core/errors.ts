/** The one error class, and how any failure becomes the body that travels. */
import { z } from 'zod';
import { type ErrorBody, type ErrorCode, retryableCodes } from '../../shared/errors.ts';
import type { FieldIssue, FieldProblem, RefusalReason } from '../../shared/refusals.ts';
import { issuesOf } from './field-issues.ts';

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  /** @param details what helps the caller: the state found, field issues, `retryAfter` in seconds */
  constructor(code: ErrorCode, message: string, details?: Record<string, unknown>) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** The same answer for what is absent and for what the caller may not see. */
export const notFound = (what: string) =>
  new AppError('not_found', `There is no such ${what}, or you cannot see it.`);

export const forbidden = (message: string, reason: RefusalReason) =>
  new AppError('forbidden', message, { reason });

/** @param details why, or the state that was found, and the figures that belong to it */
export const conflict = (
  message: string,
  details: ({ reason: RefusalReason } | { state: string }) & Record<string, unknown>,
) => new AppError('conflict', message, details);

/** What is wrong with a field of the input, beyond its schema. */
export const badField = (path: string, problem: FieldProblem, message: string) =>
  new AppError('bad_request', `${path}: ${message}`, {
    issues: [{ path, message, problem } satisfies FieldIssue],
  });

/** @param retryAfter seconds */
export const unavailable = (message: string, retryAfter = 2) =>
  new AppError('unavailable', message, { retryAfter });

/** Turns whatever was thrown into what is told; anything unforeseen is `internal` and says nothing of its inside. */
export function toErrorBody(thrown: unknown, requestId: string): ErrorBody {
  const error = thrown instanceof z.ZodError ? inputError(thrown) : thrown;
  if (!(error instanceof AppError))
    return {
      code: 'internal',
      message: 'Something went wrong on the server.',
      details: { requestId },
      retryable: true,
    };
  const { code, message, details } = error;
  return { code, message, ...(details && { details }), retryable: retryableCodes.includes(code) };
}

function inputError(error: z.ZodError): AppError {
  const issues = issuesOf(error).slice(0, 10);
  const first = issues[0];
  return new AppError(
    'bad_request',
    first ? `${first.path || 'input'}: ${first.message}` : 'The input is not valid.',
    { issues },
  );
}
