/** Which of one's posts are being edited, and where. */
import { signal } from '@preact/signals';
import { editOf } from '../drafts/drafts.state.ts';

/** Posts with an open edit box, and whether it stands in the pane of a thread. */
export const opened = signal<ReadonlyMap<string, boolean>>(new Map());

/** Whether a post is being edited here: it can stand in the stream and in the pane of its thread. */
export const isEditing = (postId: string, inThread: boolean): boolean =>
  (opened.value.get(postId) ?? editOf(postId)?.edit?.inThread) === inThread;
