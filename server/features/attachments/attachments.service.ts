/** The rules of attachments: what may be kept, by whom, and until when. */
import { hash } from 'node:crypto';
import type { Logger } from 'pino';
import { type Attachment, attachmentTypes } from '../../../shared/contract/attachments.ts';
import type { Answer, Parsed } from '../../../shared/contract/index.ts';
import { renamed } from '../../../shared/file-name.ts';
import type { RefusalReason } from '../../../shared/refusals.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { AppError, badField, conflict, forbidden, notFound } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import type { AttachmentsStore, Room, StoredAttachment } from './attachments.store.ts';

export interface AttachmentsService {
  handlers: Handlers<'attachment:add'>;
  /** Throws `bad_request` unless all of these are kept for a cluster. */
  assertOf(clusterId: string, ids: readonly string[]): Promise<void>;
  /** Keeps attachments of a cluster at least until a time; null: for good. */
  keep(clusterId: string, ids: readonly string[], until: string | null): Promise<void>;
  /** An attachment of a cluster with its content, whoever asks; throws `not_found`. */
  file(clusterId: string, id: string): Promise<Answer<'listing:document'>>;
  close(): void;
}

const hour = 3_600_000;
const mebibyte = 1024 * 1024;
/** MiB that may be added: what was is kept as evidence, but no disk is endless. Unvalidated clusters cost nothing to make. */
const most = { cluster: 200, clusterDays: 90, unvalidated: 10, memberDay: 50 };

const daysBefore = (now: Date, days: number) =>
  new Date(now.getTime() - days * 24 * hour).toISOString();

function roomsOf(validated: boolean, now: Date): Room[] {
  return [
    validated
      ? { of: 'cluster', bytes: most.cluster * mebibyte, since: daysBefore(now, most.clusterDays) }
      : { of: 'cluster', bytes: most.unvalidated * mebibyte, since: '' },
    { of: 'member', bytes: most.memberDay * mebibyte, since: daysBefore(now, 1) },
  ];
}

function noRoom({ of }: Room, validated: boolean): AppError {
  if (of === 'member')
    return new AppError('rate_limited', `A member may add ${most.memberDay} MiB in a day.`, {
      reason: 'MEMBER_ROOM' satisfies RefusalReason,
      most: most.memberDay,
      retryAfter: 3600,
    });
  return validated
    ? conflict(
        `Your cluster has added ${most.cluster} MiB of documents within ${most.clusterDays} days.`,
        { reason: 'NO_ROOM' },
      )
    : conflict(`A cluster that nobody has validated may keep ${most.unvalidated} MiB.`, {
        reason: 'NO_ROOM_UNVALIDATED',
        most: most.unvalidated,
      });
}

const shown = ({ id, name, mediaType, size, createdAt }: StoredAttachment): Attachment => ({
  id,
  name: renamed(name, mediaType),
  mediaType,
  size,
  createdAt,
});

/** What a file is by its content; null for what is not taken. */
async function typeOf(content: Uint8Array): Promise<Attachment['mediaType'] | null> {
  // Fetched with the first file: most forums start without one.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = (await fileTypeFromBuffer(content))?.mime;
  return attachmentTypes.find((type) => type === found) ?? null;
}

export function createAttachmentsService({
  store,
  clusters,
  log,
}: {
  store: AttachmentsStore;
  clusters: Pick<ClustersStore, 'cluster'>;
  log: Logger;
}): AttachmentsService {
  async function add(
    { attachmentId: id, name, content }: Parsed<'attachment:add'>,
    { clusterId, memberId }: Caller,
  ): Promise<Attachment> {
    if (!clusterId)
      throw forbidden('Join a cluster first: a document is kept for one.', 'NO_CLUSTER');
    const mediaType = await typeOf(content);
    if (!mediaType) throw badField('content', 'file_type', 'a PDF, a PNG or a JPEG');
    const now = new Date();
    const attachment: StoredAttachment = {
      ...{
        id,
        name,
        mediaType,
        clusterId,
        memberId,
        size: content.length,
        digest: hash('sha256', content),
      },
      ...{ createdAt: now.toISOString(), until: new Date(now.getTime() + 24 * hour).toISOString() },
    };
    const validated = (await clusters.cluster(clusterId))?.validated != null;
    const kept = await store.add(attachment, content, roomsOf(validated, now));
    if ('of' in kept) throw noRoom(kept, validated);
    if (kept.digest !== attachment.digest || kept.memberId !== memberId)
      throw conflict('Another file was already sent under this id.', { reason: 'SENT_OTHERWISE' });
    return shown(kept);
  }

  const timer = setInterval(
    oneAtATime(log, 'the sweep of attachments', () => store.sweep(new Date().toISOString())),
    hour,
  ).unref();

  return {
    handlers: { 'attachment:add': add },
    async assertOf(clusterId, ids) {
      const found = ids.length > 0 ? await store.find(ids) : [];
      const own = new Set(found.filter((each) => each.clusterId === clusterId).map(({ id }) => id));
      const missing = ids.find((id) => !own.has(id));
      if (missing)
        throw badField(
          'claims',
          'not_your_document',
          `your cluster has no document ${missing}; attach it again`,
        );
    },
    keep: (clusterId, ids, until) =>
      ids.length > 0 ? store.keep(clusterId, ids, until) : Promise.resolve(),
    async file(clusterId, id) {
      const [[found], content] = await Promise.all([store.find([id]), store.content(id)]);
      if (found?.clusterId !== clusterId || !content) throw notFound('document');
      return { name: renamed(found.name, found.mediaType), type: found.mediaType, content };
    },
    close: () => clearInterval(timer),
  };
}
