/** The bottleneck board: what is asked for and what can be had. */
import { z } from 'zod';
import { units } from '../exchange/catalogue.ts';
import { file, id, iso, language, operation } from './define.ts';
import { day, nuts } from './listing.ts';

const week = z.strictObject({ week: day, demand: z.int(), supply: z.int() });

/** What is asked for and what can be had; the rules are in shared/exchange/board.ts. */
export const board = z.strictObject({
  at: iso,
  week: day,
  weeks: z.array(day),
  rows: z.array(
    z.strictObject({
      product: z.string().nullable(),
      cpv: z.string(),
      unit: z.enum(units),
      nuts: z.string(),
      demand: z.int(),
      supply: z.int(),
      documented: z.int(),
      shared: z.int(),
      coverage: z.number().nullable(),
      gap: z.int(),
      oldest: z.strictObject({ id, title: z.string(), openedAt: iso }).nullable(),
      response: z.number().nullable(),
      trend: z.array(week),
    }),
  ),
});

const query = z.strictObject({
  product: z.string().max(40).optional(),
  nuts: nuts.optional(),
  level: z.int().min(0).max(3).default(0),
  /** A Monday of the last eight weeks. */
  week: day.optional(),
});

export const boardOperations = [
  operation({
    name: 'exchange:board',
    http: 'GET /board',
    access: 'member',
    rate: 'read',
    input: query,
    output: board,
    errors: [],
    summary:
      'The bottleneck board, of what the caller may see: demand, supply, coverage and gap per product and region (`level` 0: countries; 1 to 3: NUTS), now or as a week ended (`week`: its Monday, of the last eight), with eight weeks of trend.',
  }),
  operation({
    name: 'exchange:board-csv',
    http: 'GET /board.csv',
    doors: 'http',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ ...query.shape, lang: language.default('en') }),
    output: file,
    errors: [],
    summary:
      'The bottleneck board as comma-separated values (RFC 4180, UTF-8), with the names of products, CPV codes and regions in the language asked for.',
  }),
] as const;
