/** Who may do what with a post, beyond seeing its channel. */
import type { Caller } from '../../core/caller.ts';
import { conflict, forbidden } from '../../core/errors.ts';
import type { StoredPost } from './posts.store.ts';

/** Throws unless the post is the caller's own. */
export function assertAuthor(caller: Caller, post: StoredPost): void {
  if (post.authorId !== caller.memberId)
    throw forbidden('Only its author can change a post.', 'AUTHOR_ONLY');
}

/** Throws when a post carries a listing, which has ways of its own to change and to end. */
export function assertPlain(post: StoredPost, instead: string): void {
  if (post.listing)
    throw conflict(`This post carries a listing. ${instead}`, { reason: 'LISTING' });
}
