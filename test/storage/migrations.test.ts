import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { v7 } from 'uuid';
import { AppError } from '../../server/core/errors.ts';
import { connectMongo } from '../../server/storage/mongo.ts';
import { migrations } from '../../server/storage/sqlite.migrations.ts';
import { openMongoStores } from '../../server/stores.mongo.ts';
import { openSqliteStores } from '../../server/stores.sqlite.ts';
import type { Stores } from '../../server/stores.ts';

import { sharedMongo } from '../helpers/adapters.ts';
import { failure } from '../helpers/failure.ts';
import { aChannel, aCluster, aMember, aPost, creating } from '../helpers/fixtures.ts';

async function refuseLookAlikes({ channels, clusters }: Stores): Promise<void> {
  const refusals = [
    channels.add(aChannel('alerts-2', { name: 'A1erts' }), null),
    clusters.add(aCluster('Texf0r')),
  ].map(failure);
  expect(
    (await Promise.all(refusals)).map((thrown) => thrown instanceof AppError && thrown.details),
  ).to.deep.equal([{ reason: 'CHANNEL_NAME_ALIKE' }, { reason: 'CLUSTER_NAME_ALIKE' }]);
}

/** A thread of two, in which a third is mentioned; what of it each has not seen, once marks are kept. */
async function aThread({ channels, posts }: Stores, members: string[]) {
  const [author = '', other = '', third = ''] = members;
  const channel = aChannel('masks');
  await channels.add(channel, null);
  for (const memberId of members) await channels.join(channel.id, memberId);
  const root = aPost(channel.id, author, 'Who has masks?');
  const reply = (text: string, more = {}) =>
    creating(aPost(channel.id, other, text, { rootId: root.id, ...more }));
  const changes = [creating(root), reply('We do'), reply('Ask them', { mentions: [third] })];
  for (const change of changes)
    await Promise.all(posts.commit([{ channelId: channel.id, changes: [change] }]));
  await channels.read(channel.id, author, 2, false);
}

const unseen = ({ threads }: Stores, members: string[]) =>
  Promise.all(members.map(async (id) => (await threads.threads(id, 'g', 10))[0]?.unread));

describe('an older SQLite database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-migrations-'));
  after(() => rmSync(folder, { recursive: true }));

  it('goes on with what it holds: who accepted what, under which id a post was written', async () => {
    const file = join(folder, 'muster.db');
    const [author, listing, proposed, accepted, disputed] = [v7(), v7(), v7(), v7(), v7()];
    const db = new Database(file);
    for (const step of migrations.slice(0, 3)) db.exec(step);
    db.exec('PRAGMA user_version = 3');
    const at = '2026-01-01T00:00:00.000Z';
    db.prepare(
      `INSERT INTO members VALUES (?, 'ana', 'ana@example.eu', 'Ana', 'person', NULL, NULL, '[]', '[]', ?)`,
    ).run(author, at);
    const doc = JSON.stringify({
      id: listing,
      authorId: author,
      clientId: v7(),
      state: 'open',
      version: 1,
      changedAt: at,
      openedAt: at,
    });
    db.prepare(
      `INSERT INTO listings (id, kind, state, unit, cpv, nuts, cluster_id, author_id, client_id, quantity, asked, behind, doc)
       VALUES (?, 'offer', 'open', 'H87', '33199000', 'ES511', 'c', ?, ?, 10, 0, 0, ?)`,
    ).run(listing, author, v7(), doc);
    for (const [id, state] of [
      [proposed, 'proposed'],
      [accepted, 'accepted'],
      [disputed, 'disputed'],
    ])
      db.prepare(
        'INSERT INTO commitments (id, offer_id, request_id, proposed_by, client_id, changed_at, doc) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ).run(
        ...[id, listing, listing, author, v7(), at, JSON.stringify({ id, state, changedAt: at })],
      );
    db.close();

    const stores = openSqliteStores(file);
    const acceptedAt = async (id: string) => (await stores.exchange.commitment(id))?.acceptedAt;
    expect([
      await acceptedAt(proposed),
      await acceptedAt(accepted),
      await acceptedAt(disputed),
    ]).to.deep.equal([null, at, at]);
    expect((await stores.exchange.listing(listing))?.postClientId).to.equal(listing);
    expect(await stores.accounts.member(author)).to.include({ name: 'Ana', joining: null });
    const found = await stores.accounts.members({ search: 'ÁNA', limit: 10 });
    expect(found.map(({ id }) => id)).to.deep.equal([author]);
    await stores.close();
  });

  it('goes on with its threads: who took part has seen what they had read of the channel', async () => {
    const file = join(folder, 'threads.db');
    const members = [aMember('Ana'), aMember('Bo'), aMember('Cy'), aMember('Di')];
    const before = openSqliteStores(file);
    for (const member of members) await before.accounts.addMember(member);
    const ids = members.map(({ id }) => id);
    await aThread(before, ids);
    await before.close();
    const db = new Database(file);
    const step = migrations.findIndex((sql) => sql.includes('TABLE thread_marks'));
    db.exec('DROP TABLE thread_marks');
    for (const sql of migrations.slice(step)) if (sql.includes('thread_marks')) db.exec(sql);
    db.close();
    const after = openSqliteStores(file);
    expect(await unseen(after, ids)).to.deep.equal([[3], [], [2, 3], undefined]);
    await after.close();
  });

  it('tells the names of its channels and clusters from those that come', async () => {
    const file = join(folder, 'titles.db');
    const db = new Database(file);
    const before = migrations.findIndex((step) => step.includes('title_keys'));
    for (const step of migrations.slice(0, before)) db.exec(step);
    db.exec(`PRAGMA user_version = ${before}`);
    const channel = aChannel('alerts', { name: 'Alerts' });
    const addChannel = db.prepare(
      'INSERT INTO channels (id, slug, kind, for_everyone, doc, active_at) VALUES (?, ?, ?, 0, ?, ?)',
    );
    addChannel.run(channel.id, 'alerts', 'open', JSON.stringify(channel), channel.createdAt);
    const cluster = aCluster('Texfor');
    db.prepare('INSERT INTO clusters (id, slug, doc) VALUES (?, ?, ?)').run(
      ...[cluster.id, cluster.slug, JSON.stringify(cluster)],
    );
    db.close();
    const stores = openSqliteStores(file);
    await refuseLookAlikes(stores);
    await stores.close();
  });
});

describe('an older MongoDB database', () => {
  it('goes on with its threads: who took part has seen what they had read of the channel', async function () {
    this.timeout(60_000);
    const server = await sharedMongo();
    if (!server) this.skip();
    const url = server.url(`muster_${v7().slice(-8)}`);
    const members = [v7(), v7(), v7(), v7()];
    const before = await openMongoStores(url, v7());
    await aThread(before, members);
    await before.close();
    const connection = await connectMongo(url);
    await connection.collection<{ _id: string }>('meta').deleteOne({ _id: 'thread-marks' });
    await connection.collection('thread_marks').deleteMany({});
    await connection.close();
    const after = await openMongoStores(url, v7());
    expect(await unseen(after, members)).to.deep.equal([[3], [], [2, 3], undefined]);
    await after.close();
  });

  it('finds the members it holds by the words that are searched now', async function () {
    this.timeout(60_000);
    const server = await sharedMongo();
    if (!server) this.skip();
    const url = server.url(`muster_${v7().slice(-8)}`);
    const before = await openMongoStores(url, v7());
    const { id } = await before.accounts.addMember(aMember('Jürgen', { handle: 'jurgen' }));
    await before.close();
    const connection = await connectMongo(url);
    await connection.collection<{ _id: string }>('meta').deleteOne({ _id: 'terms' });
    await connection.collection('members').updateMany({}, { $unset: { words: '', keys: '' } });
    await connection.close();
    const after = await openMongoStores(url, v7());
    const found = await after.accounts.members({ search: 'JUR', limit: 10 });
    expect(found.map((member) => member.id)).to.deep.equal([id]);
    await after.close();
  });

  it('tells the names of its channels and clusters from those that come', async function () {
    this.timeout(60_000);
    const server = await sharedMongo();
    if (!server) this.skip();
    const url = server.url(`muster_${v7().slice(-8)}`);
    const before = await openMongoStores(url, v7());
    await before.channels.add(aChannel('alerts', { name: 'Alerts' }), null);
    await before.clusters.add(aCluster('Texfor'));
    await before.close();
    const connection = await connectMongo(url);
    await connection.collection<{ _id: string }>('meta').deleteMany({ _id: /-titles$/ });
    for (const name of ['channels', 'clusters'])
      await connection.collection(name).updateMany({}, { $unset: { keys: '' } });
    await connection.close();
    const after = await openMongoStores(url, v7());
    await refuseLookAlikes(after);
    await after.close();
  });
});
