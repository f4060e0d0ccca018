/** Who may do what with a post, beyond seeing its channel. */
import type { Caller } from '../../core/caller.ts';
import { forbidden } from '../../core/errors.ts';
import type { StoredPost } from './posts.store.ts';

/** Throws unless the post is the caller's own. */
export function assertAuthor(caller: Caller, post: StoredPost): void {
  if (post.authorId !== caller.memberId) throw forbidden('Only its author can change a post.');
}
