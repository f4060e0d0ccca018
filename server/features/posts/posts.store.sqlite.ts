/** Posts on SQLite: all channels that changed within a tick go into one transaction. */
import type { Head } from '../../../shared/contract/channels.ts';
import { documents, type Sqlite, sqliteError, transaction } from '../../storage/sqlite.ts';
import { applyChanges, needed } from './posts.fold.ts';
import { pageOf, type Slice } from './posts.page.ts';
import { postsShelf } from './posts.shelf.ts';
import {
  type ChangeGroup,
  type Committed,
  inStream,
  isTopic,
  mostEarlier,
  type PostsStore,
  type PostVersion,
  type StoredPost,
  topicKey,
  type View,
} from './posts.store.ts';
import { takingPart } from './threads.store.sqlite.ts';

type Row = { doc: string };
const toPost = (row: unknown) => JSON.parse((row as Row).doc) as StoredPost;

/** What writes a post, new or changed, with the columns that its indexes need. */
function saving(db: Sqlite): (post: StoredPost) => void {
  const statement = db.prepare(
    `INSERT INTO posts (id, channel_id, seq, rev, author_id, client_id, root_id, in_stream, topic_at, pinned, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, topic_at = excluded.topic_at, pinned = excluded.pinned, doc = excluded.doc`,
  );
  return (post) =>
    statement.run(
      post.id,
      post.channelId,
      post.seq,
      post.rev,
      post.authorId,
      post.clientId,
      post.rootId,
      inStream(post) ? 1 : 0,
      isTopic(post) ? topicKey(post) : null,
      post.pinned ? 1 : 0,
      JSON.stringify(post),
    );
}

export function createPostsSqliteStore(db: Sqlite): PostsStore {
  const epoch = (
    db.prepare("SELECT value FROM meta WHERE key = 'epoch'").get() as { value: string }
  ).value;
  const headOf = db.prepare('SELECT rev, seq FROM channels WHERE id = ?');
  const moveHead = db.prepare(
    'UPDATE channels SET rev = ?, seq = ?, active_at = max(active_at, ?) WHERE id = ?',
  );
  const byId = db.prepare('SELECT doc FROM posts WHERE id = ?');
  const byClient = db.prepare(
    'SELECT doc FROM posts WHERE channel_id = ? AND author_id = ? AND client_id = ?',
  );
  const save = saving(db);
  const takePart = takingPart(db);
  const addVersion = db.prepare(
    'INSERT INTO post_versions (post_id, n, doc) SELECT ?, coalesce(max(n) + 1, 0), ? FROM post_versions WHERE post_id = ?',
  );
  const thinVersions = db.prepare(
    `DELETE FROM post_versions WHERE post_id = :postId AND n > (SELECT min(n) FROM post_versions WHERE post_id = :postId)
       AND n <= (SELECT max(n) FROM post_versions WHERE post_id = :postId) - :latest`,
  );
  const dropVersions = db.prepare('DELETE FROM post_versions WHERE post_id = ?');
  const addMention = db.prepare(
    'INSERT OR IGNORE INTO mentions (member_id, channel_id, seq) VALUES (?, ?, ?)',
  );
  const dropMention = db.prepare(
    'DELETE FROM mentions WHERE member_id = ? AND channel_id = ? AND seq = ?',
  );

  function head(channelId: string): Head {
    const { rev, seq } = headOf.get(channelId) as Head;
    return { rev, seq };
  }

  function commitGroup({ channelId, changes }: ChangeGroup): Committed {
    const before = head(channelId);
    const { ids, clients } = needed(changes);
    const rows = [
      ...ids.map((id) => byId.get(id)),
      ...clients.map(({ authorId, clientId }) => byClient.get(channelId, authorId, clientId)),
    ];
    const loaded = rows.filter(Boolean).map(toPost);
    const folded = applyChanges(before, loaded, changes);
    const { head: after, posts, results, versions, purged } = folded;
    const mentionsBefore = new Map(loaded.map((post) => [post.id, post.mentions]));
    for (const post of posts) {
      save(post);
      const were = mentionsBefore.get(post.id) ?? [];
      for (const member of were)
        if (!post.mentions.includes(member)) dropMention.run(member, channelId, post.seq);
      for (const member of post.mentions)
        if (!were.includes(member)) addMention.run(member, channelId, post.seq);
    }
    for (const version of versions)
      addVersion.run(version.postId, JSON.stringify(version), version.postId);
    for (const postId of new Set(versions.map((version) => version.postId)))
      thinVersions.run({ postId, latest: mostEarlier - 1 });
    for (const post of purged) dropVersions.run(post.id);
    for (const mark of folded.taking) takePart(mark);
    if (after.rev !== before.rev) {
      const newest =
        after.seq > before.seq
          ? (posts.find((post) => post.seq === after.seq)?.createdAt ?? '')
          : '';
      moveHead.run(after.rev, after.seq, newest, channelId);
    }
    return { since: before.rev, created: after.seq - before.seq, head: after, posts, results };
  }

  const slicesOf = (where: string, key: string) => ({
    below: documents<StoredPost>(
      db,
      `SELECT doc FROM posts WHERE ${where} AND ${key} < ? ORDER BY ${key} DESC LIMIT ?`,
    ),
    above: documents<StoredPost>(
      db,
      `SELECT doc FROM posts WHERE ${where} AND ${key} > ? ORDER BY ${key} LIMIT ?`,
    ),
  });
  const views = {
    stream: slicesOf('channel_id = ? AND in_stream = 1', 'seq'),
    topics: slicesOf('channel_id = ? AND topic_at IS NOT NULL', 'topic_at'),
    thread: slicesOf('root_id = ?', 'seq'),
  };
  const changed = documents<StoredPost>(
    db,
    'SELECT doc FROM posts WHERE channel_id = ? AND rev > ? ORDER BY rev LIMIT ?',
  );
  const pinnedIn = documents<StoredPost>(
    db,
    'SELECT doc FROM posts WHERE channel_id = ? AND pinned = 1 ORDER BY rev',
  );
  const mentioning = documents<StoredPost>(
    db,
    'SELECT doc FROM mentions m JOIN posts p ON p.channel_id = m.channel_id AND p.seq = m.seq WHERE m.member_id = ? ORDER BY p.id DESC LIMIT ?',
  );
  // Channel by channel, which is how authors are indexed.
  const plainBy = documents<StoredPost>(
    db,
    `SELECT p.doc FROM channels c CROSS JOIN posts p ON p.channel_id = c.id AND p.author_id = ?
     WHERE p.doc ->> 'deleted' IS NULL AND p.doc ->> 'listing' IS NULL LIMIT ?`,
  );
  const versionsOf = documents<PostVersion>(
    db,
    'SELECT doc FROM post_versions WHERE post_id = ? ORDER BY n',
  );

  function slices(view: View): Slice {
    const { below, above } = views[view.kind];
    const of = view.kind === 'thread' ? view.rootId : view.channelId;
    return {
      below: async (bound, limit) => below(of, bound, limit),
      above: async (bound, limit) => above(of, bound, limit),
    };
  }

  return {
    async epoch() {
      return epoch;
    },
    commit(groups) {
      try {
        const committed = transaction(db, () => groups.map(commitGroup));
        return committed.map((outcome) => Promise.resolve(outcome));
      } catch (error) {
        return groups.map(() => Promise.reject(sqliteError(error)));
      }
    },
    async post(id) {
      const row = byId.get(id);
      return row ? toPost(row) : null;
    },
    async page(view, range) {
      const before = head(view.channelId);
      return { head: before, ...(await pageOf(view, slices(view), range)) };
    },
    async changedSince(channelId, since, limit) {
      return { head: head(channelId), posts: changed(channelId, since, limit) };
    },
    pinned: async (channelId) => pinnedIn(channelId),
    mentioning: async (memberId, limit) => mentioning(memberId, limit),
    plainBy: async (authorId, limit) => plainBy(authorId, limit),
    versions: async (postId) => versionsOf(postId),
  };
}

export function postsSqliteShelves(db: Sqlite, store: PostsStore) {
  const save = saving(db);
  return {
    post: postsShelf(store, {
      channelIds: async () =>
        (db.prepare('SELECT id FROM channels').all() as { id: string }[]).map(({ id }) => id),
      count: async () => (db.prepare('SELECT count(*) AS n FROM posts').get() as { n: number }).n,
      async load(records) {
        const dropVersions = db.prepare('DELETE FROM post_versions WHERE post_id = ?');
        const addVersion = db.prepare(
          'INSERT INTO post_versions (post_id, n, doc) VALUES (?, ?, ?)',
        );
        const dropMentions = db.prepare('DELETE FROM mentions WHERE channel_id = ? AND seq = ?');
        const addMention = db.prepare(
          'INSERT OR IGNORE INTO mentions (member_id, channel_id, seq) VALUES (?, ?, ?)',
        );
        transaction(db, () => {
          for (const { versions, ...post } of records) {
            save(post);
            dropVersions.run(post.id);
            for (const [n, version] of versions.entries())
              addVersion.run(post.id, n, JSON.stringify({ postId: post.id, ...version }));
            dropMentions.run(post.channelId, post.seq);
            for (const memberId of post.mentions)
              addMention.run(memberId, post.channelId, post.seq);
          }
        });
      },
    }),
  };
}
