/** What tests of the exchange share: a forum with a channel, people of clusters, listings and commitments. */
import { v4 as uuid } from 'uuid';
import type { Sent } from '../../shared/contract/index.ts';
import type { Listing, Terms } from '../../shared/contract/listing.ts';
import { type Caller, startTestApp } from './app.ts';

export const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const documented: Listing['claims'] = [{ code: 'EN149', level: 'documented', regime: 'ppe_2016_425', notifiedBody: '0161' }];

export type Exchange = Awaited<ReturnType<typeof startExchange>>;

/** @param settings of the server */
export async function startExchange(settings: Record<string, string>) {
  const forum = await startTestApp(settings);
  const moderator = await forum.person('Mod', ['moderator', 'administrator']);
  const channelId = (await moderator.http('channel:create', { name: 'I need help', forEveryone: true })).channel.id;
  const clusterIds = new Map<string, string>();
  return {
    forum,
    moderator,
    channelId,
    /** The clusters of the people below, by their names. */
    clusterIds,

    /** A person of a new cluster that is validated, unless it is not. */
    async personOf(name: string, { kind = 'cluster' as 'cluster' | 'company' | 'authority', validated = true, roles = [] as 'validator'[] } = {}) {
      const cluster = await forum.app.services.clusters.create({
        ...{ name: `${name} ${uuid().slice(0, 6)}`, kind, country: 'ES', nuts: null, sectors: [], languages: [], website: '', description: '' },
      });
      if (validated) await forum.app.stores.clusters.edit(cluster.id, { validated: { by: uuid(), at: new Date().toISOString() } });
      clusterIds.set(name, cluster.id);
      const person = await forum.person(name, roles);
      await forum.join(person, cluster.id);
      return person;
    },

    post: (who: Caller, terms: Partial<Terms> & Pick<Terms, 'kind' | 'quantity'>) =>
      who.http('listing:create', {
        channelId,
        clientId: uuid(),
        ...{ title: 'FFP2 masks for hospitals', lang: 'es', product: 'ffp2', unit: 'H87', nuts: 'ES511', on: soon(5) },
        ...(terms.kind === 'offer' && { claims: documented }),
        ...terms,
      } as Sent<'listing:create'>),
    propose: (who: Caller, offerId: string, requestId: string, quantity: number) =>
      who.http('commitment:propose', { clientId: uuid(), offerId, requestId, quantity }),
    act: (who: Caller, commitmentId: string, action: Sent<'commitment:act'>['action'], more = {}) =>
      who.http('commitment:act', { commitmentId, action, ...more }),
    remaining: async (who: Caller, listingId: string) => (await who.http('listing:get', { listingId })).remaining,
  };
}
