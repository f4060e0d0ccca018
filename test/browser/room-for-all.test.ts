import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { demoPassword, seed } from '../../server/cli/demo/seed.ts';
import type { TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';
import { roomInBrowser, settled } from '../helpers/room.ts';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** What of the page stands over its middle, as a selector would name it; null when it is the element itself. */
const coveredBy = `(element) => {
  const box = element.getBoundingClientRect();
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (at && (element.contains(at) || at.contains(element))) return null;
  return (element.className || element.tagName) + ' under ' + (at?.className || at?.tagName);
}`;

describe('a page at twice the text size', function () {
  this.timeout(90_000);
  let forum: TestApp;
  forumInBrowser(async (started) => {
    forum = started;
    await seed(forum.app.services, forum.app.stores);
  });

  for (const locale of ['en-GB', 'de-DE'])
    it(`covers no header and scrolls down only, ${locale}`, async () => {
      const page = await openPage(forum, '/sign-in', { ...phone, locale });
      await signIn(page, 'admin@muster.example', demoPassword);
      const faults: string[] = [];
      for (const path of [
        ...['/', '/c/i-need-help', '/c/i-need-help/about', '/c/i-need-help/topics', '/channels'],
        ...['/mentions', '/drafts', '/clusters', '/settings', '/members', '/administration'],
        ...['/exchange', '/exchange/board', '/nodes', '/invitations', '/setup', '/nowhere'],
        ...['/c/i-need-help/request', '/c/i-can-help/offer'],
      ]) {
        await page.evaluate((to) => history.pushState(null, '', to), path);
        await page.evaluate("document.documentElement.style.fontSize = '200%'");
        await page.locator('header, .empty').first().waitFor({ state: 'attached' });
        if (/offer|request/.test(path)) await page.locator('summary').first().click();
        if (path.endsWith('about')) await page.locator('.people li').nth(2).waitFor();
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
        const found = (await page.evaluate(`(() => {
          const covered = ${coveredBy};
          // On a phone a pane is a page of its own over the channel.
          const top = document.querySelector('.pane') ?? document;
          const parts = top.querySelectorAll('.bar > *, .bar h1, .bar a, .forum-name');
          const seen = [...parts].filter((part) => part.checkVisibility() && part.getBoundingClientRect().width > 1);
          const faults = seen.map(covered).filter(Boolean);
          for (const part of seen) {
            const bar = part.closest('.bar')?.getBoundingClientRect();
            const { top, bottom } = part.getBoundingClientRect();
            if (bar && (top < bar.top - 1 || bottom > bar.bottom + 1))
              faults.push((part.className || part.tagName) + ' sticks out of its bar');
          }
          for (const title of top.querySelectorAll('.bar h1'))
            if (title.checkVisibility() && title.clientWidth < 80) faults.push('no room for the title');
          for (const part of [document.documentElement, ...top.querySelectorAll('.page-body, .pane-body, .stream, .rail')])
            if (part.scrollWidth > part.clientWidth) faults.push((part.className || 'it') + ' scrolls sideways');
          for (const field of top.querySelectorAll('main :is(input, select, textarea, button)'))
            if (field.checkVisibility() && field.getBoundingClientRect().right > innerWidth + 1)
              faults.push((field.name || field.className || field.tagName) + ' sticks out of the screen');
          for (const name of top.querySelectorAll('.people bdi'))
            if (name.getBoundingClientRect().width < 40 && name.textContent.length > 4) faults.push(name.textContent + ' breaks in the middle');
          return faults;
        })()`)) as string[];
        faults.push(...found.map((fault) => `${path}: ${fault}`));
        if (path === '/c/i-need-help') await shoot(page, `twice-${locale}`);
      }
      expect(faults).to.deep.equal([]);
    });
});

describe('focus in a channel', function () {
  this.timeout(60_000);
  const room = roomInBrowser();
  const { visit, say } = room;

  async function fill() {
    const socket = await room.ada.socket();
    for (let n = 0; n < 40; n++)
      await socket.call('post:create', {
        channelId: room.channelId,
        clientId: uuid(),
        text:
          n % 4
            ? `A link to [the directory of everybody who can help](https://example.org/${n}), and @eva-roth`
            : `\`\`\`\n${'a line of code that is far too long for a phone '.repeat(4)}\n\`\`\``,
      });
    socket.close();
  }

  it('is not taken by what one writes in, on a touch screen', async () => {
    await say(room.ada, 'hello');
    const page = await visit(room.eva, phone);
    await settled(page, 'hello');
    const active = () => page.evaluate(() => document.activeElement?.tagName);
    expect(await active()).to.equal('BODY');
    await page.goto(`${room.forum.url}/c/${await room.slug()}`);
    await settled(page, 'hello');
    expect(await active()).to.equal('BODY');
    await page.locator('.rail').waitFor({ state: 'attached' });
  });

  for (const [size, options] of [
    ['a desktop', {}],
    ['a phone', { viewport: phone.viewport }],
  ] as const)
    it(`is never hidden, whichever way one tabs, on ${size}`, async () => {
      await fill();
      const page = await visit(room.eva, options);
      await page.locator('.new-line').waitFor();
      const hidden: string[] = [];
      for (const key of [...Array(45).fill('Tab'), ...Array(45).fill('Shift+Tab')]) {
        await page.keyboard.press(key);
        const fault = await faultOf(page);
        if (fault) hidden.push(`${key}: ${fault}`);
      }
      await shoot(page, `focus-${size.slice(2)}`);
      expect(hidden).to.deep.equal([]);
    });

  it('comes back to the post that one reacted to by keyboard', async () => {
    const post = await say(room.ada, 'hello');
    const page = await visit(room.eva);
    await settled(page, 'hello');
    const article = page.locator(`.stream-column [id="post-${post.id}"]`);
    await article.locator('[data-key="r"]').waitFor({ state: 'attached' });
    await article.focus();
    await page.keyboard.press('+');
    await page.locator('dialog input').waitFor();
    await page.keyboard.type('tada');
    await page.locator('dialog .emoji-grid button').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.waitForFunction((id) => document.activeElement?.id === `post-${id}`, post.id);
    await page.keyboard.press('r');
    await page.locator('.pane .composer').waitFor();
  });

  it('comes to a code block that is wider than the screen, which arrow keys then move', async () => {
    await fill();
    const page = await visit(room.eva, { viewport: phone.viewport });
    const block = page.locator('.stream-column pre[tabindex="0"]').first();
    await block.focus();
    expect(await block.getAttribute('aria-label')).to.not.equal(null);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => (document.activeElement?.scrollLeft ?? 0) > 0);
  });
});

/** Why the focused element cannot be seen whole; null when it can, or nothing in particular is focused. */
const faultOf = (page: Page) =>
  page.evaluate(`(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element.matches('.stream, .page-body, .skip')) return null;
    const box = element.getBoundingClientRect();
    if (box.height > innerHeight / 2) return null;
    const frame = (element.closest('.stream') ?? document.documentElement).getBoundingClientRect();
    if (box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
      return element.className + ' out of view';
    const covered = ${coveredBy};
    return covered(element);
  })()`) as Promise<string | null>;
