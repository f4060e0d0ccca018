import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { asyncApi, openApi } from '../../server/http/openapi.ts';
import { type OperationName, operations, type Sent } from '../../shared/contract/index.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import {
  type Caller,
  refusal,
  startTestApp,
  type TestApp,
  type TestSocket,
} from '../helpers/app.ts';
import { personOf, soon } from '../helpers/exchange.ts';
import { aChannel } from '../helpers/fixtures.ts';

/** The field by which an operation takes channels. */
type Field<I> = string extends keyof I ? never : keyof I & ('channelId' | 'channelIds');
type ChannelOperation = {
  [N in OperationName]: Field<Sent<N>> extends never ? never : N;
}[OperationName];
type Door = <N extends ChannelOperation>(name: N, input: Sent<N>) => Promise<unknown>;

/** A bot whose channels can be set. */
let botId = '';

/** What can be asked about a channel, of which another member is one, too. */
const calls: { [N in ChannelOperation]: (channelId: string, memberId: string) => Sent<N> } = {
  'channel:details': (channelId) => ({ channelIds: [channelId] }),
  'channel:edit': (channelId) => ({ channelId, topic: 'Masks' }),
  'channel:join': (channelId) => ({ channelId }),
  'channel:leave': (channelId) => ({ channelId }),
  'channel:star': (channelId) => ({ channelId, starred: true }),
  'channel:members': (channelId) => ({ channelId }),
  'channel:invite': (channelId, memberId) => ({ channelId, memberId }),
  'channel:remove-member': (channelId, memberId) => ({ channelId, memberId }),
  'channel:set-moderator': (channelId, memberId) => ({ channelId, memberId, moderator: true }),
  'channel:read': (channelId) => ({ channelId, seq: 0 }),
  'channel:mark-unread': (channelId) => ({ channelId, seq: 1 }),
  'channel:open': (channelId) => ({ channelId }),
  'feed:sync': (channelId) => ({ channelId, epoch: uuid(), since: 0 }),
  'post:list': (channelId) => ({ channelId }),
  'post:create': (channelId) => ({ channelId, clientId: uuid(), text: 'Hello' }),
  'typing:tell': (channelId) => ({ channelId }),
  'draft:save': (channelId) => ({ channelId, text: 'Hel' }),
  'listing:create': (channelId) => ({ channelId, clientId: uuid(), ...gowns, title: 'Gowns' }),
  'listing:draft': (channelId) => ({ channelId, clientId: uuid(), ...gowns }),
  'bot:set-channels': (channelId) => ({ botId, channelIds: [channelId] }),
  'bot:create': (channelId) => ({ name: `Bot ${uuid().slice(0, 8)}`, channelIds: [channelId] }),
};

const gowns = {
  ...({ kind: 'offer', product: 'gown', quantity: 40, unit: 'H87', lang: 'en' } as const),
  ...{ nuts: 'ES511', on: soon(5) },
};

const names = Object.keys(calls) as ChannelOperation[];

describe('every operation about a channel', () => {
  it('is among those that the tests below are about', () => {
    const about = operations.filter(({ input }) =>
      /"\w*channelIds?":/i.test(JSON.stringify(z.toJSONSchema(input, { unrepresentable: 'any' }))),
    );
    expect(about.map(({ name }) => name)).to.have.members(names);
  });

  it('is documented to take a slug, while answers and events are to carry the id', () => {
    const documents: [string, string][] = [
      ['OpenAPI', JSON.stringify(openApi(''))],
      ['AsyncAPI', JSON.stringify(asyncApi(''))],
    ];
    for (const [title, text] of documents)
      expect(text.match(/or its slug, which follows its name/g)?.length, title).to.be.least(
        names.length,
      );
    const { messages } = (
      asyncApi('') as { channels: { socket: { messages: Record<string, { payload: object }> } } }
    ).channels.socket;
    expect(messages['feed:changed']?.payload).to.have.nested.property(
      'properties.channelId.format',
      'uuid',
    );
  });
});

onEveryAdapter("a channel's slug", (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let max: Caller;
  let device: TestSocket;

  before(async () => {
    forum = await startTestApp(adapter.settings());
    ada = await forum.person('Ada', ['administrator']);
    max = await forum.person('Max', ['administrator']);
    const member = await personOf(forum, 'Eva');
    eva = member;
    for (const each of [ada, max]) await forum.join(each, member.clusterId);
    device = await ada.socket();
    const { channel } = await ada.http('channel:create', { name: 'Bots' });
    const { bot } = await ada.http('bot:create', { name: 'Cap', channelIds: [channel.id] });
    botId = bot.person.id;
  });
  after(() => forum?.stop());

  const create = (name: string, kind: 'open' | 'private') =>
    forum.app.services.channels.create(
      { name, kind, topic: '', description: '', emoji: '', forEveryone: false },
      null,
    );
  /** A channel that Ada and Eva are in, and Max cannot see. */
  async function board() {
    const channel = await create('Our board', 'private');
    for (const { account } of [ada, eva])
      await forum.app.services.channels.bringIn(channel.id, account.id);
    return channel;
  }

  it('is taken by every operation that takes its id, at both doors', async function () {
    this.timeout(60_000);
    const doors: Door[] = [ada.http, device.call];
    for (const name of names)
      for (const door of doors) {
        const { slug } = await board();
        await door(name, calls[name](slug, eva.account.id)).catch((error) =>
          expect.fail(`${name}: ${error}`),
        );
      }
  });

  it('is as unknown to whoever cannot see the channel as one that nothing has', async function () {
    this.timeout(60_000);
    const { id, slug } = await board();
    const doors: Door[] = [max.http, (await max.socket()).call];
    for (const door of doors)
      expect(await door('channel:details', { channelIds: [id, slug, 'no-such'] })).to.be.empty;
    for (const name of names.filter((name) => name !== 'channel:details'))
      for (const door of doors) {
        const refused = (channelId: string) =>
          refusal(door(name, calls[name](channelId, eva.account.id)));
        const unknown = await refused(uuid());
        expect(unknown, name).to.include({ code: 'not_found' });
        for (const channelId of [id, slug, 'no-such-channel'])
          expect(await refused(channelId), `${name} ${channelId}`).to.deep.equal(unknown);
      }
  });

  it('reaches no room and no reader: events and answers carry the id', async () => {
    const { id, slug: channelId } = await board();
    const other = await eva.socket();
    const clientId = uuid();
    const post = await device.call('post:create', { channelId, clientId, text: 'Hello' });
    expect(post.channelId).to.equal(id);
    const change = await other.next('feed:changed', ({ posts }) => posts[0]?.id === post.id);
    expect(change.channelId).to.equal(id);
    await device.call('typing:tell', { channelId });
    expect((await other.next('typing:told')).channelId).to.equal(id);
    await device.call('channel:read', { channelId, seq: 1 });
    expect((await device.next('read:changed', (data) => data.channelId === id)).readSeq).to.equal(
      1,
    );
    await device.call('draft:save', { channelId, text: 'Begun' });
    expect((await device.next('draft:changed', ({ text }) => text === 'Begun')).channelId).to.equal(
      id,
    );
    expect((await device.call('channel:open', { channelId })).page.channelId).to.equal(id);
  });

  it('and its id are one channel to whoever tries again', async () => {
    const { id, slug } = await board();
    const clientId = uuid();
    const post = await ada.http('post:create', { channelId: slug, clientId, text: 'Once' });
    const again = await ada.http('post:create', { channelId: id, clientId, text: 'Once' });
    expect(again.id).to.equal(post.id);
    const { bot } = await ada.http('bot:create', { name: 'Cap', channelIds: [slug, id] });
    const members = await ada.http('channel:members', { channelId: slug });
    expect(members.filter(({ memberId }) => memberId === bot.person.id)).to.have.length(1);
  });

  it('is taken in every script, percent-encoded in an address, composed or not', async () => {
    const { id } = aChannel('');
    await forum.app.stores.channels.add(aChannel('свой-край', { id }), null);
    for (const form of ['NFC', 'NFD'])
      expect(
        (await max.http('post:list', { channelId: 'свой-край'.normalize(form) })).channelId,
      ).to.equal(id);
  });

  it('never looks like an id', async () => {
    const name = uuid();
    const { id, slug } = await create(name, 'open');
    expect(slug).to.equal(name.replaceAll('-', ''));
    expect((await refusal(max.http('post:list', { channelId: name }))).code).to.equal('not_found');
    expect((await max.http('post:list', { channelId: slug })).channelId).to.equal(id);
  });

  it('goes with the name, and is free for another channel once it was renamed', async () => {
    const { id, slug } = await create('Masks', 'open');
    await ada.http('channel:edit', { channelId: slug, name: 'Respirators' });
    expect((await max.http('post:list', { channelId: 'respirators' })).channelId).to.equal(id);
    expect((await refusal(max.http('post:list', { channelId: slug }))).code).to.equal('not_found');
    const other = await create('Masks', 'open');
    expect((await max.http('post:list', { channelId: slug })).channelId).to.equal(other.id);
  });

  it('that is none of the possible ones is a bad request', async () => {
    for (const channelId of ['', '#masks', 'a/b', 'x'.repeat(101), '\u0000'])
      expect((await refusal(device.call('post:list', { channelId }))).code).to.equal('bad_request');
  });
});
