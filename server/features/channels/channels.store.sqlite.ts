/** Channels and memberships on SQLite. */
import {
  type Channel,
  type Listed,
  type Membership,
  mostNamed,
} from '../../../shared/contract/channels.ts';
import { gather } from '../../storage/gather.ts';
import { underFreeSlug } from '../../storage/sqlite.titles.ts';
import { documents, isDuplicate, type Sqlite, transaction } from '../../storage/sqlite.ts';
import { channelTitles } from './channels.shelf.sqlite.ts';
import {
  type ChannelsStore,
  type StoredChannel,
  toVisible,
  type Visible,
} from './channels.store.ts';

interface Row {
  doc: string;
  rev: number;
  seq: number;
  active_at: string;
  read_seq: number | null;
  moderator: number | null;
  starred: number | null;
}

const channelOf = (row: Row): Channel => JSON.parse(row.doc);
const stored = (row: Row): StoredChannel => ({
  ...channelOf(row),
  head: { rev: row.rev, seq: row.seq },
  activeAt: row.active_at,
});
const membershipOf = ({
  read_seq,
  moderator,
  starred,
}: Pick<Row, 'read_seq' | 'moderator' | 'starred'>): Membership | null =>
  read_seq === null
    ? null
    : { readSeq: read_seq, moderator: moderator === 1, starred: starred === 1 };

const isSlugTaken = (error: unknown) => isDuplicate(error, 'channels.slug');

export function createChannelsSqliteStore(db: Sqlite): ChannelsStore {
  const titles = channelTitles(db);
  const channelsById = db.prepare(
    'SELECT id, doc, rev, seq, active_at FROM channels WHERE id IN (SELECT value FROM json_each(?))',
  );
  const bySlug = db.prepare(
    `SELECT id FROM channels WHERE slug = ?
     AND (kind = 'open' OR EXISTS (SELECT 1 FROM memberships WHERE channel_id = channels.id AND member_id = ?))`,
  );
  const membershipsByPair = db.prepare(
    `SELECT pair.key, m.read_seq, m.moderator, m.starred
     FROM json_each(?) pair JOIN memberships m ON m.channel_id = pair.value ->> 0 AND m.member_id = pair.value ->> 1`,
  );
  const channelIds = db.prepare('SELECT channel_id AS id FROM memberships WHERE member_id = ?');
  const insertMembership = db.prepare(
    'INSERT INTO memberships (channel_id, member_id, read_seq, moderator) SELECT id, ?, seq, ? FROM channels WHERE id = ? ON CONFLICT DO NOTHING',
  );
  const edit = db.prepare(
    `UPDATE memberships SET moderator = coalesce(?, moderator), starred = coalesce(?, starred)
     WHERE channel_id = ? AND member_id = ? RETURNING read_seq, moderator, starred`,
  );
  const seeThreads = db.prepare(
    'UPDATE thread_marks SET read_seq = (SELECT seq FROM channels WHERE id = channel_id) WHERE channel_id = ? AND member_id = ?',
  );
  const readForward = db.prepare(
    'UPDATE memberships SET read_seq = max(read_seq, min(?, (SELECT seq FROM channels WHERE id = channel_id))) WHERE channel_id = ? AND member_id = ? RETURNING read_seq',
  );
  const readBack = db.prepare(
    'UPDATE memberships SET read_seq = min(?, (SELECT seq FROM channels WHERE id = channel_id)) WHERE channel_id = ? AND member_id = ? RETURNING read_seq',
  );

  const flag = (column: string) => `'${column}', json(iif(m.${column}, 'true', 'false'))`;
  // As it travels, and nothing that does not: a list is read by every device that connects.
  const listed = documents<Listed>(
    db,
    `SELECT json_object(
       'channel', json_object('id', c.id, 'slug', c.slug, 'name', c.doc ->> 'name', 'emoji', c.doc ->> 'emoji',
         'kind', c.kind, 'archivedAt', c.doc ->> 'archivedAt'),
       'head', json_object('rev', c.rev, 'seq', c.seq),
       'activeAt', c.active_at,
       'membership', iif(m.member_id IS NULL, NULL,
         json_object('readSeq', m.read_seq, ${flag('moderator')}, ${flag('starred')})),
       'mentions', (SELECT count(*) FROM mentions x WHERE x.member_id = :member AND x.channel_id = c.id AND x.seq > m.read_seq),
       'mentionedIn', (SELECT json_group_array(seq) FROM (SELECT x.seq FROM mentions x
          WHERE x.member_id = :member AND x.channel_id = c.id AND x.seq > m.read_seq ORDER BY x.seq DESC LIMIT ${mostNamed.mentions})),
       'deleted', (SELECT json_group_array(seq) FROM (SELECT p.seq FROM posts p INDEXED BY posts_deleted
          WHERE p.channel_id = c.id AND p.seq > m.read_seq AND p.doc ->> 'deleted' IS NOT NULL ORDER BY p.seq DESC LIMIT ${mostNamed.deleted}))
     ) AS doc
     FROM channels c LEFT JOIN memberships m ON m.channel_id = c.id AND m.member_id = :member
     WHERE c.id > :after AND (c.kind = 'open' OR m.member_id IS NOT NULL) ORDER BY c.id LIMIT :limit`,
  );

  const visible = gather(
    async (
      pairs: readonly [channelId: string, memberId: string][],
    ): Promise<(Visible | null)[]> => {
      const rows = channelsById.all(
        JSON.stringify([...new Set(pairs.map(([id]) => id))]),
      ) as (Row & { id: string })[];
      const channels = new Map(rows.map((row) => [row.id, stored(row)]));
      const memberships = new Map(
        (membershipsByPair.all(JSON.stringify(pairs)) as (Row & { key: number })[]).map((row) => [
          row.key,
          membershipOf(row),
        ]),
      );
      return pairs.map(([id], index) => toVisible(channels.get(id), memberships.get(index)));
    },
  );

  /** Saves a channel at the first free address; as it then is. */
  function save(channel: Channel, sql: string, ...more: unknown[]): Channel {
    const slug = underFreeSlug(channel.slug, isSlugTaken, (free) =>
      db
        .prepare(sql)
        .run(
          free,
          channel.kind,
          channel.forEveryone ? 1 : 0,
          JSON.stringify({ ...channel, slug: free }),
          channel.id,
          ...more,
        ),
    );
    return { ...channel, slug };
  }

  return {
    async add(channel, creatorId, assertMayAdd) {
      return transaction(db, () => {
        const created = db
          .prepare("SELECT doc ->> 'createdAt' AS at FROM channels WHERE created_by = ?")
          .all(creatorId ?? '') as { at: string }[];
        assertMayAdd?.(created.map(({ at }) => at));
        if (channel.kind === 'open') titles.take(channel);
        const added = save(
          channel,
          'INSERT INTO channels (slug, kind, for_everyone, doc, id, active_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?)',
          channel.createdAt,
          creatorId,
        );
        if (creatorId) insertMembership.run(creatorId, 1, channel.id);
        return added;
      });
    },
    async edit(id, patch) {
      return transaction(db, () => {
        const row = db.prepare('SELECT doc FROM channels WHERE id = ?').get(id) as Row | undefined;
        if (!row) return null;
        const channel = { ...channelOf(row), ...patch };
        if (patch.name !== undefined && channel.kind === 'open') titles.take(channel);
        return save(
          channel,
          'UPDATE channels SET slug = ?, kind = ?, for_everyone = ?, doc = ? WHERE id = ?',
        );
      });
    },
    visible: (id, memberId) => visible([id, memberId]),
    list: async (member, after, limit) => listed({ member, after, limit }),
    async idOf(slug, memberId) {
      const row = bySlug.get(slug, memberId) as { id: string } | undefined;
      return row?.id ?? null;
    },
    async openBySlug(slugs) {
      const rows = db
        .prepare(
          "SELECT slug, id FROM channels WHERE kind = 'open' AND slug IN (SELECT value FROM json_each(?))",
        )
        .all(JSON.stringify(slugs));
      return new Map((rows as { slug: string; id: string }[]).map((row) => [row.slug, row.id]));
    },
    async heads(ids) {
      const rows = db
        .prepare('SELECT id, rev, seq FROM channels WHERE id IN (SELECT value FROM json_each(?))')
        .all(JSON.stringify(ids));
      return new Map(
        (rows as { id: string; rev: number; seq: number }[]).map(({ id, rev, seq }) => [
          id,
          { rev, seq },
        ]),
      );
    },

    async join(channelId, memberId) {
      return transaction(db, () => {
        if (insertMembership.run(memberId, 0, channelId).changes === 0) return false;
        seeThreads.run(channelId, memberId);
        return true;
      });
    },
    async joinEveryones(memberId) {
      db.prepare(
        `INSERT INTO memberships (channel_id, member_id, read_seq, moderator)
         SELECT id, ?, seq, 0 FROM channels WHERE for_everyone = 1 AND doc ->> 'archivedAt' IS NULL ON CONFLICT DO NOTHING`,
      ).run(memberId);
    },
    async leave(channelId, memberId) {
      return (
        db
          .prepare('DELETE FROM memberships WHERE channel_id = ? AND member_id = ?')
          .run(channelId, memberId).changes > 0
      );
    },
    async editMembership(channelId, memberId, { moderator, starred }) {
      const flag = (value: boolean | undefined) => (value === undefined ? null : Number(value));
      const row = edit.get(flag(moderator), flag(starred), channelId, memberId) as Row | undefined;
      return row ? membershipOf(row) : null;
    },
    async read(channelId, memberId, seq, back) {
      const row = (back ? readBack : readForward).get(seq, channelId, memberId) as
        | { read_seq: number }
        | undefined;
      return row?.read_seq ?? null;
    },
    async channelIdsOf(memberId) {
      return (channelIds.all(memberId) as { id: string }[]).map((row) => row.id);
    },
    async members(channelId, after, limit) {
      const rows = db
        .prepare(
          'SELECT member_id AS memberId, moderator FROM memberships WHERE channel_id = ? AND member_id > ? ORDER BY member_id LIMIT ?',
        )
        .all(channelId, after, limit) as { memberId: string; moderator: number }[];
      return rows.map(({ memberId, moderator }) => ({ memberId, moderator: moderator === 1 }));
    },
  };
}
