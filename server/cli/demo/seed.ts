/** Fills an empty forum with two weeks of talk. The same every time but for the ids and the clock. */
import { v7 as uuid } from 'uuid';
import { starterChannels } from '../../../shared/starter-channels.ts';
import type { Member } from '../../features/accounts/accounts.store.ts';
import { render } from '../../features/posts/posts.markdown.ts';
import type { Change, NewPost } from '../../features/posts/posts.store.ts';
import type { Services } from '../../services.ts';
import type { Stores } from '../../stores.ts';
import { chance } from './chance.ts';
import { seedListings } from './listings.ts';
import { clusters, members } from './people.ts';
import { reactions, remarks, threads } from './threads.ts';

export const demoPassword = 'muster-demo-2020';
const span = 14 * 86_400_000;

/** Fills the forum; the addresses of the two accounts to sign in with. */
export async function seed(
  services: Services,
  stores: Stores,
): Promise<{ administrator: string; member: string }> {
  const random = chance(2020);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;

  const clusterIds: string[] = [];
  for (const [name, country, nuts, sectors, languages, validated, description] of clusters) {
    const { id } = await services.clusters.create({
      name,
      kind: 'cluster',
      country,
      nuts,
      sectors,
      languages,
      description,
      website: '',
    });
    if (validated)
      await stores.clusters.edit(id, { validated: { by: uuid(), at: new Date().toISOString() } });
    clusterIds.push(id);
  }
  const channelIds: string[] = [];
  for (const channel of starterChannels.en)
    channelIds.push(
      (
        await services.channels.create(
          { ...channel, description: '', kind: 'open', forEveryone: true },
          null,
        )
      ).id,
    );

  const password = demoPassword;
  const person = (name: string, email: string, cluster: number, roles: Member['roles']) =>
    services.accounts.create({
      name,
      email,
      password,
      roles,
      clusterId: clusterIds[cluster] ?? null,
      languages: clusters[cluster]?.[4] ?? [],
    });
  const administrator = await person('Ada Novak', 'admin@muster.example', 11, [
    'administrator',
    'moderator',
  ]);
  const visitor = await person('Max Berger', 'member@muster.example', 3, []);
  const people = await Promise.all(
    members.map(([name, cluster], index) =>
      person(name, `member${index + 1}@muster.example`, cluster, index === 6 ? ['validator'] : []),
    ),
  );
  const handles = new Map(
    [...people, administrator, visitor].map((member) => [member.handle, member.id]),
  );
  const slugs = new Set(
    (await stores.channels.list(visitor.id, '', 100)).map((listed) => listed.channel.slug),
  );

  function written(
    channelId: string,
    author: Member,
    at: number,
    source: string,
    rootId: string | null,
  ): NewPost {
    const [, title = null, text = source] = /^([^|\n]{5,120}) \| ([\s\S]+)$/.exec(source) ?? [];
    const { html, plain, mentioned } = render(text, {
      handles: new Set(handles.keys()),
      channels: slugs,
    });
    const mentions = mentioned
      .flatMap((handle) => handles.get(handle) ?? [])
      .filter((id) => id !== author.id);
    return {
      id: uuid(),
      channelId,
      authorId: author.id,
      clientId: uuid(),
      digest: '',
      createdAt: new Date(at).toISOString(),
      text,
      html: plain ? null : html,
      title,
      rootId,
      alsoInChannel: false,
      mentions,
    };
  }

  for (const [index, channelId] of channelIds.entries()) {
    const posts: NewPost[] = [];
    const talks = threads[index] ?? [];
    for (const [n, [opening, ...replies]] of talks.entries()) {
      let at = Date.now() - span + ((n + 0.2 + random() * 0.6) / talks.length) * span;
      const root = written(channelId, pick(people), at, opening, null);
      posts.push(root);
      for (const reply of replies) {
        at = Math.min(at + (5 + random() * 240) * 60_000, Date.now() - random() * 3_600_000);
        posts.push(written(channelId, pick(people), at, reply, root.id));
      }
    }
    for (let n = 0; n < 16; n++)
      posts.push(
        written(channelId, pick(people), Date.now() - random() * span, pick(remarks), null),
      );
    posts.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    const changes: Change[] = posts.map((post) => ({ kind: 'create', post }));
    for (const post of posts)
      for (let n = Math.floor(random() * 4) - 1; n > 0; n--)
        changes.push({
          kind: 'react',
          postId: post.id,
          emoji: pick(reactions),
          memberId: pick(people).id,
          on: true,
        });
    const topic = posts.find((post) => post.title);
    if (topic)
      changes.push({
        kind: 'pin',
        postId: topic.id,
        pinned: { at: new Date().toISOString(), by: administrator.id },
      });
    await Promise.all(stores.posts.commit([{ channelId, changes }]));
    // The visitor has read all but the last few.
    const seq = posts.length - Math.floor(random() * 6);
    await Promise.all(
      [visitor, administrator].map((member) =>
        stores.channels.read(channelId, member.id, seq, false),
      ),
    );
  }
  await seedListings(services, stores.exchange, people, channelIds);
  return { administrator: 'admin@muster.example', member: 'member@muster.example' };
}
