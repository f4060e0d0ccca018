/** The rules of drafts: one for each channel and thread, the same on all of a member's devices. */

import type { Parsed } from '../../../shared/contract/index.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { PostsService } from '../posts/posts.service.ts';
import { type DraftsStore, isEmpty } from './drafts.store.ts';

/** Drafts that one member can have. */
const most = 200;

export interface DraftsService {
  handlers: Handlers<'draft:list' | 'draft:save'>;
}

export function createDraftsService(deps: {
  store: DraftsStore;
  channels: ChannelsService;
  posts: PostsService;
  broadcaster: Broadcaster;
}): DraftsService {
  async function assertPlace({ channelId, rootId }: Parsed<'draft:save'>, caller: Caller) {
    await deps.channels.visible(channelId, caller);
    if (rootId && (await deps.posts.seen(rootId, caller)).post.channelId !== channelId)
      throw notFound('post');
  }

  return {
    handlers: {
      'draft:list': async (_input, caller) => {
        const drafts = await deps.store.drafts(caller.memberId);
        const seen = await Promise.all(
          drafts.map(({ channelId }) => deps.channels.seenBy(channelId, caller.memberId)),
        );
        return drafts.filter((_, n) => seen[n]);
      },
      'draft:save': async (input, caller) => {
        // One's own words can be discarded wherever they were meant for.
        if (!isEmpty(input)) await assertPlace(input, caller);
        if ((await deps.store.elsewhere(caller.memberId, input)) >= most)
          throw conflict(`You have ${most} drafts. Send or discard some first.`, {
            reason: 'TOO_MANY_DRAFTS',
            most,
          });
        const draft = { ...input, updatedAt: new Date().toISOString() };
        await deps.store.save(caller.memberId, draft);
        deps.broadcaster.tell(room.member(caller.memberId), 'draft:changed', draft);
        return {};
      },
    },
  };
}
