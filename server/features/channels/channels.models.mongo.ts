/** The collections of channels, memberships and mentions on MongoDB, and their shelves. */
import type { Channel, Head, Membership } from '../../../shared/contract/channels.ts';
import { keysOfTitle } from '../../core/titles.ts';
import { placeTitles } from '../../storage/mongo.keys.ts';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { type Mongo, modelOf } from '../../storage/mongo.ts';
import type { ChannelRecord, MembershipRecord, StoredChannel } from './channels.store.ts';

/** A channel as it is kept. */
export interface ChannelDoc extends Omit<Channel, 'id'> {
  _id: string;
  /** The keys of its name, for open channels. */
  keys?: string[];
  rev: number;
  seq: number;
  activeAt: string;
  /** Absent where no member created it. */
  createdBy?: string;
  /** Which of its creator's it is; that no two are the same one keeps count. */
  nth?: number;
  /** Counts the commits that took the channel; see posts.store.mongo.ts. */
  turn: number;
}

/** A membership as it is kept. */
export interface MembershipDoc {
  /** `channelId:memberId` */
  _id: string;
  channelId: string;
  memberId: string;
  readSeq: number;
  moderator: boolean;
  /** Absent in those from before it was kept. */
  starred?: boolean;
}

/** The collection of channels; posts move the heads in it. */
export const channelModel = (connection: Mongo) =>
  modelOf<ChannelDoc>(
    connection,
    'channels',
    {
      slug: String,
      keys: [String],
      name: String,
      topic: String,
      description: String,
      emoji: String,
      kind: String,
      forEveryone: Boolean,
      archivedAt: String,
      createdAt: String,
      rev: Number,
      seq: Number,
      activeAt: String,
      createdBy: String,
      nth: Number,
      turn: Number,
    },
    [
      [{ slug: 1 }, { unique: true }],
      [{ keys: 1 }],
      [{ kind: 1 }],
      [{ forEveryone: 1 }],
      [
        { createdBy: 1, nth: 1 },
        { unique: true, partialFilterExpression: { nth: { $exists: true } } },
      ],
    ],
  );

/** What is kept beside a channel so that nobody calls another like it; the names of private ones are nobody's business. */
export const keysFor = ({ kind, name }: Pick<Channel, 'kind' | 'name'>) =>
  kind === 'open' ? { keys: keysOfTitle({ name }) } : {};

/** Derives the keys of the names of open channels, where it is needed. */
export const placeChannelTitles = (connection: Mongo): Promise<void> =>
  placeTitles(connection, 'channel', { kind: 'open' });

/** The collection of mentions; posts write it. */
export const mentionModel = (connection: Mongo) =>
  modelOf<{ _id: string; memberId: string; channelId: string; seq: number }>(
    connection,
    'mentions',
    { memberId: String, channelId: String, seq: Number },
    [[{ memberId: 1, channelId: 1, seq: 1 }], [{ channelId: 1, seq: 1 }]],
  );

/** The posts themselves belong to another feature; what of them counts as unread is known here. */
export const deletedPosts = (connection: Mongo, beyond: { channelId: string; seq: object }[]) =>
  connection
    .collection<{ channelId: string; seq: number }>('posts')
    .find({ $or: beyond, deleted: { $type: 'object' } })
    .project<{ channelId: string; seq: number }>({ channelId: 1, seq: 1 });

/** The collection of memberships. */
export const membershipModel = (connection: Mongo) =>
  modelOf<MembershipDoc>(
    connection,
    'memberships',
    { channelId: String, memberId: String, readSeq: Number, moderator: Boolean, starred: Boolean },
    [[{ memberId: 1, channelId: 1 }], [{ channelId: 1, memberId: 1 }]],
  );

/** How far a member who takes part in a thread has seen it; `_id` is `memberId:rootId`. */
export interface ThreadMarkDoc {
  _id: string;
  memberId: string;
  rootId: string;
  channelId: string;
  readSeq: number;
}

/** The collection of thread marks; posts write it, and who joins a channel has seen what was said before. */
export const threadMarkModel = (connection: Mongo) =>
  modelOf<ThreadMarkDoc>(
    connection,
    'thread_marks',
    { memberId: String, rootId: String, channelId: String, readSeq: Number },
    [[{ memberId: 1, rootId: 1 }]],
  );

/** The id of a membership. */
export const membershipKey = (channelId: string, memberId: string) => `${channelId}:${memberId}`;

export const toStored = (doc: ChannelDoc): StoredChannel => ({
  ...toChannel(doc),
  activeAt: doc.activeAt,
  head: { rev: doc.rev, seq: doc.seq },
});
export const toChannel = ({
  _id,
  keys: _keys,
  rev: _rev,
  seq: _seq,
  activeAt: _activeAt,
  createdBy: _createdBy,
  nth: _nth,
  turn: _turn,
  ...rest
}: ChannelDoc): Channel => ({ id: _id, ...rest });
export const toMembership = (doc: MembershipDoc | null): Membership | null =>
  doc && { readSeq: doc.readSeq, moderator: doc.moderator, starred: doc.starred ?? false };

/** @param headOf the head of a channel by the posts that were loaded */
export const channelsMongoShelves = (
  connection: Mongo,
  headOf: (channelId: string) => Promise<Head>,
) => {
  const channels = channelModel(connection);
  const plain = mongoShelf<ChannelDoc, ChannelRecord>(channels, {
    record: (doc) => ({
      ...toChannel(doc),
      activeAt: doc.activeAt,
      createdBy: doc.createdBy ?? null,
    }),
    doc: ({ id, createdBy, ...rest }) => ({
      ...{ _id: id, ...rest, ...keysFor(rest), rev: 0, seq: 0, turn: 0 },
      ...(createdBy && { createdBy }),
    }),
  });
  return {
    membership: mongoShelf<MembershipDoc, MembershipRecord>(membershipModel(connection), {
      record: ({ _id, ...rest }) => ({ starred: false, ...rest }),
      doc: (record) => ({ _id: membershipKey(record.channelId, record.memberId), ...record }),
    }),
    channel: {
      ...plain,
      async load(records: ChannelRecord[]) {
        await plain.load(records);
        for (const { id } of records) {
          const head = await headOf(id);
          await channels.updateOne({ _id: id }, { $set: head });
          // Read marks were dumped after the posts, and may be ahead of them.
          await membershipModel(connection).updateMany(
            { channelId: id },
            { $min: { readSeq: head.seq } },
          );
        }
      },
    },
  };
};
