import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { demoPassword, seed } from '../../server/cli/demo/seed.ts';
import type { TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';
import { roomInBrowser, settled } from '../helpers/room.ts';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

describe('what one has not read, in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();
  const { visit } = room;

  /** Posts of Ada's, of which Eva has read the first ones. */
  async function posts(count: number, read: number) {
    const socket = await room.ada.socket();
    for (let n = 1; n <= count; n++)
      await socket.call('post:create', {
        ...{ channelId: room.channelId, clientId: uuid(), text: `post number ${n}` },
      });
    socket.close();
    await room.eva.http('channel:read', { channelId: room.channelId, seq: read });
  }
  const place = (page: Page, selector: string) =>
    page
      .locator(`.stream-column ${selector}`)
      .first()
      .evaluate((element) => {
        const frame = element.closest('.stream')?.getBoundingClientRect();
        const { top, bottom } = element.getBoundingClientRect();
        return { top: top - (frame?.top ?? 0), bottom: bottom - (frame?.bottom ?? 0) };
      });
  const readSeq = async () =>
    (await room.eva.http('channel:list', {})).find(({ channel }) => channel.id === room.channelId)
      ?.membership?.readSeq ?? 0;
  const scrollTo = (page: Page, top: number) =>
    page.locator('.stream-column .stream').evaluate((box, to) => box.scrollTo({ top: to }), top);

  for (const [size, options] of [
    ['a desktop', {}],
    ['a phone', phone],
  ] as const)
    it(`is where a channel opens on ${size}, however much of it there is, and only what was in view is read`, async () => {
      await posts(220, 60);
      const page = await visit(room.eva, options);
      await page.locator('div:has(> .new-line)', { hasText: 'post number 61' }).waitFor();
      expect((await place(page, '.new-line')).top).to.be.within(0, 120);
      expect(await page.locator('.new-line').count()).to.equal(1);
      await page.waitForFunction(() =>
        /1[0-5]\d new posts/.test(document.querySelector('.pills')?.textContent ?? ''),
      );
      await shoot(page, `unread-${size.slice(2)}`);
      await new Promise((resolve) => setTimeout(resolve, 600));
      const shown = await readSeq();
      expect(shown).to.be.within(61, 100);
      await page.locator('.pills:not(.above) .pill').click();
      await settled(page, 'post number 220');
      const above = page.locator('.pills.above .pill').first();
      await above.waitFor();
      expect(await above.textContent()).to.match(/1\d\d new posts/);
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(await readSeq(), 'what was jumped over').to.equal(shown);
      await above.click();
      await page.locator('.stream-column .post', { hasText: `post number ${shown + 1}` }).waitFor();
      const next = `.post:has-text("post number ${shown + 1}")`;
      await page.waitForFunction(
        (text) => {
          const post = [...document.querySelectorAll('.stream-column .post')].find((each) =>
            each.textContent?.includes(text),
          );
          const frame = post?.closest('.stream')?.getBoundingClientRect();
          const top = (post?.getBoundingClientRect().top ?? -1) - (frame?.top ?? 0);
          return top >= 0 && top < 200;
        },
        `post number ${shown + 1}`,
      );
      expect((await place(page, next)).top).to.be.within(0, 200);
    });

  it('ends with one press, or by reading on to the end', async () => {
    await posts(120, 20);
    const socket = await room.eva.socket();
    const page = await visit(room.eva);
    await page.locator('.new-line').waitFor();
    await page.locator('.pills:not(.above) .pill').click();
    await settled(page, 'post number 120');
    await page.getByRole('button', { name: 'Mark as read' }).click();
    await socket.next('read:changed', (read) => read.readSeq === 120);
    await page.locator('.pills.above').waitFor({ state: 'detached' });
    await posts(3, 120);
    await page.locator('.stream-column .post', { hasText: 'post number 3' }).first().waitFor();
    await socket.next('read:changed', (read) => read.readSeq === 123);
    socket.close();
  });

  it('stays where it is while what is above it grows', async () => {
    await posts(120, 60);
    const page = await visit(room.eva, phone);
    await page.locator('.new-line').waitFor();
    const before = await place(page, '.new-line');
    await page
      .locator('.stream-column .post')
      .first()
      .evaluate((post) => {
        const card = document.createElement('div');
        card.style.height = '700px';
        post.append(card);
      });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    expect((await place(page, '.new-line')).top).to.be.closeTo(before.top, 2);
    await scrollTo(page, 1e6);
  });

  it('is not read in a window that nobody looks at', async () => {
    await posts(5, 2);
    const page = await visit(room.eva);
    await page.evaluate("Object.defineProperty(document, 'hasFocus', { value: () => false })");
    await posts(2, 2);
    await page.locator('.stream-column .post').nth(6).waitFor();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await readSeq()).to.be.below(7);
  });
});

describe('opening a channel on a phone', function () {
  this.timeout(60_000);
  let forum: TestApp;
  forumInBrowser(async (started) => {
    forum = started;
    await seed(forum.app.services, forum.app.stores);
  });

  for (const slug of ['i-need-help', 'i-can-help'])
    it(`moves nothing that is in view: /c/${slug}`, async () => {
      const page = await openPage(forum, '/', phone);
      await signIn(page, 'admin@muster.example', demoPassword);
      await page.goto(`${forum.url}/c/${slug}`);
      await page.locator('.stream-column .post').first().waitFor();
      await page.waitForLoadState('networkidle');
      const shift = await page.evaluate(
        () =>
          new Promise<{ sum: number; what: string[] }>((resolve) => {
            const found = { sum: 0, what: [] as string[] };
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries() as (PerformanceEntry & {
                value: number;
                sources: { node: Element | null }[];
              })[]) {
                found.sum += entry.value;
                found.what.push(
                  `${entry.value.toFixed(3)} ${entry.sources.map(({ node }) => (node as Element)?.className ?? node?.nodeName).join(', ')}`,
                );
              }
            }).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => resolve(found), 500);
          }),
      );
      await shoot(page, `opening-${slug}`);
      expect(shift.sum, shift.what.join('; ')).to.be.at.most(0.02);
    });
});
