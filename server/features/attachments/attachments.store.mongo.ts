/** Attachments on MongoDB: a document each, as none is near its 16 MB. */
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { isDuplicateKey, type Mongo, modelOf } from '../../storage/mongo.ts';
import type {
  AttachmentRecord,
  AttachmentsShelves,
  AttachmentsStore,
  Room,
  StoredAttachment,
} from './attachments.store.ts';

interface Doc extends Omit<StoredAttachment, 'id'> {
  _id: string;
  content: Buffer | { buffer: Uint8Array };
}

const text = { $type: 'string' as const };

const model = (connection: Mongo) =>
  modelOf<Doc>(
    connection,
    'attachments',
    {
      ...{
        clusterId: String,
        memberId: String,
        name: String,
        mediaType: String,
        size: Number,
        digest: String,
        createdAt: String,
        until: String,
      },
      content: Buffer,
    },
    [
      [{ clusterId: 1, createdAt: 1, size: 1 }],
      [{ memberId: 1, createdAt: 1, size: 1 }],
      [{ until: 1 }, { partialFilterExpression: { until: text } }],
    ],
  );

const read = ({ _id, content: _content, ...rest }: Doc): StoredAttachment => ({ id: _id, ...rest });
const bytesOf = ({ content }: Doc) =>
  Buffer.from(
    'buffer' in content && !Buffer.isBuffer(content) ? content.buffer : (content as Buffer),
  );

export function createAttachmentsMongoStore(connection: Mongo): AttachmentsStore {
  const attachments = model(connection);
  const find = async (id: string) => {
    const found = await attachments.findById(id, { content: 0 }).lean<Doc>();
    return found && read(found);
  };
  /** Bytes that the cluster or the member of an attachment has added. */
  async function taken(
    { clusterId, memberId }: Omit<StoredAttachment, 'id'>,
    { of, since }: Room,
  ): Promise<number> {
    const owner = of === 'cluster' ? { clusterId } : { memberId };
    const sizes = await attachments
      .find({ ...owner, createdAt: { $gt: since } }, { size: 1, _id: 0 })
      .lean<Doc[]>();
    return sizes.reduce((sum, { size }) => sum + size, 0);
  }

  return {
    async add({ id: _id, ...attachment }, content, rooms) {
      const earlier = await find(_id);
      if (earlier) return earlier;
      for (const room of rooms)
        if ((await taken(attachment, room)) + attachment.size > room.bytes) return room;
      try {
        await attachments.create({ _id, ...attachment, content: Buffer.from(content) });
      } catch (error) {
        if (!isDuplicateKey(error, '_id')) throw error;
      }
      return (await find(_id)) ?? { id: _id, ...attachment };
    },
    async find(ids) {
      return (await attachments.find({ _id: { $in: [...ids] } }, { content: 0 }).lean<Doc[]>()).map(
        read,
      );
    },
    async content(id) {
      const found = await attachments.findById(id).lean<Doc>();
      return found && bytesOf(found);
    },
    async keep(clusterId, ids, until) {
      const sooner = until === null ? text : { ...text, $lt: until };
      await attachments.updateMany(
        { _id: { $in: [...ids] }, clusterId, until: sooner },
        { $set: { until } },
      );
    },
    async sweep(now) {
      await attachments.deleteMany({ until: { ...text, $lt: now } });
    },
  };
}

export const attachmentsMongoShelves = (connection: Mongo): AttachmentsShelves => ({
  attachment: mongoShelf<Doc, AttachmentRecord>(model(connection), {
    record: (found) => ({ ...read(found), content: bytesOf(found).toString('base64') }),
    doc: ({ id, content, ...rest }) => ({
      _id: id,
      ...rest,
      content: Buffer.from(content, 'base64'),
    }),
  }),
});
