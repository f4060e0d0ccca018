import { expect } from 'chai';
import { pino } from 'pino';
import { v4 as uuid } from 'uuid';
import { createBudgets } from '../../server/core/budgets.ts';
import type { Handlers } from '../../server/core/caller.ts';
import { createDispatch } from '../../server/core/dispatch.ts';
import { createLimits } from '../../server/core/limits.ts';
import { createMetrics } from '../../server/core/metrics.ts';
import { createSpace } from '../../server/core/space.ts';
import type { OperationName } from '../../shared/contract/index.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';
import { personOf } from '../helpers/exchange.ts';
import { failure } from '../helpers/failure.ts';

const mebibyte = 1024 * 1024;
/** What is a PDF by how it begins. */
const pdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.4\n')], size);

describe('the space of a disk', () => {
  const assertRoom = (...free: (number | null)[]) =>
    createSpace(
      free.map((bytes) => async () => (bytes === null ? null : { free: bytes, total: 100 })),
    ).assertRoom();

  it('is kept from its last twentieth on, whichever disk is full', async () => {
    await assertRoom(5, 100);
    await assertRoom(null, 5);
    for (const disks of [
      [4, 100],
      [100, 4],
      [null, 0],
    ])
      expect(await failure(assertRoom(...disks))).to.include({ code: 'no_space' });
  });

  it('is not refused because a disk cannot be measured', async () => {
    await createSpace([() => Promise.reject(new Error('no such call'))]).assertRoom();
  });
});

onEveryAdapter('a server whose disk is nearly full', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let free = 1e9;
  before(async () => {
    forum = await startTestApp(adapter.settings(), async () => ({ free, total: 1e9 }));
    ada = await forum.person('Ada', ['administrator', 'moderator']);
  });
  after(() => forum?.stop());

  /** What is stored once the server has looked at the disk again. */
  async function until(holds: () => Promise<boolean>) {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  it('refuses posts and files, and goes on with reading, signing in and moderating', async () => {
    const { id: channelId } = (await ada.http('channel:create', { name: 'Masks', kind: 'open' }))
      .channel;
    const member = await personOf(forum, 'Eva');
    await member.http('channel:join', { channelId });
    const post = () =>
      member.http('post:create', { channelId, clientId: uuid(), text: 'x' }).then(
        (created) => created.id,
        () => null,
      );
    const [postId, other] = [(await post()) ?? '', (await post()) ?? ''];
    free = 49e6;
    await until(async () => (await post()) === null);
    const socket = await member.socket();
    const refusals = [
      member.http('post:create', { channelId, clientId: uuid(), text: 'x' }),
      socket.call('post:edit', { postId, text: 'y' }),
      member.http('draft:save', { channelId, text: 'y' }),
      member.http('attachment:add', { attachmentId: uuid(), name: 'x', content: pdf(100) }),
    ];
    for (const refused of await Promise.all(refusals.map(refusal))) {
      expect(refused).to.include({ code: 'no_space', retryable: true });
      expect(refused.details).to.include({ reason: 'DISK_RESERVED' });
    }
    socket.close();
    await member.http('channel:open', { channelId });
    await (await forum.person('Mia')).http('channel:join', { channelId });
    await ada.http('post:pin', { postId, pinned: true });
    await ada.http('post:remove', { postId, reason: 'not here' });
    await member.http('post:delete', { postId: other });
    free = 51e6;
    await until(async () => (await post()) !== null);
  });
});

onEveryAdapter('what may be stored', (adapter) => {
  let forum: TestApp;
  before(async () => {
    forum = await startTestApp({ ...adapter.settings(), RATE_LIMITS: '1' });
  });
  after(() => forum?.stop());

  const file = pdf(5 * mebibyte);
  const add = (who: Caller) =>
    who.http('attachment:add', { attachmentId: uuid(), name: 'x.pdf', content: file });

  it('is 10 MiB of documents for a cluster that nobody has validated', async () => {
    const member = await personOf(forum, 'Eva', { validated: false });
    const colleague = await forum.person('Max');
    await forum.join(colleague, member.clusterId);
    await add(member);
    await add(colleague);
    const refused = await refusal(add(member));
    expect(refused.details).to.include({ reason: 'NO_ROOM_UNVALIDATED', most: 10 });
    await forum.app.stores.clusters.edit(member.clusterId, {
      validated: { by: uuid(), at: new Date().toISOString() },
    });
    await add(member);
  });

  it('is 50 MiB of documents of a member in a day', async () => {
    const member = await personOf(forum, 'Eva');
    for (let n = 0; n < 10; n++) await add(member);
    const refused = await refusal(add(member));
    expect(refused.code).to.equal('rate_limited');
    expect(refused.details).to.include({ reason: 'MEMBER_ROOM', most: 50 });
    const colleague = await forum.person('Max');
    await forum.join(colleague, member.clusterId);
    await add(colleague);
  });
});

describe('what a member may write in a day', () => {
  it('is bounded in bytes', async () => {
    // A thousandth of what it is.
    const limits = createLimits(createBudgets(0.001));
    await limits.store('ada', 50 * 1024);
    const refused = await failure(limits.store('ada', 5000));
    expect(refused).to.include({ code: 'rate_limited' });
    expect(refused).to.have.nested.property('details.reason', 'MEMBER_ROOM');
    await limits.store('eva', 5000);
  });

  it('counts what is stored, with and without a cluster, and nothing else', async () => {
    const stored: [string, number][] = [];
    const caller = { memberId: 'ada', clusterId: null, kind: 'person', roles: [] } as const;
    const dispatch = createDispatch({
      handlers: new Proxy({} as Handlers, { get: () => async () => ({}) }),
      authenticate: () => Promise.reject(new Error('nobody')),
      channelIdOf: async () => uuid(),
      limits: { count: async () => {}, store: async (...given) => void stored.push(given) },
      space: { assertRoom: async () => {} },
      admission: { admit() {}, overloaded: () => false, close() {} },
      metrics: createMetrics(),
      log: pino({ level: 'silent' }),
    });
    const run = (name: OperationName, input: object) =>
      dispatch.run(
        name,
        input,
        { caller: { ...caller, name: 'Ada', sessionId: 's' } },
        { requestId: '', address: '', userAgent: '' },
      );
    const channelId = uuid();
    await run('post:preview', { text: 'x'.repeat(1000) });
    await run('post:list', { channelId });
    expect(stored).to.be.empty;
    await run('post:create', { channelId, clientId: uuid(), text: 'ü'.repeat(1000) });
    expect(stored).to.have.length(1);
    expect(stored[0]?.[0]).to.equal('ada');
    expect(stored[0]?.[1]).to.be.within(2000, 2200);
  });
});
