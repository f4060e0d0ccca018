/** What tests of the exchange share: a forum with a channel, people of clusters, listings and commitments. */
import { v4 as uuid } from 'uuid';
import type { Sent } from '../../shared/contract/index.ts';
import type { Listing, Terms } from '../../shared/contract/listing.ts';
import { type Caller, startTestApp, type TestApp } from './app.ts';

export const soon = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const documented: Listing['claims'] = [
  {
    code: 'EN149',
    level: 'documented',
    regime: 'ppe_2016_425',
    notifiedBody: '0161',
    certificate: 'EU-0161-1',
  },
];

/** A person of a new cluster that is validated, unless it is not. */
export async function personOf(
  forum: TestApp,
  name: string,
  {
    kind = 'cluster' as 'cluster' | 'company' | 'authority',
    validated = true,
    nuts = null as string | null,
    roles = [] as 'validator'[],
  } = {},
): Promise<Caller & { clusterId: string }> {
  const { id: clusterId } = await forum.app.services.clusters.create({
    ...{
      name: `${name} ${uuid().slice(0, 6)}`,
      kind,
      country: nuts?.slice(0, 2) ?? 'ES',
      nuts,
      sectors: [],
      languages: [],
      website: '',
      description: '',
    },
  });
  if (validated)
    await forum.app.stores.clusters.edit(clusterId, {
      validated: { by: uuid(), at: new Date().toISOString() },
    });
  const person = await forum.person(name, roles);
  await forum.join(person, clusterId);
  return { ...person, clusterId };
}

export type Exchange = Awaited<ReturnType<typeof startExchange>>;

/** @param settings of the server */
export async function startExchange(settings: Record<string, string>) {
  const forum = await startTestApp(settings);
  const moderator = await forum.person('Mod', ['moderator', 'administrator']);
  const channelId = (
    await moderator.http('channel:create', { name: 'I need help', forEveryone: true })
  ).channel.id;
  const clusterIds = new Map<string, string>();
  return {
    forum,
    moderator,
    channelId,
    /** The clusters of the people below, by their names. */
    clusterIds,

    async personOf(name: string, more: Parameters<typeof personOf>[2] = {}): Promise<Caller> {
      const person = await personOf(forum, name, more);
      clusterIds.set(name, person.clusterId);
      return person;
    },

    post: (who: Caller, terms: Partial<Terms> & Pick<Terms, 'kind' | 'quantity'>) =>
      who.http('listing:create', {
        channelId,
        clientId: uuid(),
        ...{
          title: 'FFP2 masks for hospitals',
          lang: 'es',
          product: 'ffp2',
          unit: 'H87',
          nuts: 'ES511',
          on: soon(5),
        },
        ...(terms.kind === 'offer' && { claims: documented }),
        ...terms,
      } as Sent<'listing:create'>),
    propose: (who: Caller, offerId: string, requestId: string, quantity: number) =>
      who.http('commitment:propose', { clientId: uuid(), offerId, requestId, quantity }),
    act: (who: Caller, commitmentId: string, action: Sent<'commitment:act'>['action'], more = {}) =>
      who.http('commitment:act', { commitmentId, action, ...more }),
    remaining: async (who: Caller, listingId: string) =>
      (await who.http('listing:get', { listingId })).remaining,
  };
}
