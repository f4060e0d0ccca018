/** Small things tests are about. */
import { createHash } from 'node:crypto';
import { v4, v7 } from 'uuid';
import type { Member } from '../../server/features/accounts/accounts.store.ts';
import type { Change, NewPost } from '../../server/features/posts/posts.store.ts';
import type { Channel } from '../../shared/contract/channels.ts';

export const now = () => new Date().toISOString();

export function aMember(name = 'Ana', more: Partial<Member> = {}): Member {
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
  return { id: v7(), slug: name, name, topic: '', description: '', emoji: '', kind: 'open', forEveryone: false, archivedAt: null, createdAt: now(), ...more };
}

export function aPost(channelId: string, authorId: string, text: string, more: Partial<NewPost> = {}): NewPost {
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
