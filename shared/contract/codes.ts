/** Official code lists: what CPV and NUTS codes are called, where an operator has imported them. */
import { z } from 'zod';
import { language, operation } from './define.ts';

export const codeList = z.enum(['cpv', 'nuts']);
export type CodeList = z.infer<typeof codeList>;

const named = z.array(z.strictObject({ code: z.string(), name: z.string() }));

export const codesOperations = [
  operation({
    name: 'code:search',
    http: 'GET /codes/:list/search',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      list: codeList,
      words: z.string().trim().min(1).max(80),
      lang: language,
      limit: z.int().min(1).max(20).default(10),
    }),
    output: named,
    errors: [],
    summary:
      'Codes whose name has words that begin like these, or that begin like this themselves, shortest name first; in English where the language was not imported.',
  }),
  operation({
    name: 'code:names',
    http: 'GET /codes/:list/names',
    access: 'member',
    rate: 'read',
    /** `codes`: up to 200, separated by commas. */
    input: z.strictObject({
      list: codeList,
      codes: z
        .string()
        .regex(/^[A-Z0-9]{2,8}(,[A-Z0-9]{2,8}){0,199}$/, 'codes separated by commas'),
      lang: language,
    }),
    output: named,
    errors: [],
    summary: 'The names of codes; what was not imported is left out.',
  }),
] as const;
