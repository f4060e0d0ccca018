/** How operations and events are declared; everything on both sides of the wire derives from these values. */
import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { limits } from '../limits.ts';
import { trimmed } from './text.ts';

/** Who may call at all; finer rules are the policy's. `member` is people and bots, `person` people only. */
export type Access = 'anyone' | 'member' | 'person' | 'administrator';

/** Which budget a call is counted against, see server/core/limits.ts. */
export type Rate = 'read' | 'write' | 'signal' | 'auth';

export interface Operation<
  Name extends string = string,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
  A extends Access = Access,
  D extends 'both' | 'http' = 'both' | 'http',
> {
  name: Name;
  /** Method and path below /api/v1; `:param` segments are fields of the input. */
  http: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** `http` alone for what sets a cookie or carries a file; otherwise both doors. */
  doors?: D;
  access: A;
  rate: Rate;
  /** Stores what people write or send: counted against what a member may store in a day, and refused once the disk is nearly full. */
  stores?: true;
  input: I;
  output: O;
  /** Failures particular to this operation, beyond those any call can meet. */
  errors: readonly ErrorCode[];
  summary: string;
}

/** Declares what a caller may ask for. The input is strict: unknown keys are refused. */
export const operation = <
  const Name extends string,
  I extends z.ZodObject,
  O extends z.ZodType,
  const A extends Access,
  const D extends 'both' | 'http' = 'both',
>(
  spec: Operation<Name, I, O, A, D>,
) => spec;

export interface EventSpec<Name extends string = string, D extends z.ZodType = z.ZodType> {
  name: Name;
  data: D;
  summary: string;
}

/** Declares what the server tells. */
export const event = <const Name extends string, D extends z.ZodType>(spec: EventSpec<Name, D>) =>
  spec;

/** Shapes used throughout the contract. */
export const id = z.uuid();
/** Whether a text is the id of anything. */
export const isId = (text: string) => id.safeParse(text).success;
/** A channel as callers name it; whatever carries out the call gets the id, see server/core/named-channels.ts. */
export const channelId = z
  .string()
  .regex(/^[\p{L}\p{M}\p{N}-]{1,100}$/u, 'the id of a channel, or its slug')
  .describe(
    'The id of a channel, which never changes, or its slug, which follows its name. Answers and events carry the id.',
  );
export const iso = z.iso.datetime();
/** A time as callers write it, with any offset; it is kept as UTC. */
export const time = z.iso
  .datetime({ offset: true })
  .overwrite((value) => (Number.isNaN(Date.parse(value)) ? value : new Date(value).toISOString()));
export const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a BCP 47 language tag, such as de or pt-BR');
export const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166 country code, such as DE');
/** Why somebody decided something, for those whom it concerns. */
export const reason = trimmed(limits.reason);
/** Bytes of the largest file that is taken. */
export const largestFile = 5 * 1024 * 1024;
/** The content of a file, as it is: over HTTP the body itself. */
export const bytes = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .refine(({ length }) => length > 0 && length <= largestFile, 'a file of 1 byte to 5 MiB');
/** A file as an answer: over HTTP its content, with its name and type in the headers. */
export const file = z.strictObject({
  name: z.string(),
  type: z.string(),
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export const nothing = z.strictObject({});
