/** Attachments on SQLite. */
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import type {
  AttachmentRecord,
  AttachmentsShelves,
  AttachmentsStore,
  Room,
  StoredAttachment,
} from './attachments.store.ts';

const fields = `id, cluster_id AS clusterId, member_id AS memberId, name, media_type AS mediaType, size, digest, created_at AS createdAt, kept_until AS until`;
const insert = `INSERT OR REPLACE INTO attachments (id, cluster_id, member_id, name, media_type, size, digest, created_at, kept_until, content)
  VALUES (:id, :clusterId, :memberId, :name, :mediaType, :size, :digest, :createdAt, :until, :content)`;

export function createAttachmentsSqliteStore(db: Sqlite): AttachmentsStore {
  /** Bytes that the cluster or the member of an attachment has added. */
  function taken({ clusterId, memberId }: StoredAttachment, { of, since }: Room): number {
    const [column, owner] = of === 'cluster' ? ['cluster_id', clusterId] : ['member_id', memberId];
    const { sum } = db
      .prepare(
        `SELECT coalesce(sum(size), 0) AS sum FROM attachments WHERE ${column} = ? AND created_at > ?`,
      )
      .get(owner, since) as { sum: number };
    return sum;
  }

  return {
    async add(attachment, content, rooms) {
      return transaction(db, () => {
        const earlier = db
          .prepare(`SELECT ${fields} FROM attachments WHERE id = ?`)
          .get(attachment.id);
        if (earlier) return earlier as StoredAttachment;
        const full = rooms.find((room) => taken(attachment, room) + attachment.size > room.bytes);
        if (full) return full;
        db.prepare(insert).run({ ...attachment, content: Buffer.from(content) });
        return attachment;
      });
    },
    async find(ids) {
      return db
        .prepare(`SELECT ${fields} FROM attachments WHERE id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(ids)) as StoredAttachment[];
    },
    async content(id) {
      return (
        (
          db.prepare('SELECT content FROM attachments WHERE id = ?').get(id) as
            | { content: Buffer }
            | undefined
        )?.content ?? null
      );
    },
    async keep(clusterId, ids, until) {
      db.prepare(
        `UPDATE attachments SET kept_until = :until
         WHERE cluster_id = :clusterId AND id IN (SELECT value FROM json_each(:ids)) AND kept_until < coalesce(:until, '9')`,
      ).run({ clusterId, ids: JSON.stringify(ids), until });
    },
    async sweep(now) {
      db.prepare('DELETE FROM attachments WHERE kept_until < ?').run(now);
    },
  };
}

export const attachmentsSqliteShelves = (db: Sqlite): AttachmentsShelves => ({
  attachment: {
    async count() {
      return (db.prepare('SELECT count(*) AS n FROM attachments').get() as { n: number }).n;
    },
    async *dump() {
      for (const row of db.prepare(`SELECT ${fields}, content FROM attachments`).iterate()) {
        const { content, ...attachment } = row as StoredAttachment & { content: Buffer };
        yield { ...attachment, content: Buffer.from(content).toString('base64') };
      }
    },
    async load(records: AttachmentRecord[]) {
      transaction(db, () => {
        for (const { content, ...attachment } of records)
          db.prepare(insert).run({ ...attachment, content: Buffer.from(content, 'base64') });
      });
    },
  },
});
