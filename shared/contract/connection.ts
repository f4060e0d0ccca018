/** What is told about the connection itself. */
import { z } from 'zod';
import { event } from './define.ts';

export const connectionEvents = [
  event({
    name: 'call:refused',
    data: z.strictObject({
      operation: z.string(),
      error: z.looseObject({ code: z.string(), message: z.string() }),
    }),
    summary:
      'A call that cannot be answered by an acknowledgement, because it brought none. It was not carried out.',
  }),
] as const;
