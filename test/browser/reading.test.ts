import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { openPage, signIn } from '../helpers/browser.ts';
import { roomInBrowser, settled } from '../helpers/room.ts';

describe('reading in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();
  const { visit, say } = room;

  it('the new line stands where reading stopped, and reading on one device is reading on all', async () => {
    await say(room.ada, 'old');
    await room.eva.http('channel:read', { channelId: room.channelId, seq: 1 });
    await say(room.ada, 'fresh');
    const [desk, other] = await Promise.all([visit(room.eva), openPage(room.forum, '/clusters')]);
    await desk.locator('.new-line + .post', { hasText: 'fresh' }).waitFor();
    await signIn(other, room.eva.account.email ?? '');
    await say(room.ada, 'fresher');
    await settled(desk, 'fresher');
    await desk.bringToFront();
    const name =
      (await room.ada.http('channel:list', {})).find(({ channel }) => channel.id === room.channelId)
        ?.channel.name ?? '';
    await other.locator('.rail .entry:not(.unread)', { hasText: name }).waitFor();
  });

  it('a permalink opens in place, among thousands of posts, and scrolling keeps its place both ways', async () => {
    const socket = await room.ada.socket();
    const sent = await Promise.all(
      Array.from({ length: 600 }, (_, n) =>
        socket.call('post:create', {
          channelId: room.channelId,
          clientId: uuid(),
          text: `number ${n}`,
        }),
      ),
    );
    const page = await visit(room.eva, {}, `/p/${sent[200]?.id}`);
    await page.locator('.post.marked', { hasText: 'number 200' }).waitFor();
    const list = page.locator('.stream-column .stream');
    const topOf = (text: string) =>
      page
        .locator('.stream-column .post', { hasText: text })
        .first()
        .evaluate((post) => post.getBoundingClientRect().top);
    expect(await topOf('number 200')).to.be.within(60, 800);

    // Scroll up until an older page has come: what was read must not move.
    await list.evaluate((box) => box.scrollTo({ top: 500 }));
    const anchor = await page.locator('.stream-column .post').evaluateAll(
      (posts) =>
        posts
          .find((post) => post.getBoundingClientRect().top > 150)
          ?.querySelector('.body')
          ?.textContent?.trim() ?? '',
    );
    const before = await topOf(anchor);
    await page.locator('.stream-column .post', { hasText: 'number 150' }).waitFor();
    expect(await topOf(anchor)).to.be.closeTo(before, 2);
    expect(await page.locator('.stream-column .post').count()).to.be.below(320);

    await page.locator('.pills:not(.above) .pill').click();
    await page.locator('.post', { hasText: 'number 599' }).waitFor();
    await say(room.ada, 'and one more');
    await settled(page, 'and one more');
  });

  it('a list stays as small as it is quick, whoever sits at its end or further up', async () => {
    const socket = await room.ada.socket();
    const write = (from: number, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, n) =>
          socket.call('post:create', {
            channelId: room.channelId,
            clientId: uuid(),
            text: `line ${from + n}`,
          }),
        ),
      );
    await write(0, 100);
    await room.eva.http('channel:read', { channelId: room.channelId, seq: 100 });
    const page = await visit(room.eva);
    await settled(page, 'line 99');
    const posts = page.locator('.stream-column .post');
    await write(100, 400);
    await settled(page, 'line 499');
    expect(await posts.count()).to.be.within(200, 300);

    const list = page.locator('.stream-column .stream');
    await list.evaluate((box) => box.scrollBy({ top: -1500 }));
    await page.locator('.pill').first().waitFor();
    const read = () =>
      list.evaluate((box) => {
        const top = box.getBoundingClientRect().top;
        const post = [...box.querySelectorAll('.post')].find(
          (each) => each.getBoundingClientRect().bottom > top + 100,
        );
        return { text: post?.textContent, top: Math.round(post?.getBoundingClientRect().top ?? 0) };
      });
    const before = await read();
    await write(500, 300);
    await page.locator('.pills:not(.above) .pill', { hasText: /[1-9]\d\d new/ }).waitFor();
    expect(await read()).to.deep.equal(before);
    expect(await posts.count()).to.be.at.most(300);
    socket.close();
  });

  it('a permalink to a reply opens its thread at that reply', async () => {
    const root = await say(room.ada, 'A long story');
    const socket = await room.ada.socket();
    const replies = await Promise.all(
      Array.from({ length: 150 }, (_, n) =>
        socket.call('post:create', {
          channelId: room.channelId,
          rootId: root.id,
          clientId: uuid(),
          text: `reply ${n}`,
        }),
      ),
    );
    socket.close();
    const page = await visit(room.eva, {}, `/p/${replies[30]?.id}`);
    await page.locator('.pane .post.marked', { hasText: 'reply 30' }).waitFor();
    await page.waitForFunction(() => {
      const top = document.querySelector('.pane .post.marked')?.getBoundingClientRect().top ?? -1;
      return top > 0 && top < innerHeight;
    });
  });

  it('everything is reached by keyboard: the switcher, the shortcuts, posts and their menu', async () => {
    await say(room.ada, 'one');
    await say(room.ada, 'two');
    const page = await visit(room.eva);
    await settled(page, 'two');
    await page.locator('.composer textarea').press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(
      await page.evaluate(() => document.activeElement?.querySelector('.body')?.textContent),
    ).to.equal('one');
    await page.keyboard.press('.');
    await page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Ada');
    await page.getByRole('option', { name: /Ada Novak/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/people\/ada-novak/);
  });

  it('on a phone the rail is the start page, and back leads from thread to channel to rail', async () => {
    const root = await say(room.ada, 'root');
    await say(room.eva, 'reply', { rootId: root.id });
    const page = await openPage(room.forum, '/', {
      viewport: { width: 360, height: 800 },
      hasTouch: true,
      isMobile: true,
    });
    await signIn(page, room.eva.account.email ?? '');
    await page.locator('.rail .entry', { hasText: 'Room' }).first().waitFor();
    await page.goto(`${room.forum.url}/c/${await room.slug()}`);
    await page.locator('.replies').click();
    await page.locator('.pane .post', { hasText: 'reply' }).waitFor();
    await page.goBack();
    await page.locator('.pane').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Back' }).click();
    await page.locator('.rail .entry').first().waitFor({ state: 'visible' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(360);
  });

  it('an administrator sees how the server is doing, and it moves', async () => {
    const page = await openPage(room.forum, '/nodes');
    await signIn(page, room.ada.account.email ?? '');
    const line = page.locator('.chart svg polyline').first();
    await page.locator('.chart svg').first().waitFor();
    const length = async () => ((await line.getAttribute('points')) ?? '').split(' ').length;
    const before = await length();
    await page.waitForFunction(
      (known) =>
        (document.querySelector('.chart svg polyline')?.getAttribute('points') ?? '').split(' ')
          .length > known,
      before,
    );
  });
});
