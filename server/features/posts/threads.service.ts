/** The rules of threads: which a member takes part in, and what of them they have not seen. */
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import type { PostsService } from './posts.service.ts';
import type { ThreadsStore } from './threads.store.ts';

export interface ThreadsService {
  handlers: Handlers<'thread:list' | 'thread:read'>;
}

/** Comes after every id. */
const end = 'g';

export function createThreadsService({
  store,
  posts,
  broadcaster,
}: {
  store: ThreadsStore;
  posts: Pick<PostsService, 'seen'>;
  broadcaster: Broadcaster;
}): ThreadsService {
  return {
    handlers: {
      'thread:list': ({ before, limit }, caller) =>
        store.threads(caller.memberId, before ?? end, limit),

      'thread:read': async ({ postId, seq }, caller) => {
        const { memberId } = caller;
        const { post } = await posts.seen(postId, caller);
        const rootId = post.rootId ?? post.id;
        const moved = await store.read(memberId, rootId, seq);
        if (moved) broadcaster.tell(room.member(memberId), 'thread:seen', { rootId, ...moved });
        return {};
      },
    },
  };
}
