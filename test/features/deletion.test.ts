import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import {
  type Caller,
  connectSocket,
  httpCaller,
  refusal,
  startTestApp,
  type TestApp,
  type TestSocket,
} from '../helpers/app.ts';
import { startExchange } from '../helpers/exchange.ts';

const password = 'correct horse';

onEveryAdapter('deleting accounts', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let name: string;
  let channelId: string;
  let watching: TestSocket;
  before(async () => {
    forum = await startTestApp(adapter.settings());
    ada = await forum.person('Ada', ['administrator']);
    channelId = (await ada.http('channel:create', { name: 'News' })).channel.id;
    watching = await ada.socket();
  });
  beforeEach(async () => {
    name = `Eva ${uuid().slice(0, 6)}`;
    eva = await forum.person(name);
    await eva.http('channel:join', { channelId });
  });
  after(async () => {
    watching?.close();
    await forum?.stop();
  });

  const post = (text: string, more: { rootId?: string } = {}) =>
    eva.http('post:create', { channelId, clientId: uuid(), text, ...more });
  const done = (who = eva) =>
    watching.next('member:changed', (person) => person.id === who.account.id && person.former);
  const finished = () => forum.app.services.finishDeletions();

  it('takes away who they were, everywhere and at once', async () => {
    const socket = await eva.socket();
    const kept = await post('stays');
    await post('a reply', { rootId: kept.id });
    await eva.http('account:delete', { password, posts: 'keep' });
    await socket.closed;
    const person = await done();
    expect(person).to.deep.include({
      name: 'Former member',
      former: true,
      roles: [],
      languages: [],
    });
    expect(person.handle).to.match(/^former-[0-9a-f]{12}$/);
    expect((await refusal(eva.http('account:get', {}))).details).to.deep.equal({
      reason: 'ACCOUNT_DELETED',
    });
    const email = eva.account.email ?? '';
    const gone = await refusal(httpCaller(forum.url)('session:start', { email, password }));
    expect(gone.code).to.equal('unauthenticated');
    expect(await ada.http('member:list', { search: name })).to.deep.equal([]);
    expect(await ada.http('post:get', { postId: kept.id })).to.deep.include({ text: 'stays' });
    const member = await forum.app.stores.accounts.member(eva.account.id);
    expect(member).to.deep.include({ name: '', email: null, passwordHash: null, activeAt: null });
    await finished();
    expect(await forum.app.stores.channels.channelIdsOf(eva.account.id)).to.deep.equal([]);
    const marked: unknown[] = [];
    for await (const mark of forum.app.stores.shelves.threadMark?.dump() ?? [])
      if ('memberId' in mark && mark.memberId === eva.account.id) marked.push(mark);
    expect(marked).to.deep.equal([]);
  });

  it('leaves the name and the address free, and the handle to nobody else', async () => {
    await eva.http('account:delete', { password, posts: 'keep' });
    const again = await forum.app.services.accounts.create({
      name,
      email: eva.account.email ?? '',
      password,
      clusterId: null,
      languages: [],
      roles: [],
    });
    expect([again.alike, again.handle]).to.deep.equal([false, `${eva.account.handle}-2`]);
    const [found] = await ada.http('member:list', { handles: [eva.account.handle] });
    expect(found).to.deep.include({ id: eva.account.id, former: true });
  });

  it('cannot be kept from anybody by taking the handle that it would get', async () => {
    const mal = await forum.person('Mal');
    const handle = `former-${eva.account.id.slice(-12)}`;
    const taken = await refusal(mal.http('handle:change', { handle }));
    expect(taken.details?.issues).to.have.nested.property('[0].problem', 'reserved');
    const named = await forum.person(handle.replaceAll('-', ' '));
    expect(named.account.handle).to.equal(`member-${handle}`);
    await eva.http('account:delete', { password, posts: 'keep' });
    expect((await done()).handle).to.equal(handle);
  });

  it('is not undone by what was on its way, and leaves no trace of former sessions', async () => {
    const { accounts } = forum.app.stores;
    const memberId = eva.account.id;
    const { id = '' } = (await accounts.sessionsOf(memberId, new Date().toISOString()))[0] ?? {};
    await accounts.endSession(id, 'SIGNED_OUT');
    await ada.http('member:delete', { memberId, posts: 'keep' });
    expect(await accounts.editMember(memberId, { name: 'Eva again' })).to.equal(null);
    expect(await accounts.editMember(memberId, { passwordHash: 'x' })).to.equal(null);
    const change = { id: memberId, handle: 'eva-again', at: new Date().toISOString() };
    expect(await accounts.changeHandle(change, () => {})).to.equal(null);
    const { channelId: channel, ...draft } = { channelId, rootId: null, text: 'late', title: '' };
    const updatedAt = new Date().toISOString();
    await forum.app.stores.drafts.save(memberId, { channelId: channel, ...draft, updatedAt });
    await finished();
    expect(await forum.app.stores.drafts.drafts(memberId)).to.deep.equal([]);
    const kept: string[] = [];
    for await (const session of forum.app.stores.shelves.session?.dump() ?? [])
      if ('memberId' in session && session.memberId === memberId)
        kept.push(`${(session as { address?: string }).address}`);
    expect(kept).to.deep.equal(['']);
  });

  it('removes every post when that is wanted, replies included, and nobody else’s', async () => {
    const root = await ada.http('post:create', { channelId, clientId: uuid(), text: 'question' });
    const posts = await Promise.all(Array.from({ length: 60 }, (_, n) => post(`post ${n}`)));
    const reply = await post('answer', { rootId: root.id });
    await eva.http('account:delete', { password, posts: 'remove' });
    await done();
    await finished();
    for (const { id } of [...posts, reply]) {
      const { deleted, text } = await ada.http('post:get', { postId: id });
      expect([deleted?.by, text]).to.deep.equal(['author', undefined]);
    }
    const left = await ada.http('post:get', { postId: root.id });
    expect([left.text, left.replies]).to.deep.equal(['question', undefined]);
  });

  it('needs the right password of its owner', async () => {
    const refused = await refusal(
      eva.http('account:delete', { password: 'wrong horse', posts: 'remove' }),
    );
    expect(refused.details?.reason).to.equal('WRONG_PASSWORD');
    expect((await eva.http('account:get', {})).name).to.equal(name);
  });

  it('can be done by an administrator, and by nobody else', async () => {
    const moderator = await forum.person(`Mona ${uuid().slice(0, 6)}`, ['moderator']);
    const memberId = eva.account.id;
    const refused = await refusal(moderator.http('member:delete', { memberId, posts: 'remove' }));
    expect(refused.details?.reason).to.equal('ADMINISTRATORS_ONLY');
    const { id: postId } = await post('spam');
    await ada.http('member:delete', { memberId, posts: 'remove' });
    await done();
    await finished();
    expect((await ada.http('post:get', { postId })).deleted?.by).to.equal('moderator');
    const again = await refusal(ada.http('member:delete', { memberId, posts: 'remove' }));
    expect(again.code).to.equal('not_found');
    const [standing] = await ada
      .http('member:standings', { state: 'former', limit: 100 })
      .then((found) => found.filter(({ person }) => person.id === memberId));
    expect(standing).to.deep.include({ state: 'former', email: null, activeAt: null });
  });

  it('keeps the last administrator', async () => {
    const refused = await refusal(ada.http('account:delete', { password, posts: 'keep' }));
    expect(refused.details?.reason).to.equal('LAST_ADMINISTRATOR');
    expect((await ada.http('account:get', {})).roles).to.deep.equal(['administrator']);
  });

  it('drops their drafts, searches and invitations, and ends their bots', async () => {
    const boss = await forum.person(`Boss ${uuid().slice(0, 6)}`, ['administrator']);
    const guest = await forum.person(`Guest ${uuid().slice(0, 6)}`);
    const { channel } = await boss.http('channel:create', { name: 'Plans', kind: 'private' });
    await boss.http('channel:invite', { channelId: channel.id, memberId: guest.account.id });
    const { channel: other } = await ada.http('channel:create', { name: 'Core', kind: 'private' });
    await ada.http('channel:invite', { channelId: other.id, memberId: boss.account.id });
    await boss.http('draft:save', { channelId: channel.id, text: 'half a thought', title: '' });
    await boss.http('search:save', { searchId: uuid(), name: 'Masks' });
    const { token } = await boss.http('bot:create', {
      name: `Cap ${uuid().slice(0, 6)}`,
      channelIds: [channelId],
    });
    const bot = await connectSocket(forum.url, token);
    await boss.http('account:delete', { password, posts: 'keep' });
    await bot.closed;
    await finished();
    const { stores } = forum.app;
    const memberId = boss.account.id;
    expect(await stores.drafts.drafts(memberId)).to.deep.equal([]);
    expect(await stores.searches.searches(memberId)).to.deep.equal([]);
    expect(await guest.http('channel:invitations', {})).to.deep.equal([]);
    expect(await stores.channelInvitations.waitingFor(memberId)).to.deep.equal([]);
    expect((await stores.bots.ownedBy(memberId)).map(({ tokenHash }) => tokenHash)).to.deep.equal([
      null,
    ]);
    const refused = ada.http('channel:invite', { channelId: other.id, memberId });
    expect((await refusal(refused)).code).to.equal('not_found');
  });

  it('is finished later where a crash cut it short', async () => {
    const { id: postId } = await post('spam');
    const at = new Date().toISOString();
    await forum.app.stores.accounts.deleteMember(eva.account.id, {
      ...{ at, by: ada.account.id, posts: 'remove', done: false },
    });
    expect((await ada.http('post:get', { postId })).text).to.equal('spam');
    await forum.app.services.finishDeletions();
    expect((await ada.http('post:get', { postId })).deleted?.by).to.equal('moderator');
    await finished();
  });
});

onEveryAdapter('what a deleted account had in the exchange', (adapter) => {
  it('is withdrawn, what was proposed for it is declined, and what is agreed goes on', async () => {
    const exchange = await startExchange(adapter.settings());
    const { forum } = exchange;
    const donor = await exchange.personOf('Dora');
    const seeker = await exchange.personOf('Sean');
    const offer = await exchange.post(donor, { kind: 'offer', quantity: 1000 });
    const gowns = { product: 'gown', title: 'Gowns for hospitals', quantity: 500 };
    const other = await exchange.post(donor, { kind: 'offer', ...gowns });
    const request = await exchange.post(seeker, { kind: 'request', quantity: 1500 });
    const otherRequest = await exchange.post(seeker, { kind: 'request', ...gowns });
    const propose = (offerId: string, requestId: string, quantity: number) =>
      seeker.http('commitment:propose', { clientId: uuid(), offerId, requestId, quantity });
    const agreed = await propose(offer.id, request.id, 300);
    await donor.http('commitment:act', { commitmentId: agreed.id, action: 'accept' });
    const open = await propose(other.id, otherRequest.id, 200);
    await donor.http('account:delete', { password, posts: 'keep' });
    await forum.app.services.finishDeletions();
    const stateOf = async (listingId: string) =>
      (await exchange.moderator.http('listing:get', { listingId })).state;
    expect([await stateOf(offer.id), await stateOf(other.id)]).to.deep.equal([
      'withdrawn',
      'withdrawn',
    ]);
    const own = await seeker.http('commitment:list', {});
    const states = new Map(own.map(({ commitment }) => [commitment.id, commitment.state]));
    expect([states.get(agreed.id), states.get(open.id)]).to.deep.equal(['accepted', 'declined']);
    await forum.stop();
  });
});
