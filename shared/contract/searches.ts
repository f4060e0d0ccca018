/** Saved searches: what somebody wants to hear of, and the feeds by which other programs hear of it. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { event, id, iso, nothing, operation } from './define.ts';
import { listing, nuts } from './listing.ts';
import { trimmed } from './text.ts';

const filter = {
  name: trimmed(limits.searchName),
  kind: z.enum(['offer', 'request']).nullable().default(null),
  product: z.string().max(40).nullable().default(null),
  /** The listing's own region begins like this. */
  nuts: nuts.nullable().default(null),
};

export const savedSearch = z.strictObject({
  id,
  ...filter,
  createdAt: iso,
  /** Up to when its owner has seen what it finds. */
  seenAt: iso,
});
export type SavedSearch = z.infer<typeof savedSearch>;

const byId = z.strictObject({ searchId: id });

export const searchesOperations = [
  operation({
    name: 'search:save',
    http: 'PUT /searches/:searchId',
    access: 'person',
    rate: 'write',
    stores: true,
    input: z.strictObject({ searchId: id, ...filter }),
    output: savedSearch,
    errors: ['forbidden', 'conflict'],
    summary:
      'Save a search for listings under an id of your choice, or change it. You are told of every listing that it finds from now on. At most fifty.',
  }),
  operation({
    name: 'search:list',
    http: 'GET /searches',
    access: 'person',
    rate: 'read',
    input: nothing,
    output: z.array(
      z.strictObject({
        search: savedSearch,
        /** Open listings it found since they were last seen; no more than 200 are counted. */
        fresh: z.int(),
        /** Addresses of its feed, for programs that read one; whoever has them can read it. */
        atom: z.string(),
        json: z.string(),
      }),
    ),
    errors: [],
    summary: "One's saved searches, oldest first, with what they found since.",
  }),
  operation({
    name: 'search:seen',
    http: 'POST /searches/:searchId/seen',
    access: 'person',
    rate: 'write',
    input: byId,
    output: savedSearch,
    errors: ['not_found'],
    summary: 'Say that everything a search has found was seen.',
  }),
  operation({
    name: 'search:remove',
    http: 'DELETE /searches/:searchId',
    access: 'person',
    rate: 'write',
    input: byId,
    output: nothing,
    errors: ['not_found'],
    summary: 'Remove a saved search; its feeds end.',
  }),
  operation({
    name: 'search:feed',
    http: 'GET /feeds/:searchId/:key',
    doors: 'http',
    access: 'anyone',
    rate: 'read',
    input: z.strictObject({ searchId: id, key: z.string().max(64) }),
    output: z.strictObject({
      version: z.literal('https://jsonfeed.org/version/1.1'),
      title: z.string(),
      home_page_url: z.string(),
      feed_url: z.string(),
      items: z.array(
        z.strictObject({
          id: z.string(),
          url: z.string(),
          title: z.string(),
          content_text: z.string(),
          date_published: iso,
          date_modified: iso,
          tags: z.array(z.string()),
        }),
      ),
    }),
    errors: ['not_found'],
    summary:
      'The open listings of a saved search as a JSON Feed 1.1, newest first. The same as Atom stands at /feeds/:searchId/:key.atom.',
  }),
] as const;

export const searchesEvents = [
  event({
    name: 'search:found',
    data: z.strictObject({ searchId: id, listing }),
    summary: 'A listing was opened that a saved search of yours finds.',
  }),
] as const;
