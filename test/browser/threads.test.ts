import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { Post } from '../../shared/contract/posts.ts';
import { openPage, signIn } from '../helpers/browser.ts';
import { roomInBrowser, settled, write } from '../helpers/room.ts';

describe('new replies in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();
  const { visit, say } = room;

  const badge = (page: Page, { id }: Post) =>
    page.locator(`.stream-column [id="post-${id}"] .replies .badge`);
  const inRail = async (page: Page) =>
    page.locator(`.rail .entry[href="/c/${await room.slug()}"] .replies-count`);
  const unseen = async (root: Post) =>
    (await room.eva.http('thread:list', {})).find(({ rootId }) => rootId === root.id)?.unread ?? [];

  /** A window that somebody looks at is the one in front. */
  async function look(page: Page) {
    await page.bringToFront();
  }

  it('stay marked on the reply line and in the rail until they were seen, on all devices', async () => {
    const root = await say(room.eva, 'Who has masks?');
    const desk = await visit(room.eva);
    const other = await openPage(room.forum, '/clusters');
    await signIn(other, room.eva.account.email ?? '');
    await settled(desk, 'Who has masks?');
    for (const text of ['We do', 'We, too', 'So do we'])
      await say(room.ada, text, { rootId: root.id });
    await badge(desk, root).filter({ hasText: '3 new replies' }).waitFor();
    await (await inRail(other)).filter({ hasText: '3' }).waitFor();

    // Having the channel in view is not having seen what stands in the thread.
    await look(desk);
    await say(room.ada, 'Something else');
    await settled(desk, 'Something else');
    const name = `.rail .entry[href="/c/${await room.slug()}"] .count:not(.replies-count)`;
    await other.locator(name).waitFor({ state: 'detached' });
    await desk.reload();
    await badge(desk, root).filter({ hasText: '3 new replies' }).waitFor();
    await (await inRail(desk)).filter({ hasText: '3' }).waitFor();
    await other.locator('.rail .entry.unread', { has: other.locator('.replies-count') }).waitFor();

    await badge(desk, root).click();
    await desk.locator('.pane .new-line', { hasText: 'new' }).waitFor();
    await desk.locator('.pane .post', { hasText: 'So do we' }).waitFor();
    await (await inRail(desk)).waitFor({ state: 'detached' });
    await (await inRail(other)).waitFor({ state: 'detached' });
    expect(await badge(desk, root).count()).to.equal(0);
    expect(await unseen(root)).to.deep.equal([]);
    await desk.reload();
    await settled(desk, 'Something else');
    expect(await badge(desk, root).count()).to.equal(0);
  });

  it('are marked in threads in which one replied or was mentioned, and in no others', async () => {
    const [mine, other, named] = [
      await say(room.ada, 'Who drives to Lyon?'),
      await say(room.ada, 'Who drives to Nice?'),
      await say(room.ada, 'Who drives to Metz?'),
    ];
    const page = await visit(room.eva, {}, `/t/${mine.id}`);
    await write(page, 'I could', '.pane');
    await page.locator('.pane .post:not(.pending)', { hasText: 'I could' }).waitFor();
    await page.locator('.pane .close').click();
    await say(room.ada, 'When?', { rootId: mine.id });
    await say(room.ada, 'Nobody?', { rootId: other.id });
    await say(room.ada, 'Ask @eva-roth', { rootId: named.id });
    await badge(page, named).filter({ hasText: '1 new reply' }).waitFor();
    await badge(page, mine).filter({ hasText: '1 new reply' }).waitFor();
    await (await inRail(page)).filter({ hasText: '2' }).waitFor();
    expect(await badge(page, other).count()).to.equal(0);
  });

  it('open by a tap anywhere on the line that tells of them', async () => {
    await say(room.eva, 'Who has masks?');
    const second = await say(room.eva, 'And gloves?');
    await say(room.ada, 'We do', { rootId: second.id });
    const page = await visit(room.eva, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await badge(page, second).waitFor();
    const line = page.locator(`.stream-column [id="post-${second.id}"] .replies`);
    const { x, y, width, height } = (await line.boundingBox()) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
    await page.touchscreen.tap(x + width - 6, y + height / 2);
    await page.locator('.pane .post', { hasText: 'We do' }).waitFor();
    expect(page.url()).to.include(`/t/${second.id}`);
  });

  it('that were never in view stay unread: a thread opens at the first of them', async () => {
    const root = await say(room.eva, 'Who has masks?');
    const page = await visit(room.eva);
    await settled(page, 'Who has masks?');
    const socket = await room.ada.socket();
    for (let n = 0; n < 60; n++)
      await socket.call('post:create', {
        channelId: room.channelId,
        rootId: root.id,
        clientId: crypto.randomUUID(),
        text: `reply ${n}`,
      });
    socket.close();
    await badge(page, root).filter({ hasText: '60 new replies' }).waitFor();
    await look(page);
    await badge(page, root).click();
    await page.locator('.pane .new-line + .post', { hasText: /reply 0$/ }).waitFor();
    await page.waitForFunction(
      () => !/^60/.test(document.querySelector('.replies .badge')?.textContent ?? '60'),
    );
    const left = Number.parseInt(await badge(page, root).innerText(), 10);
    expect(left).to.be.within(30, 58);
    await page.locator('.pane .stream').evaluate((list) => list.scrollTo({ top: 1e6 }));
    await page.locator('.pane .post', { hasText: 'reply 59' }).waitFor();
    // What was jumped over was not in view.
    await page.locator('.pane .close').click();
    expect(Number.parseInt(await badge(page, root).innerText(), 10)).to.equal(left);
    expect(await unseen(root)).to.have.length(left);
  });

  it('lose their mark at once when they are deleted', async () => {
    const root = await say(room.eva, 'Who has masks?');
    const page = await visit(room.eva);
    await settled(page, 'Who has masks?');
    const first = await say(room.ada, 'We do', { rootId: root.id });
    const second = await say(room.ada, 'In white', { rootId: root.id });
    await badge(page, root).filter({ hasText: '2 new replies' }).waitFor();
    await room.ada.http('post:delete', { postId: second.id });
    await badge(page, root).filter({ hasText: '1 new reply' }).waitFor();
    await room.ada.http('post:delete', { postId: first.id });
    await badge(page, root).waitFor({ state: 'detached' });
    await (await inRail(page)).waitFor({ state: 'detached' });
  });

  it('and posts that are deleted before they were seen leave no count in the rail, mentions included', async () => {
    const page = await openPage(room.forum, '/clusters');
    await signIn(page, room.eva.account.email ?? '');
    await look(page);
    const { channel } = await room.ada.http('channel:create', {
      name: `Board ${room.channelId.slice(-8)}`,
    });
    await room.eva.http('channel:join', { channelId: channel.id });
    room.channelId = channel.id;
    const entry = page.locator(`.rail .entry[href="/c/${channel.slug}"]`);
    const counts = async (text: RegExp) => {
      await page.waitForFunction(
        ([href, wanted]) =>
          new RegExp(wanted ?? '').test(
            document.querySelector(`.rail .entry[href="${href}"]`)?.textContent ?? '?',
          ),
        [`/c/${channel.slug}`, text.source],
      );
    };
    // Mentions in all channels, those of earlier tests among them.
    const listed = await room.eva.http('channel:list', {});
    const before = listed.reduce((sum, { mentions }) => sum + mentions, 0);
    const total = (count: number) =>
      page.waitForFunction(
        (wanted) =>
          Number(document.querySelector('.entry[href="/mentions"] .badge')?.textContent ?? 0) ===
          wanted,
        count,
      );
    const [one, two, three] = [
      await say(room.ada, 'one'),
      await say(room.ada, 'two'),
      await say(room.ada, 'three for @eva-roth'),
    ];
    await counts(/1 mention$/);
    await total(before + 1);
    await room.ada.http('post:delete', { postId: three.id });
    await total(before);
    await counts(/2 unread$/);
    await room.ada.http('post:delete', { postId: one.id });
    await counts(/1 unread$/);
    await page.reload();
    await entry.waitFor();
    await counts(/1 unread$/);
    await room.ada.http('post:delete', { postId: two.id });
    await page.locator(`.rail .entry[href="/c/${channel.slug}"]:not(.unread)`).waitFor();
    expect(await entry.locator('.count, .badge').count()).to.equal(0);
  });
});
