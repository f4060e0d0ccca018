/** The rules of drafts: one for each channel and thread, the same on all of a member's devices. */
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { PostsService } from '../posts/posts.service.ts';
import type { DraftsStore } from './drafts.store.ts';

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
  return {
    handlers: {
      'draft:list': (_input, caller) => deps.store.drafts(caller.memberId),
      'draft:save': async (input, caller) => {
        await deps.channels.visible(input.channelId, caller);
        if (
          input.rootId &&
          (await deps.posts.seen(input.rootId, caller)).post.channelId !== input.channelId
        )
          throw notFound('post');
        if ((await deps.store.elsewhere(caller.memberId, input)) >= most)
          throw conflict(`You have ${most} drafts. Send or discard some first.`);
        const draft = { ...input, updatedAt: new Date().toISOString() };
        await deps.store.save(caller.memberId, draft);
        deps.broadcaster.tell(room.member(caller.memberId), 'draft:changed', draft);
        return {};
      },
    },
  };
}
