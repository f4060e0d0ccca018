/** Opening, keeping and closing the edits of one's posts; what was changed stays on this device until it is saved. */
import type { Post } from '../../../shared/contract/posts.ts';
import { dropEdit, editOf, keep } from '../drafts/drafts.state.ts';
import { opened } from './edits.state.ts';

/** The post whose box was asked for last, and is to take the focus. */
let asked = '';

function set(postId: string, inThread: boolean | undefined) {
  if (opened.peek().get(postId) === inThread) return;
  const next = new Map(opened.peek());
  if (inThread === undefined) next.delete(postId);
  else next.set(postId, inThread);
  opened.value = next;
}

/** Opens the edit box of a post, in the stream or in the pane of its thread. */
export function openEdit(postId: string, inThread: boolean): void {
  asked = postId;
  set(postId, inThread);
}

/** True once after `openEdit`: what was opened by itself leaves the focus where it is. */
export function takesFocus(postId: string): boolean {
  const takes = asked === postId;
  if (takes) asked = '';
  return takes;
}

/** Closes the box and lets go of what was changed. */
export function closeEdit(postId: string): void {
  set(postId, undefined);
  dropEdit(postId);
}

/** Closes a box in which nothing was changed; the other ones come back with the post. */
export function leaveEdit(postId: string, inThread: boolean): void {
  if (opened.peek().get(postId) === inThread && !editOf(postId)) set(postId, undefined);
}

/** Keeps what a post is to say; nothing, when it says so already. */
export function writeEdit(post: Post, inThread: boolean, text: string, title: string): void {
  const { id: postId, channelId, rootId = null } = post;
  const now = { text: post.text ?? '', title: post.title ?? '' };
  set(postId, inThread);
  const from = editOf(postId)?.edit?.from ?? now;
  const updatedAt = new Date().toISOString();
  if (text === now.text && title === now.title) dropEdit(postId);
  else keep({ channelId, rootId, text, title, updatedAt, edit: { postId, inThread, from } });
}
