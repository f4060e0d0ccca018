/** Quoting a post: as Markdown that names its author and leads back to it. */
import type { Post } from '../../../shared/contract/posts.ts';
import { personById } from '../accounts/people.state.ts';
import { draftOf, saveDraft } from '../drafts/drafts.state.ts';
import type { Place } from './place.ts';

/** Where a post stands, within the forum. */
const addressOf = ({ id }: Pick<Post, 'id'>, slug: string): string =>
  `/c/${encodeURIComponent(slug)}/p/${id}`;

/** A post as a Markdown quote that names its author, and leads back to it. */
export function quoteOf(
  { id, title, text }: Pick<Post, 'id' | 'title' | 'text'>,
  author: string,
  slug: string,
): string {
  const name = author.replace(/[\\`*_[\]<>~&!#@:]/g, '\\$&');
  return [`[${name}](${addressOf({ id }, slug)}):`, ...(text || title || '').trimEnd().split('\n')]
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** Puts a post, quoted, into the draft of where it would be answered. */
export function quote(post: Post, { slug, inThread }: Place) {
  const { id, channelId, rootId } = post;
  const where = inThread ? (rootId ?? id) : null;
  const known = draftOf(channelId, where)?.text ?? '';
  const quoted = quoteOf(post, personById(post.authorId)?.name ?? '…', slug);
  saveDraft(
    channelId,
    where,
    `${known}${known && '\n\n'}${quoted}\n\n`,
    draftOf(channelId, where)?.title ?? '',
  );
  document
    .querySelector<HTMLTextAreaElement>(
      inThread ? '.pane .composer textarea' : '.stream-column .composer textarea',
    )
    ?.focus();
}
