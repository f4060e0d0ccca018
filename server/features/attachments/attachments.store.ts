/** The port under which attachments are kept. Every method is atomic. */
import type { Attachment } from '../../../shared/contract/attachments.ts';
import type { Shelf } from '../../core/shelf.ts';

export interface StoredAttachment extends Attachment {
  clusterId: string;
  memberId: string;
  /** SHA-256 of the content, hexadecimal. */
  digest: string;
  /** When it may be dropped; null: never. */
  until: string | null;
}

/** Bytes that a cluster or a member may add after a time. */
export interface Room {
  of: 'cluster' | 'member';
  bytes: number;
  since: string;
}

export interface AttachmentsStore {
  /**
   * Keeps a file, unless its id is taken: then what is there.
   * @param rooms what its cluster and its member may have added, give or take what is added at the same moment; the one for
   *   which this file would be too much is returned
   */
  add(
    attachment: StoredAttachment,
    content: Uint8Array,
    rooms: readonly Room[],
  ): Promise<StoredAttachment | Room>;
  /** In no order; unknown ids are left out. */
  find(ids: readonly string[]): Promise<StoredAttachment[]>;
  content(id: string): Promise<Uint8Array | null>;
  /** Keeps attachments of a cluster at least until a time, or for good; never for less long than they are kept already. */
  keep(clusterId: string, ids: readonly string[], until: string | null): Promise<void>;
  /** Drops what was to be kept until before a time. */
  sweep(now: string): Promise<void>;
}

/** An attachment given out, its content as base64. */
export type AttachmentRecord = StoredAttachment & { content: string };

export type AttachmentsShelves = { attachment: Shelf<AttachmentRecord> };
