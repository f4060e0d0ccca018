/** Products that administrators add to the catalogue. */
import { z } from 'zod';
import { claimCode, units } from '../exchange/catalogue.ts';
import { limits } from '../limits.ts';
import { event, language, nothing, operation } from './define.ts';
import { trimmed } from './text.ts';

/** A product that an administrator added to the catalogue. */
export const product = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'small letters, digits and _'),
  cpv: z.string().regex(/^\d{8}$/, 'eight digits'),
  unit: z.enum(units),
  /** By language; English at least. */
  names: z
    .record(language, trimmed(limits.label))
    .refine((names) => 'en' in names, 'an English name at least'),
  /** Other words that people look for it by. */
  also: z.array(trimmed(limits.label)).max(20).default([]),
  /** The standard it is expected to meet. */
  claim: z.string().regex(claimCode, 'the code of a standard, such as EN149').optional(),
});
export type AddedProduct = z.infer<typeof product>;

export const productsOperations = [
  operation({
    name: 'product:list',
    http: 'GET /products',
    access: 'member',
    rate: 'read',
    input: nothing,
    output: z.array(product),
    errors: [],
    summary: 'The products that were added to the catalogue, beside those that are always there.',
  }),
  operation({
    name: 'product:save',
    http: 'PUT /products/:slug',
    access: 'administrator',
    rate: 'write',
    input: product,
    output: product,
    errors: ['conflict'],
    summary: 'Add a product to the catalogue, or change one that was added: administrators.',
  }),
] as const;

export const productsEvents = [
  event({
    name: 'product:changed',
    data: product,
    summary: 'A product was added to the catalogue, or changed.',
  }),
] as const;
