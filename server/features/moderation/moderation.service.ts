/** The rules of moderation: key information, and removals with a reason. */
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { assertModerates, mayModerate } from '../channels/channels.policy.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import { assertPlain } from '../posts/posts.policy.ts';
import type { PostsService } from '../posts/posts.service.ts';
import { toWire } from '../posts/posts.wire.ts';

/** What is key can be read in a few minutes. */
const mostPinned = 50;

export interface ModerationService {
  handlers: Handlers<'post:pin' | 'post:remove' | 'removal:get'>;
}

export function createModerationService({
  posts,
  channels,
  broadcaster,
}: {
  posts: PostsService;
  channels: Pick<ChannelsService, 'seenBy'>;
  broadcaster: Broadcaster;
}): ModerationService {
  async function moderated(postId: string, caller: Caller) {
    const { post, visible } = await posts.seen(postId, caller);
    assertModerates(caller, visible);
    return post;
  }

  return {
    handlers: {
      'post:pin': async ({ postId, pinned }, caller) => {
        const { channelId } = await moderated(postId, caller);
        if (pinned && (await posts.pinned(channelId)) >= mostPinned)
          throw conflict(`This channel has ${mostPinned} pinned posts already. Unpin one first.`, {
            reason: 'TOO_MANY_PINNED',
            most: mostPinned,
          });
        const mark = pinned ? { at: new Date().toISOString(), by: caller.memberId } : null;
        return toWire(await posts.change(channelId, { kind: 'pin', postId, pinned: mark }));
      },

      'post:remove': async ({ postId, reason }, caller) => {
        const post = await moderated(postId, caller);
        if (post.deleted) return toWire(post);
        assertPlain(post, 'Suspend the listing instead.');
        const deleted = {
          at: new Date().toISOString(),
          by: 'moderator' as const,
          moderatorId: caller.memberId,
          reason,
        };
        const removed = await posts.change(post.channelId, {
          kind: 'delete',
          postId,
          rootId: post.rootId,
          deleted,
        });
        if (await channels.seenBy(post.channelId, post.authorId))
          broadcaster.tell(room.member(post.authorId), 'post:removed', {
            postId,
            channelId: post.channelId,
            reason,
          });
        return toWire(removed);
      },

      'removal:get': async ({ postId }, caller) => {
        const { post, visible } = await posts.seen(postId, caller);
        const { deleted } = post;
        if (!deleted?.reason || !deleted.moderatorId) throw notFound('removal');
        if (post.authorId !== caller.memberId && !mayModerate(caller, visible))
          throw notFound('removal');
        return { reason: deleted.reason, at: deleted.at, by: deleted.moderatorId };
      },
    },
  };
}
