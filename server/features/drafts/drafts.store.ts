/** The port under which drafts are kept. Every method is atomic. */
import type { Draft } from '../../../shared/contract/drafts.ts';

export interface DraftsStore {
  /** Latest first. */
  drafts(memberId: string): Promise<Draft[]>;
  /** How many drafts a member has in other places than this. */
  elsewhere(memberId: string, place: Pick<Draft, 'channelId' | 'rootId'>): Promise<number>;
  /** Replaces the draft of a channel or thread; one without text and title is dropped. */
  save(memberId: string, draft: Draft): Promise<void>;
  /** Drops all drafts of a member. */
  forget(memberId: string): Promise<void>;
}

export const isEmpty = (draft: Pick<Draft, 'text' | 'title'>) =>
  draft.text === '' && draft.title === '';
