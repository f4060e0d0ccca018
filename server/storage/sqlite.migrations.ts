/** The schema of the embedded database, one step a version; a step that was released is never changed. */

export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE members (
    id TEXT PRIMARY KEY, handle TEXT NOT NULL UNIQUE, email TEXT UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
    cluster_id TEXT, password_hash TEXT, languages TEXT NOT NULL, roles TEXT NOT NULL, created_at TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX members_by_cluster ON members (cluster_id, handle);

  CREATE TABLE sessions (
    id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES members, generation INTEGER NOT NULL, attempt TEXT,
    created_at TEXT NOT NULL, last_used_at TEXT NOT NULL, expires_at TEXT NOT NULL, user_agent TEXT NOT NULL, address TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX sessions_by_member ON sessions (member_id);
  CREATE INDEX sessions_by_expiry ON sessions (expires_at);

  CREATE TABLE invitations (
    token_hash TEXT PRIMARY KEY, roles TEXT NOT NULL, uses INTEGER NOT NULL, expires_at TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE clusters (id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, doc TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE channels (
    id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, for_everyone INTEGER NOT NULL, doc TEXT NOT NULL,
    rev INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0, active_at TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE memberships (
    channel_id TEXT NOT NULL REFERENCES channels, member_id TEXT NOT NULL REFERENCES members,
    read_seq INTEGER NOT NULL, moderator INTEGER NOT NULL, PRIMARY KEY (channel_id, member_id)
  ) WITHOUT ROWID;
  CREATE INDEX memberships_by_member ON memberships (member_id);

  CREATE TABLE posts (
    id TEXT PRIMARY KEY, channel_id TEXT NOT NULL REFERENCES channels, seq INTEGER NOT NULL, rev INTEGER NOT NULL,
    author_id TEXT NOT NULL, client_id TEXT NOT NULL, root_id TEXT, in_stream INTEGER NOT NULL,
    topic_at INTEGER, pinned INTEGER NOT NULL, doc TEXT NOT NULL
  );
  CREATE UNIQUE INDEX posts_by_seq ON posts (channel_id, seq);
  CREATE UNIQUE INDEX posts_by_rev ON posts (channel_id, rev);
  CREATE UNIQUE INDEX posts_by_client ON posts (channel_id, author_id, client_id);
  CREATE INDEX posts_in_stream ON posts (channel_id, seq) WHERE in_stream = 1;
  CREATE INDEX posts_in_thread ON posts (root_id, seq) WHERE root_id IS NOT NULL;
  CREATE INDEX posts_as_topics ON posts (channel_id, topic_at) WHERE topic_at IS NOT NULL;
  CREATE INDEX posts_pinned ON posts (channel_id, rev) WHERE pinned = 1;

  CREATE TABLE mentions (
    member_id TEXT NOT NULL, channel_id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (member_id, channel_id, seq)
  ) WITHOUT ROWID;

  CREATE TABLE post_versions (post_id TEXT NOT NULL, n INTEGER NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (post_id, n)) WITHOUT ROWID;

  CREATE TABLE drafts (
    member_id TEXT NOT NULL, channel_id TEXT NOT NULL, root_id TEXT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (member_id, channel_id, root_id)
  ) WITHOUT ROWID;

  CREATE TABLE bots (
    id TEXT PRIMARY KEY REFERENCES members, token_hash TEXT UNIQUE, created_at TEXT NOT NULL, revoked_at TEXT, last_used_at TEXT
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE listings (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, product TEXT, unit TEXT NOT NULL, cpv TEXT NOT NULL, nuts TEXT NOT NULL,
    cluster_id TEXT NOT NULL, sponsor_id TEXT, author_id TEXT NOT NULL, client_id TEXT NOT NULL, quantity INTEGER NOT NULL,
    due_at TEXT, asked INTEGER NOT NULL, behind INTEGER NOT NULL, doc TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX listings_by_client ON listings (author_id, client_id);
  CREATE INDEX listings_by_state ON listings (state, kind, unit, id);
  CREATE INDEX listings_by_cluster ON listings (cluster_id, id);
  CREATE INDEX listings_by_sponsor ON listings (sponsor_id, state) WHERE sponsor_id IS NOT NULL;
  CREATE INDEX listings_by_product ON listings (product, quantity);
  CREATE INDEX listings_due ON listings (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX listings_behind ON listings (id) WHERE behind = 1;

  CREATE TABLE commitments (
    id TEXT PRIMARY KEY, offer_id TEXT NOT NULL REFERENCES listings, request_id TEXT NOT NULL REFERENCES listings,
    proposed_by TEXT NOT NULL, client_id TEXT NOT NULL, due_at TEXT, changed_at TEXT NOT NULL, doc TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX commitments_by_client ON commitments (proposed_by, client_id);
  CREATE INDEX commitments_by_offer ON commitments (offer_id);
  CREATE INDEX commitments_by_request ON commitments (request_id);
  CREATE INDEX commitments_due ON commitments (due_at) WHERE due_at IS NOT NULL;

  CREATE TABLE decisions (id TEXT PRIMARY KEY, subject_id TEXT NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX decisions_by_subject ON decisions (subject_id, id);
  `,
  `
  ALTER TABLE listings ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
  ALTER TABLE listings ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE listings ADD COLUMN upstream_id TEXT;
  UPDATE listings SET doc = json_set(doc, '$.changedAt', coalesce(doc ->> 'openedAt', doc ->> 'createdAt')), version = doc ->> 'version';
  UPDATE listings SET changed_at = doc ->> 'changedAt';
  CREATE INDEX listings_by_change ON listings (changed_at, version);
  CREATE INDEX listings_by_upstream ON listings (upstream_id) WHERE upstream_id IS NOT NULL;

  CREATE TABLE plans (id TEXT PRIMARY KEY, doc TEXT NOT NULL, input TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE products (slug TEXT PRIMARY KEY, doc TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE searches (id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES members, doc TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX searches_by_member ON searches (member_id);

  CREATE TABLE codes (
    list TEXT NOT NULL, lang TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (list, lang, code)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE attachments (
    id TEXT PRIMARY KEY, cluster_id TEXT NOT NULL, member_id TEXT NOT NULL REFERENCES members, name TEXT NOT NULL, media_type TEXT NOT NULL,
    size INTEGER NOT NULL, digest TEXT NOT NULL, created_at TEXT NOT NULL, kept_until TEXT, content BLOB NOT NULL
  );
  CREATE INDEX attachments_by_cluster ON attachments (cluster_id, created_at, size);
  CREATE INDEX attachments_until ON attachments (kept_until) WHERE kept_until IS NOT NULL;

  CREATE INDEX listings_by_standing ON listings (state, id);
  UPDATE listings SET doc = json_set(doc, '$.postClientId', id, '$.answersId', NULL) WHERE doc ->> 'postClientId' IS NULL;
  UPDATE commitments SET doc = json_set(doc, '$.acceptedAt', iif(doc ->> 'state' IN ('accepted', 'dispatched', 'closed', 'lost', 'disputed'), doc ->> 'changedAt', NULL));

  ALTER TABLE members ADD COLUMN joining TEXT;
  CREATE INDEX members_by_joining ON members (joining, handle) WHERE joining IS NOT NULL;

  ALTER TABLE searches ADD COLUMN product TEXT AS (doc ->> 'product') VIRTUAL;
  CREATE INDEX searches_by_product ON searches (product);
  `,
  `
  ALTER TABLE listings ADD COLUMN listed_at TEXT AS (coalesce(doc ->> 'openedAt', doc ->> 'createdAt')) VIRTUAL;
  DROP INDEX listings_by_standing;
  DROP INDEX listings_by_cluster;
  DROP INDEX listings_by_product;
  CREATE INDEX listings_by_standing ON listings (state, listed_at, id);
  CREATE INDEX listings_by_cluster ON listings (cluster_id, listed_at, id);
  CREATE INDEX listings_by_product ON listings (product, unit, quantity);
  `,
  `
  ALTER TABLE sessions ADD COLUMN ended TEXT;
  `,
  `
  ALTER TABLE clusters ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
  UPDATE clusters SET settled = 1 WHERE doc ->> 'validated' IS NOT NULL
    OR id IN (SELECT cluster_id FROM members) OR id IN (SELECT cluster_id FROM listings);
  `,
  `
  CREATE TABLE member_words (
    word TEXT NOT NULL, member_id TEXT NOT NULL, PRIMARY KEY (word, member_id)
  ) WITHOUT ROWID;
  CREATE INDEX member_words_by_member ON member_words (member_id);

  CREATE TABLE name_keys (
    key TEXT NOT NULL, member_id TEXT NOT NULL, PRIMARY KEY (key, member_id)
  ) WITHOUT ROWID;
  CREATE INDEX name_keys_by_member ON name_keys (member_id);

  CREATE TABLE former_handles (
    handle TEXT PRIMARY KEY, member_id TEXT NOT NULL, left_at TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX former_handles_by_member ON former_handles (member_id, left_at);
  `,
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  CREATE TABLE channel_invitations (
    id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, member_id TEXT NOT NULL, inviter_id TEXT NOT NULL, created_at TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX channel_invitations_by_channel ON channel_invitations (channel_id, member_id);
  CREATE INDEX channel_invitations_by_member ON channel_invitations (member_id);

  CREATE TABLE invitation_refusals (
    inviter_id TEXT NOT NULL, member_id TEXT NOT NULL, refused_at TEXT NOT NULL, PRIMARY KEY (inviter_id, member_id)
  ) WITHOUT ROWID;
  `,
  `
  ALTER TABLE channels ADD COLUMN created_by TEXT;
  CREATE INDEX channels_by_creator ON channels (created_by) WHERE created_by IS NOT NULL;
  `,
  `
  CREATE INDEX attachments_by_member ON attachments (member_id, created_at, size);
  `,
  `
  ALTER TABLE members ADD COLUMN alike INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE TABLE title_keys (
    kind TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, key, id)
  ) WITHOUT ROWID;
  CREATE INDEX title_keys_by_bearer ON title_keys (kind, id);
  `,
  `
  ALTER TABLE members ADD COLUMN suspension TEXT;
  ALTER TABLE members ADD COLUMN deletion TEXT;
  ALTER TABLE members ADD COLUMN active_at TEXT;
  CREATE INDEX members_suspended ON members (handle) WHERE suspension IS NOT NULL;
  CREATE INDEX members_deleted ON members (handle) WHERE deletion IS NOT NULL;

  CREATE TABLE reset_links (
    member_id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, expires_at TEXT NOT NULL
  ) WITHOUT ROWID;

  ALTER TABLE bots ADD COLUMN owner_id TEXT;
  CREATE INDEX bots_by_owner ON bots (owner_id) WHERE owner_id IS NOT NULL;
  `,
  `
  CREATE TABLE thread_marks (
    member_id TEXT NOT NULL, root_id TEXT NOT NULL, channel_id TEXT NOT NULL, read_seq INTEGER NOT NULL, PRIMARY KEY (member_id, root_id)
  ) WITHOUT ROWID;
  INSERT INTO thread_marks
    SELECT t.member_id, t.root_id, t.channel_id, coalesce(m.read_seq, c.seq) FROM (
      SELECT author_id AS member_id, coalesce(root_id, id) AS root_id, channel_id FROM posts
        WHERE root_id IS NOT NULL OR doc ->> 'replies' IS NOT NULL
      UNION
      SELECT x.member_id, coalesce(p.root_id, p.id), p.channel_id FROM mentions x JOIN posts p ON p.channel_id = x.channel_id AND p.seq = x.seq
        WHERE p.root_id IS NOT NULL OR p.doc ->> 'replies' IS NOT NULL
    ) t JOIN channels c ON c.id = t.channel_id LEFT JOIN memberships m ON m.channel_id = t.channel_id AND m.member_id = t.member_id;
  `,
  `
  ALTER TABLE memberships ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE INDEX posts_deleted ON posts (channel_id, seq) WHERE doc ->> 'deleted' IS NOT NULL;
  `,
  `
  ALTER TABLE reset_links ADD COLUMN created_by TEXT;
  `,
];
