import { expect } from 'chai';
import { XMLValidator } from 'fast-xml-parser';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';
import { personOf, soon } from '../helpers/exchange.ts';

onEveryAdapter('saved searches', (adapter) => {
  let forum: TestApp;
  let channelId: string;
  let seeker: Caller;
  let giver: Caller;
  before(async function () {
    this.timeout(60_000);
    forum = await startTestApp(adapter.settings());
    const ada = await forum.person('Ada', ['administrator', 'moderator']);
    channelId = (await ada.http('channel:create', { name: 'I can help', forEveryone: true }))
      .channel.id;
    [seeker, giver] = [await forum.person('Seeker'), await personOf(forum, 'Giver')];
  });
  after(() => forum?.stop());

  const offer = (quantity: number, nuts = 'ES511', where = channelId) =>
    giver.http('listing:create', {
      ...{
        channelId: where,
        clientId: uuid(),
        kind: 'offer',
        quantity,
        product: 'gown',
        unit: 'H87',
        nuts,
        on: soon(3),
        lang: 'es',
        title: 'Gowns <& more> ]]> again ]]>',
      },
    });

  it('tell their owner at once of what opens, and count what is new until it is seen', async () => {
    const socket = await seeker.socket();
    const searchId = uuid();
    await seeker.http('search:save', {
      searchId,
      name: 'Gowns in\u0007 Spain',
      kind: 'offer',
      product: 'gown',
      nuts: 'ES',
    });
    await seeker.http('search:save', {
      searchId: uuid(),
      name: 'Gowns in France',
      product: 'gown',
      nuts: 'FR',
    });
    const found = await offer(100);
    expect((await socket.next('search:found')).listing.id).to.equal(found.id);
    const [first, second] = await seeker.http('search:list', {});
    expect([first?.search.id, first?.fresh, second?.fresh]).to.deep.equal([searchId, 1, 0]);
    await seeker.http('search:seen', { searchId });
    expect((await seeker.http('search:list', {}))[0]?.fresh).to.equal(0);
    socket.close();
  });

  it('tell only of what stands where their owner may look, and never of one’s own', async () => {
    const socket = await seeker.socket();
    const own = await giver.socket();
    await giver.http('search:save', { searchId: uuid(), name: 'All gowns', product: 'gown' });
    const hidden = (await giver.http('channel:create', { name: 'Among us', kind: 'private' }))
      .channel.id;
    const unseen = await offer(200, 'ES213', hidden);
    const seen = await offer(300, 'ES300');
    await socket.next('search:found', ({ listing }) => listing.id === seen.id);
    expect(socket.heard('search:found').map(({ listing }) => listing.id)).not.to.include(unseen.id);
    expect(own.heard('search:found')).to.deep.equal([]);
    for (const each of [socket, own]) each.close();
  });

  it('are their owner’s alone, and fifty at most', async () => {
    const [mine] = await seeker.http('search:list', {});
    const searchId = mine?.search.id ?? '';
    expect(
      (await refusal(giver.http('search:save', { searchId, name: 'taken over' }))).code,
    ).to.equal('forbidden');
    expect((await refusal(giver.http('search:remove', { searchId }))).code).to.equal('not_found');
    expect((await refusal(giver.http('search:seen', { searchId }))).code).to.equal('not_found');
    const before = (await giver.http('search:list', {})).length;
    for (let n = before; n < 50; n++)
      await giver.http('search:save', { searchId: uuid(), name: `search ${n}`, product: 'visor' });
    expect(
      (await refusal(giver.http('search:save', { searchId: uuid(), name: 'one more' }))).code,
    ).to.equal('conflict');
  });

  it('are given out as JSON Feed and as Atom under an address that nobody can guess, and end with the search', async () => {
    const [mine] = await seeker.http('search:list', {});
    const json = await (await fetch(forum.url + mine?.json)).json();
    expect(json).to.include({ version: 'https://jsonfeed.org/version/1.1' });
    expect((json as { items: { title: string; content_text: string }[] }).items[0]).to.include({
      title: 'Gowns <& more> ]]> again ]]>',
      content_text: `300 of 300 H87, ES300, from ${soon(3)}`,
    });
    const answer = await fetch(forum.url + mine?.atom);
    expect(answer.headers.get('content-type')).to.match(/^application\/atom\+xml/);
    const atom = await answer.text();
    expect(atom)
      .to.match(
        /^<\?xml version="1.0" encoding="utf-8"\?>\s*<feed xmlns="http:\/\/www.w3.org\/2005\/Atom">/,
      )
      .and.to.include('Gowns &lt;&amp; more&gt; ]]&gt; again ]]&gt;]]>');
    expect(XMLValidator.validate(atom)).to.equal(true);
    for (const key of ['a', 'é'])
      expect(
        (
          await fetch(
            `${forum.url}/feeds/${mine?.search.id}/${encodeURIComponent(key.repeat(43))}.atom`,
          )
        ).status,
        key,
      ).to.equal(404);
    await seeker.http('search:remove', { searchId: mine?.search.id ?? '' });
    expect((await fetch(forum.url + mine?.atom)).status).to.equal(404);
    expect((await fetch(forum.url + mine?.json)).status).to.equal(404);
  });
});
