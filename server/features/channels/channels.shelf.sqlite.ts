/** Channels and memberships as they stand in archives, on SQLite, and what follows from their names. */
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import { createTitles } from '../../storage/sqlite.titles.ts';
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { ChannelRecord, MembershipRecord } from './channels.store.ts';

/** The names of open channels; those of private ones are nobody's business. */
export const channelTitles = (db: Sqlite) =>
  createTitles(
    db,
    'channel',
    "SELECT id, doc ->> 'name' AS name FROM channels WHERE kind = 'open'",
  );

export function channelsSqliteShelves(db: Sqlite) {
  const titles = channelTitles(db);
  const channel = sqliteShelf<ChannelRecord>(
    db,
    'channels',
    "json_set(doc, '$.activeAt', active_at, '$.createdBy', created_by)",
    {
      id: "value ->> 'id'",
      slug: "value ->> 'slug'",
      kind: "value ->> 'kind'",
      for_everyone: "value ->> 'forEveryone'",
      doc: "json_remove(value, '$.activeAt', '$.createdBy')",
      rev: "(SELECT coalesce(max(rev), 0) FROM posts WHERE channel_id = value ->> 'id')",
      seq: "(SELECT coalesce(max(seq), 0) FROM posts WHERE channel_id = value ->> 'id')",
      active_at: "value ->> 'activeAt'",
      created_by: "value ->> 'createdBy'",
    },
  );
  return {
    membership: sqliteShelf<MembershipRecord>(
      db,
      'memberships',
      "json_object('channelId', channel_id, 'memberId', member_id, 'readSeq', read_seq, 'moderator', json(iif(moderator, 'true', 'false')), 'starred', json(iif(starred, 'true', 'false')))",
      {
        channel_id: "value ->> 'channelId'",
        member_id: "value ->> 'memberId'",
        read_seq: "value ->> 'readSeq'",
        moderator: "value ->> 'moderator'",
        starred: "coalesce(value ->> 'starred', 0)",
      },
    ),
    channel: {
      ...channel,
      async load(records: ChannelRecord[]) {
        await channel.load(records);
        transaction(db, () => titles.write(records.filter(({ kind }) => kind === 'open')));
        // Read marks were dumped after the posts, and may be ahead of them.
        const clamp = db.prepare(
          'UPDATE memberships SET read_seq = min(read_seq, (SELECT seq FROM channels WHERE id = channel_id)) WHERE channel_id = ?',
        );
        transaction(db, () => {
          for (const { id } of records) clamp.run(id);
        });
      },
    },
  };
}
