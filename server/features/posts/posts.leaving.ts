/** Deleting what a member wrote, once they have left the forum. */
import type { PostsService } from './posts.service.ts';
import type { PostsStore } from './posts.store.ts';

/** How many go at a time, so that others write in between. */
const together = 50;

/**
 * Deletes all posts of a member but those that carry listings, which belong to their cluster.
 * @param by whoever wanted it: the member, or an administrator
 */
export async function removePostsOf(
  memberId: string,
  by: string,
  { store, change }: { store: PostsStore; change: PostsService['change'] },
): Promise<void> {
  const deleted = {
    at: new Date().toISOString(),
    ...(by === memberId
      ? { by: 'author' as const }
      : { by: 'moderator' as const, moderatorId: by }),
  };
  for (;;) {
    const posts = await store.plainBy(memberId, together);
    if (posts.length === 0) return;
    await Promise.all(
      posts.map(({ id: postId, channelId, rootId }) =>
        change(channelId, { kind: 'delete', postId, rootId, deleted }),
      ),
    );
  }
}
