/** The rules of posts and of the feed. Everything that changes a post goes through `change`, which also tells it. */
import { hash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Parsed } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { type Page, type Post, syncLimits } from '../../../shared/contract/posts.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Call, Caller, Handlers } from '../../core/caller.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Metrics } from '../../core/metrics.ts';
import { createTurns } from '../../core/turns.ts';
import { toPerson } from '../accounts/accounts.person.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import { assertMayWrite } from '../channels/channels.policy.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { ChannelsStore, Visible } from '../channels/channels.store.ts';
import { toListed } from '../channels/channels.wire.ts';
import { keepLiveEnds } from './posts.live-end.ts';
import { fitting } from './posts.page.ts';
import { assertAuthor, assertPlain } from './posts.policy.ts';
import type { Renderer } from './posts.rendering.ts';
import type { Change, Committed, PostsStore, Range, StoredPost, View } from './posts.store.ts';
import { toWire } from './posts.wire.ts';
import { createPostsWriter } from './posts.writer.ts';

type PostNames =
  | 'channel:open'
  | 'feed:sync'
  | 'thread:open'
  | 'typing:tell'
  | 'mention:list'
  | `post:${'list' | 'create' | 'edit' | 'delete' | 'react' | 'get' | 'history' | 'preview'}`;

export interface PostsService {
  handlers: Handlers<PostNames>;
  /** A post in a channel the caller may see; `not_found` for unknown and for unseen ones alike. */
  seen(postId: string, caller: Caller): Promise<{ post: StoredPost; visible: Visible }>;
  /** Commits a change together with whatever else the channel is waiting for, tells it, and returns the post as it then is. */
  change(channelId: string, change: Change): Promise<StoredPost>;
  /**
   * Brings the post that carries a listing up to date, made when there is none yet; an older version changes nothing.
   * @param clientId of the post, known to nobody before it stands there
   */
  showListing(listing: Listing, clientId: string): Promise<void>;
  /** How many posts of a channel are pinned. */
  pinned(channelId: string): Promise<number>;
  /** The head of each channel as the feed beacon tells it. */
  heads(
    channelIds: string[],
  ): Promise<{ channelId: string; epoch: string; head: { rev: number; seq: number } }[]>;
}

export interface PostsDeps {
  store: PostsStore;
  /** The epoch of the database, read at start. */
  epoch: string;
  accounts: AccountsStore;
  channels: ChannelsService;
  channelsStore: ChannelsStore;
  renderer: Renderer;
  broadcaster: Broadcaster;
  metrics: Metrics;
}

/** A change, looked up and allowed, that waits for its turn to be written. */
interface Prepared {
  channelId: string;
  change: Change;
}

const now = () => new Date().toISOString();

export function createPostsService({
  store,
  epoch,
  accounts,
  channels,
  channelsStore,
  renderer,
  broadcaster,
  metrics,
}: PostsDeps): PostsService {
  const writer = createPostsWriter(store.commit, tellCommitted);
  const inTurn = createTurns();

  function tellCommitted(
    channelId: string,
    { since, created, head, posts }: Committed,
    waitedMs: number,
  ) {
    metrics.told(created, waitedMs);
    // Mostly one event; several, each up to the next, when what a reaction or a reply touches is long.
    let seq = head.seq - created;
    for (let from = since, rest = posts; rest.length > 0; ) {
      const some = fitting(rest);
      rest = rest.slice(some.length);
      seq = Math.max(seq, ...some.map((post) => post.seq));
      const upTo = rest.length > 0 ? { rev: some.at(-1)?.rev ?? from, seq } : head;
      broadcaster.tell(room.channel(channelId), 'feed:changed', {
        channelId,
        epoch,
        since: from,
        head: upTo,
        posts: some.map(toWire),
      });
      from = upTo.rev;
    }
  }

  async function seen(postId: string, caller: Caller) {
    const post = await store.post(postId);
    const visible = post && (await channelsStore.visible(post.channelId, caller.memberId));
    if (!visible) throw notFound('post');
    return { post, visible };
  }

  async function writable(postId: string, caller: Caller) {
    const { post, visible } = await seen(postId, caller);
    assertMayWrite(visible);
    return post;
  }

  async function read(view: View, range: Range): Promise<Omit<Page, 'people'>> {
    const { posts, head, from, to } = await store.page(view, range);
    return { channelId: view.channelId, epoch, head, from, to, posts: posts.map(toWire) };
  }

  /** With the people as they are called now, whenever the posts were read. */
  const withPeople = async (read: Omit<Page, 'people'>): Promise<Page> => ({
    ...read,
    people: await peopleIn(read.posts),
  });
  const page = async (view: View, range: Range) => withPeople(await read(view, range));
  const liveEnd = keepLiveEnds((channelId) => read({ kind: 'stream', channelId }, { limit: 60 }));

  async function peopleIn(posts: Pick<Post | StoredPost, 'authorId' | 'replies'>[]) {
    const ids = [...new Set(posts.flatMap((post) => [post.authorId, ...(post.replies?.by ?? [])]))];
    return ids.length > 0 ? (await accounts.members({ ids, limit: ids.length })).map(toPerson) : [];
  }

  /** The post that opened the thread a reply to `postId` belongs in. */
  async function rootOf(postId: string, channelId: string): Promise<string> {
    const post = await store.post(postId);
    if (post?.channelId !== channelId) throw notFound('post');
    return post.rootId ?? post.id;
  }

  /** The channel as the caller sees it, heard live from now on. Looked up again once heard, lest it was lost in between. */
  async function watched(channelId: string, caller: Caller, call: Call): Promise<Visible> {
    const found = await channels.visible(channelId, caller);
    // Members hear their channels anyway, and no longer than they are members.
    if (found.membership || !call.watch) return found;
    const forget = await call.watch(room.channel(channelId));
    try {
      return await channels.visible(channelId, caller);
    } catch (refusal) {
      await forget();
      throw refusal;
    }
  }

  /** A post as it will be written, once its author is known to be allowed to. */
  async function created(
    { channelId, clientId, text, title, rootId, alsoInChannel }: Parsed<'post:create'>,
    caller: Caller,
  ): Promise<Prepared> {
    assertMayWrite(await channels.visible(channelId, caller));
    if (rootId && title)
      throw conflict('A reply has no title of its own.', { reason: 'REPLY_WITH_TITLE' });
    const root = rootId ? await rootOf(rootId, channelId) : null;
    const also = alsoInChannel === true && root !== null;
    const digest = hash('sha256', JSON.stringify([text, title ?? null, root, also]), 'base64url');
    const { stored: html, mentions } = await renderer.render(text, caller.memberId);
    const post = {
      id: uuid(),
      channelId,
      authorId: caller.memberId,
      clientId,
      digest,
      createdAt: now(),
      text,
      html,
      title: title ?? null,
      rootId: root,
      alsoInChannel: also,
      mentions,
    };
    return { channelId, change: { kind: 'create', post } };
  }

  /** An edit as it will be written, with the channel it belongs to. */
  async function edited(
    { postId, text, title }: Parsed<'post:edit'>,
    caller: Caller,
  ): Promise<Prepared> {
    const post = await writable(postId, caller);
    assertAuthor(caller, post);
    assertPlain(post, 'Change the listing instead.');
    if (title && post.rootId)
      throw conflict('A reply has no title of its own.', { reason: 'REPLY_WITH_TITLE' });
    const { stored: html, mentions } = await renderer.render(text, caller.memberId);
    const change: Change = {
      kind: 'edit',
      postId,
      at: now(),
      text,
      html,
      title: title === undefined ? post.title : title,
      mentions,
    };
    return { channelId: post.channelId, change };
  }

  /**
   * Hands what one author wrote to the writer in the order of the calls, however long the look-ups of each take; these
   * run side by side, and the posts still commit together.
   */
  async function writtenInTurn(key: string, prepared: Promise<Prepared>): Promise<StoredPost> {
    prepared.catch(() => {});
    const { written } = await inTurn(key, async () => {
      const { channelId, change } = await prepared;
      const written = writer.write(channelId, change);
      written.catch(() => {});
      return { written };
    });
    return written;
  }

  return {
    seen,
    change: writer.write,
    async showListing(listing, clientId) {
      const { id, postId, channelId, authorId, title, body } = listing;
      const text = body.trim() || title;
      const { stored: html, mentions } = await renderer.render(text, authorId);
      const post = {
        id: postId,
        channelId,
        authorId,
        clientId,
        digest: id,
        createdAt: now(),
        text,
        html,
        title,
        rootId: null,
        alsoInChannel: false,
        mentions,
        listing,
      };
      await writer.write(channelId, { kind: 'create', post });
      await writer.write(channelId, {
        kind: 'listing',
        postId,
        at: now(),
        listing,
        text,
        html,
        title,
        mentions,
      });
    },
    pinned: async (channelId) => (await store.pinned(channelId)).length,
    async heads(channelIds) {
      const heads = await channelsStore.heads(channelIds);
      return [...heads].map(([channelId, head]) => ({ channelId, epoch, head }));
    },
    handlers: {
      'channel:open': async ({ channelId, unread }, caller, call) => {
        // Hear first, read then: what is committed in between arrives twice rather than never.
        const visible = await watched(channelId, caller, call);
        const { membership, channel } = visible;
        const behind = unread && membership && membership.readSeq < channel.head.seq;
        const shown = await (behind
          ? read({ kind: 'stream', channelId }, { limit: 60, around: membership.readSeq + 1 })
          : liveEnd(channelId, channel.head.rev));
        const pinned = fitting(await store.pinned(channelId));
        return {
          listed: toListed(visible),
          page: await withPeople(shown),
          pinned: pinned.map(toWire),
        };
      },

      'feed:sync': async ({ channelId, epoch: theirs, since }, caller, call) => {
        await watched(channelId, caller, call);
        const { head, posts } = await store.changedSince(channelId, since, syncLimits.page + 1);
        if (theirs !== epoch || since > head.rev || head.rev - since > syncLimits.total)
          return { resync: true };
        if (posts.length > 0) metrics.healed();
        const sent = fitting(posts.slice(0, syncLimits.page));
        const more = posts.length > sent.length;
        const rev = more ? (sent.at(-1)?.rev ?? since) : Math.max(head.rev, sent.at(-1)?.rev ?? 0);
        return {
          channelId,
          epoch,
          since,
          head: { rev, seq: Math.max(head.seq, ...sent.map((post) => post.seq)) },
          posts: sent.map(toWire),
          more,
        };
      },

      'post:list': async ({ channelId, view, ...range }, caller) => {
        await channels.visible(channelId, caller);
        return page({ kind: view, channelId }, range);
      },

      'thread:open': async ({ postId, ...range }, caller) => {
        const { post } = await seen(postId, caller);
        const rootId = post.rootId ?? post.id;
        const replies = await page({ kind: 'thread', channelId: post.channelId, rootId }, range);
        const root = await store.post(rootId);
        if (!root) throw notFound('post');
        const known = new Set(replies.people.map((person) => person.id));
        const others = (await peopleIn([root])).filter((person) => !known.has(person.id));
        return { ...replies, people: [...replies.people, ...others], root: toWire(root) };
      },

      'post:create': async (input, caller) =>
        toWire(
          await writtenInTurn(`${input.channelId} ${caller.memberId}`, created(input, caller)),
        ),

      'post:edit': async (input, caller) =>
        toWire(await writtenInTurn(`${input.postId} ${caller.memberId}`, edited(input, caller))),

      'post:delete': async ({ postId }, caller) => {
        const post = await writable(postId, caller);
        assertAuthor(caller, post);
        assertPlain(post, 'Withdraw the listing instead.');
        if (post.deleted) return toWire(post);
        return toWire(
          await writer.write(post.channelId, {
            kind: 'delete',
            postId,
            rootId: post.rootId,
            deleted: { at: now(), by: 'author' },
          }),
        );
      },

      'post:react': async ({ postId, emoji, on }, caller) => {
        const post = await writable(postId, caller);
        return toWire(
          await writer.write(post.channelId, {
            kind: 'react',
            postId,
            emoji,
            memberId: caller.memberId,
            on,
          }),
        );
      },

      'post:get': async ({ postId }, caller) => toWire((await seen(postId, caller)).post),

      'post:history': async ({ postId }, caller) => {
        const { post } = await seen(postId, caller);
        if (post.deleted) return [];
        const earlier = await store.versions(postId);
        const versions = [
          ...earlier,
          { at: post.editedAt ?? post.createdAt, text: post.text, title: post.title },
        ];
        return versions.map(({ at, text, title }) => ({
          at,
          text,
          ...(title !== null && { title }),
        }));
      },

      'mention:list': async ({ limit }, caller) => {
        const found = await store.mentioning(caller.memberId, limit);
        const seen = await Promise.all(
          found.map(({ channelId }) => channelsStore.visible(channelId, caller.memberId)),
        );
        return fitting(found.filter((_, n) => seen[n])).map(toWire);
      },

      'post:preview': async ({ text }, caller) => ({
        html: (await renderer.render(text, caller.memberId)).html,
      }),

      'typing:tell': async ({ channelId, rootId }, caller) => {
        assertMayWrite(await channels.visible(channelId, caller));
        broadcaster.hint(room.channel(channelId), 'typing:told', {
          channelId,
          memberId: caller.memberId,
          ...(rootId && { rootId }),
        });
        return {};
      },
    },
  };
}
