/** Posts given out by following the feed of each channel, as a reader does: consistent whatever is written meanwhile. */
import type { Shelf } from '../../core/shelf.ts';
import type { PostsStore, PostVersion, StoredPost } from './posts.store.ts';

/** A post with its earlier versions. */
export type PostRecord = StoredPost & { versions: Omit<PostVersion, 'postId'>[] };

const together = 500;

export function postsShelf(
  { changedSince, versions }: Pick<PostsStore, 'changedSince' | 'versions'>,
  {
    channelIds,
    count,
    load,
  }: { channelIds(): Promise<string[]> } & Pick<Shelf<PostRecord>, 'count' | 'load'>,
): Shelf<PostRecord> {
  async function recordOf(post: StoredPost): Promise<PostRecord> {
    if (!post.editedAt) return { ...post, versions: [] };
    const all = await versions(post.id);
    // An edit that came after this state was read has kept it as a version; that edit comes later in the dump.
    const self = all.findIndex(
      ({ at, text, title }) => at === post.editedAt && text === post.text && title === post.title,
    );
    return {
      ...post,
      versions: (self < 0 ? all : all.slice(0, self)).map(({ at, text, title }) => ({
        at,
        text,
        title,
      })),
    };
  }

  return {
    count,
    load,
    async *dump() {
      for (const channelId of await channelIds())
        for (let since = 0; ; ) {
          const { posts } = await changedSince(channelId, since, together);
          for (const post of posts) yield await recordOf(post);
          if (posts.length < together) break;
          since = posts.at(-1)?.rev ?? since;
        }
    },
  };
}
