import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openPage, signIn } from '../helpers/browser.ts';
import { type HostileProxy, startHostileProxy, type Treatment } from '../helpers/hostile-proxy.ts';
import { roomInBrowser, settled, write } from '../helpers/room.ts';

describe('the connection in the browser', function () {
  this.timeout(90_000);
  const room = roomInBrowser();
  let proxy: HostileProxy | undefined;
  afterEach(() => proxy?.close());

  /** Eva before the channel, with the WebSockets of her network treated like this. */
  async function behind(treatment: Treatment): Promise<Page> {
    proxy = await startHostileProxy(room.forum.app.port);
    proxy.treat(treatment);
    const page = await openPage({ ...room.forum, url: proxy.url }, `/c/${await room.slug()}`);
    await page.clock.install();
    await signIn(page, room.eva.account.email ?? '');
    return page;
  }

  const webSockets = (page: Page) => {
    const open: string[] = [];
    page.on('websocket', (socket) => {
      socket.on('framereceived', () => open.push(socket.url()));
    });
    return open;
  };

  for (const [treatment, what] of [
    ['silent', 'never answered'],
    ['mute', 'opened and then silent'],
    ['reset', 'cut off'],
  ] as const)
    it(`polls where WebSockets are ${what}, and loses nothing`, async () => {
      const page = await behind(treatment);
      const composer = page.locator('.stream-column .composer textarea');
      await composer.waitFor({ timeout: 20_000 });
      await write(page, 'through the back door');
      await settled(page, 'through the back door');
      await room.say(room.ada, 'you are heard');
      await settled(page, 'you are heard');
      expect(
        (await room.ada.http('post:list', { channelId: room.channelId })).posts.map(
          ({ text }) => text,
        ),
      ).to.deep.equal(['through the back door', 'you are heard']);
    });

  it('returns to a WebSocket once one gets through', async () => {
    const page = await behind('silent');
    await page.locator('.stream-column .composer textarea').waitFor({ timeout: 20_000 });
    await write(page, 'still polling');
    await settled(page, 'still polling');
    const received = webSockets(page);
    proxy?.treat('pass');
    const upgraded = page.waitForEvent('websocket', {
      predicate: (socket) => !socket.isClosed(),
      timeout: 30_000,
    });
    await page.clock.fastForward('02:00');
    await upgraded;
    await room.say(room.ada, 'by a quicker way');
    await settled(page, 'by a quicker way');
    expect(received.length).to.be.above(0);
  });

  for (const [what, minutes] of [
    ['a quarter of an hour fast', 15],
    ['a quarter of an hour slow', -15],
    ['a day fast', 1440],
    ['a year slow', -525_600],
  ] as const)
    it(`is renewed no more often by a clock that is ${what}`, async () => {
      const page = await openPage(room.forum, `/c/${await room.slug()}`);
      let renewals = 0;
      page.on('request', (request) => {
        if (request.url().endsWith('/sessions/renew')) renewals++;
      });
      await page.addInitScript((shift) => {
        const { now } = Date;
        Date.now = () => now() + shift;
      }, minutes * 60_000);
      await page.reload();
      await signIn(page, room.eva.account.email ?? '');
      await write(page, 'what time is it?');
      await settled(page, 'what time is it?');
      await page.reload();
      await write(page, 'and now?');
      await settled(page, 'and now?');
      expect(renewals).to.equal(1);
    });

  it('says why a session has ended, and after signing in is on the same page', async () => {
    const page = await room.visit(room.eva);
    const path = `${new URL(page.url()).pathname}/topics?from=here#there`;
    await page.goto(room.forum.url + path);
    await page.locator('.shell').waitFor();
    for (const { id, current } of await room.eva.http('session:list', {}))
      if (!current) await room.eva.http('session:revoke', { sessionId: id });
    await page.getByText('You ended this session on another device.').waitFor();
    await signIn(page, room.eva.account.email ?? '');
    expect(page.url()).to.equal(room.forum.url + path);
  });
});
