/** Small things tests are about. */
import { createHash } from 'node:crypto';
import { v4, v7 } from 'uuid';
import type { NewMember } from '../../server/features/accounts/accounts.store.ts';
import type { StoredListing } from '../../server/features/exchange/exchange.store.ts';
import type { Change, NewPost } from '../../server/features/posts/posts.store.ts';
import type { Channel } from '../../shared/contract/channels.ts';
import type { Cluster } from '../../shared/contract/clusters.ts';

export const now = () => new Date().toISOString();

export function aMember(name = 'Ana', more: Partial<NewMember> = {}): NewMember {
  const id = v7();
  return {
    id,
    handle: name.toLowerCase(),
    name,
    kind: 'person',
    clusterId: null,
    joining: null,
    languages: [],
    roles: [],
    email: `${id}@example.eu`,
    passwordHash: null,
    createdAt: now(),
    ...more,
  };
}

export function aChannel(name: string, more: Partial<Channel> = {}): Channel {
  return {
    id: v7(),
    slug: name,
    name,
    topic: '',
    description: '',
    emoji: '',
    kind: 'open',
    forEveryone: false,
    archivedAt: null,
    createdAt: now(),
    ...more,
  };
}

export function aCluster(name: string, more: Partial<Cluster> = {}): Cluster {
  return {
    ...{ id: v7(), slug: name.toLowerCase(), name, kind: 'cluster', country: 'ES', nuts: null },
    ...{ sectors: [], languages: [], website: '', description: '', validated: null },
    ...more,
  };
}

export function aPost(
  channelId: string,
  authorId: string,
  text: string,
  more: Partial<NewPost> = {},
): NewPost {
  return {
    id: v7(),
    channelId,
    authorId,
    clientId: v4(),
    digest: createHash('sha256').update(text).digest('hex'),
    createdAt: now(),
    text,
    html: null,
    title: null,
    rootId: null,
    alsoInChannel: false,
    mentions: [],
    ...more,
  };
}

export const creating = (post: NewPost): Change => ({ kind: 'create', post });

export const aListing = (authorId: string, more: Partial<StoredListing> = {}): StoredListing => ({
  ...{
    id: v7(),
    clientId: v7(),
    postClientId: v7(),
    channelId: v7(),
    postId: v7(),
    clusterId: v7(),
    authorId,
    sponsorId: null,
  },
  ...{
    kind: 'offer',
    mode: 'stock',
    title: 'Gowns to give',
    body: '',
    lang: 'en',
    product: 'gown',
    cpv: '33199000',
    quantity: 10,
    unit: 'H87',
    lot: 1,
  },
  ...{
    minShip: 0,
    minReceive: 0,
    partial: true,
    maxRecipients: null,
    ratePerWeek: null,
    from: null,
    missingInputs: [],
    upstreamId: null,
    answersId: null,
    nuts: 'ES511',
  },
  ...{
    shipsTo: ['*'],
    on: '2030-01-01',
    toleranceDays: 0,
    priority: 'normal',
    claims: [],
    requires: [],
    expiresAt: '2030-01-15T00:00:00.000Z',
  },
  ...{
    state: 'open',
    reason: null,
    holds: [],
    revoked: [],
    createdAt: now(),
    openedAt: now(),
    firstResponseAt: null,
    version: 1,
    shown: 1,
    asked: false,
  },
  ...{
    committed: 0,
    dispatched: 0,
    received: 0,
    remaining: 10,
    changedAt: now(),
    trail: [],
    ...more,
  },
});
