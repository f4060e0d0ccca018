import { expect } from 'chai';
import fc from 'fast-check';
import { v4, v7 } from 'uuid';
import type { Change, Committed, StoredPost } from '../../server/features/posts/posts.store.ts';
import { toWire } from '../../server/features/posts/posts.wire.ts';
import type { Post } from '../../shared/contract/posts.ts';
import * as feed from '../../shared/feed.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { aChannel, aPost, creating, now } from '../helpers/fixtures.ts';

/** What can happen in a channel; numbers choose among the posts there are. */
type Deed = {
  kind: 'create' | 'title' | 'reply' | 'edit' | 'delete' | 'react' | 'pin' | 'again';
  at: number;
  by: number;
};

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(
    'create',
    'create',
    'title',
    'reply',
    'reply',
    'edit',
    'delete',
    'react',
    'pin',
    'again',
  ),
  at: fc.nat(1000),
  by: fc.nat(2),
});
const history = fc.array(fc.array(deed, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 12,
});
/** For each commit: does its live event arrive, and does the reader load an older page just then? */
const fortunes = fc.infiniteStream(fc.record({ arrives: fc.boolean(), pages: fc.boolean() }));

const authors = [v7(), v7(), v7()];
const kinds = { stream: feed.stream, topics: feed.topics, pinned: feed.pinned };

onEveryAdapter('a reader of the feed', (adapter) => {
  it('sees after any history, with any events lost, what a fresh snapshot shows; numbers stay dense and deleted content is nowhere', async function () {
    this.timeout(120_000);
    const { stores } = await adapter.open();
    await fc.assert(
      fc.asyncProperty(history, fortunes, async (groups, luck) => {
        const channel = aChannel(`c${v4()}`);
        await stores.channels.add(channel, null);
        const epoch = await stores.posts.epoch();
        let position: feed.Position = { epoch, rev: 0 };
        const views = new Map<feed.Kind, feed.Window>(
          Object.values(kinds).map((kind) => [kind, feed.nothing]),
        );
        const show = (posts: readonly Post[]) => {
          for (const [kind, window] of views) views.set(kind, feed.take(kind, window, posts));
        };
        const sync = async () => {
          const { head, posts } = await stores.posts.changedSince(channel.id, position.rev, 1000);
          show(posts.map(toWire));
          position = { epoch, rev: head.rev };
        };
        const known: StoredPost[] = [];
        const secrets = new Set<string>();
        const lost: Committed[] = [];

        for (const group of groups) {
          const changes = group.map((it) => toChange(it, channel.id, known));
          const outcome = (
            await Promise.all(stores.posts.commit([{ channelId: channel.id, changes }]))
          )[0] as Committed;
          for (const post of outcome.posts) {
            const index = known.findIndex(({ id }) => id === post.id);
            if (index === -1) known.push(post);
            else {
              if (post.deleted) secrets.add(known[index]?.text ?? '');
              known[index] = post;
            }
          }
          const { arrives, pages } = luck.next().value;
          const change = {
            epoch,
            since: outcome.since,
            head: outcome.head,
            posts: outcome.posts.map(toWire),
          };
          if (!arrives) lost.push(outcome);
          else {
            const verdict = feed.verdict(position, change);
            if (verdict === 'gap') await sync();
            if (verdict === 'take') {
              show(change.posts);
              position = { epoch, rev: change.head.rev };
            }
          }
          if (pages) {
            const page = await stores.posts.page(
              { kind: 'stream', channelId: channel.id },
              { limit: 3 },
            );
            views.set(
              feed.stream,
              feed.join(feed.stream, views.get(feed.stream) ?? feed.nothing, {
                ...page,
                posts: page.posts.map(toWire),
              }),
            );
          }
        }
        await sync();
        for (const late of lost)
          expect(feed.verdict(position, { epoch, ...late })).to.equal('ignore');

        const { head, posts } = await stores.posts.changedSince(channel.id, 0, 1000);
        const wire = posts.map(toWire);
        expect(wire.map(({ seq }) => seq).sort((a, b) => a - b)).to.deep.equal(
          Array.from({ length: head.seq }, (_, n) => n + 1),
        );
        expect(new Set(wire.map(({ rev }) => rev)).size).to.equal(wire.length);
        for (const [kind, window] of views) {
          const expected = feed
            .take(kind, feed.nothing, wire)
            .posts.filter((post) => kind.key(post) >= window.from);
          expect(window.posts).to.deep.equal(expected);
        }
        for (const author of authors) {
          const own = wire.filter((post) => post.authorId === author).sort((a, b) => a.seq - b.seq);
          expect(own.map(({ createdAt }) => createdAt)).to.deep.equal(
            own.map(({ createdAt }) => createdAt).sort(),
          );
        }
        const told = JSON.stringify(wire);
        for (const secret of secrets) if (secret) expect(told).not.to.include(secret);
      }),
      { numRuns: adapter.name === 'SQLite' ? 150 : 12 },
    );
  });
});

function toChange({ kind, at, by }: Deed, channelId: string, known: StoredPost[]): Change {
  const author = authors[by] as string;
  const target = known[at % Math.max(1, known.length)];
  const text = `text ${v4()}`;
  if (kind === 'create' || kind === 'title' || !target)
    return creating(
      aPost(channelId, author, text, { title: kind === 'title' ? `Title ${at}` : null }),
    );
  const root = target.rootId ?? target.id;
  switch (kind) {
    case 'reply':
      return creating(
        aPost(channelId, author, text, { rootId: root, alsoInChannel: at % 3 === 0 }),
      );
    case 'again':
      return creating({
        ...aPost(channelId, target.authorId, text),
        clientId: target.clientId,
        digest: target.digest,
      });
    case 'edit':
      return {
        kind,
        postId: target.id,
        at: now(),
        text,
        html: null,
        title: target.title,
        mentions: [],
      };
    case 'delete':
      return {
        kind,
        postId: target.id,
        rootId: target.rootId,
        deleted: { at: now(), by: 'author' },
      };
    case 'react':
      return { kind, postId: target.id, emoji: 'heart', memberId: author, on: at % 2 === 0 };
    case 'pin':
      return { kind, postId: target.id, pinned: at % 2 === 0 ? { at: now(), by: author } : null };
  }
}
