/** Clusters: the organisations that members belong to. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { displayName, person } from './accounts.ts';
import { country, event, id, iso, language, nothing, operation } from './define.ts';
import { optionalText, trimmed } from './text.ts';

const details = {
  name: displayName,
  /** A company needs a sponsor to list; a validated authority may call its requests critical. */
  kind: z.enum(['cluster', 'company', 'authority']),
  country,
  nuts: z
    .string()
    .regex(/^[A-Z]{2}[A-Z0-9]{0,3}$/, 'a NUTS 2024 code of 2 to 5 characters, such as ITC4C')
    .nullable(),
  sectors: z.array(trimmed(limits.label)).max(12),
  languages: z.array(language).max(10),
  website: z.union([z.url({ protocol: /^https?$/ }).max(limits.website.most), z.literal('')]),
  description: optionalText(limits.clusterDescription),
};

export const cluster = z.strictObject({
  id,
  slug: z.string(),
  ...details,
  validated: z.strictObject({ by: id, at: iso }).nullable(),
});
export type Cluster = z.infer<typeof cluster>;

export const clustersOperations = [
  operation({
    name: 'cluster:list',
    http: 'GET /clusters',
    access: 'anyone',
    rate: 'read',
    input: nothing,
    output: z.array(cluster.extend({ members: z.int() })),
    errors: [],
    summary: 'All clusters, by name, with the number of their members.',
  }),
  operation({
    name: 'cluster:create',
    http: 'POST /clusters',
    access: 'administrator',
    rate: 'write',
    stores: true,
    input: z.strictObject({
      ...details,
      kind: details.kind.default('cluster'),
      nuts: details.nuts.default(null),
      sectors: details.sectors.default([]),
      languages: details.languages.default([]),
      website: details.website.default(''),
      description: details.description.default(''),
    }),
    output: cluster,
    errors: ['conflict'],
    summary: 'Add a cluster to the directory.',
  }),
  operation({
    name: 'cluster:edit',
    http: 'PATCH /clusters/:clusterId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ clusterId: id, ...z.strictObject(details).partial().shape }),
    output: cluster,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Change the entry of a cluster: its own members and administrators.',
  }),
  operation({
    name: 'cluster:validate',
    http: 'PUT /clusters/:clusterId/validated',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ clusterId: id, validated: z.boolean() }),
    output: cluster,
    errors: ['not_found', 'forbidden'],
    summary: 'Set or clear the validated mark: validators and administrators.',
  }),
  operation({
    name: 'cluster:applicants',
    http: 'GET /clusters/:clusterId/applicants',
    access: 'person',
    rate: 'read',
    input: z.strictObject({ clusterId: id }),
    output: z.array(person),
    errors: ['forbidden'],
    summary: 'Who asks to join a cluster: for its members, validators and administrators.',
  }),
  operation({
    name: 'cluster:admit',
    http: 'PUT /clusters/:clusterId/applicants/:memberId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ clusterId: id, memberId: id, admit: z.boolean() }),
    output: person,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Let somebody who asked into a cluster, or not: its members, validators and administrators.',
  }),
] as const;

export const clustersEvents = [
  event({
    name: 'cluster:applied',
    data: z.strictObject({ clusterId: id, person }),
    summary: "Somebody asks to join the caller's cluster.",
  }),
  event({ name: 'cluster:changed', data: cluster, summary: 'A cluster was added or changed.' }),
] as const;
