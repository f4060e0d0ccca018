import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { bringIn, type Caller, type TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';

describe('the rail in the browser', function () {
  this.timeout(60_000);
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  const ids = new Map<string, string>();

  forumInBrowser(async (started) => {
    forum = started;
    ada = await forum.person('Ada Novak', ['administrator']);
    eva = await forum.person('Eva Klein');
    for (const name of ['Masks', 'Alerts', 'Transport', 'Lot 10', 'Lot 9']) {
      const { channel } = await ada.http('channel:create', { name });
      await eva.http('channel:join', { channelId: channel.id });
      ids.set(name, channel.id);
    }
  });

  const rows = (page: Page) =>
    page
      .locator('.rail li .entry > span[dir]')
      .evaluateAll((all) => all.map((each) => each.textContent));
  const places = (page: Page) =>
    page
      .locator('.rail .entry')
      .evaluateAll((all) =>
        Object.fromEntries(
          all.map((each) => [
            each.getAttribute('href'),
            Math.round(each.getBoundingClientRect().top),
          ]),
        ),
      );
  const open = async (options = {}) => {
    const page = await openPage(forum, '/c/alerts', options);
    await signIn(page, eva.account.email ?? '');
    await page.locator('.rail li .entry').nth(4).waitFor();
    return page;
  };
  const say = (name: string, text: string) =>
    ada.http('post:create', { channelId: ids.get(name) ?? '', clientId: uuid(), text });

  it('keeps its order while posts come in', async () => {
    const page = await open();
    const order = ['Alerts', 'Lot 9', 'Lot 10', 'Masks', 'Transport'];
    expect(await rows(page)).to.deep.equal(order);
    await say('Transport', 'A lorry is free');
    await page.locator('.rail .entry.unread', { hasText: 'Transport' }).waitFor();
    expect(await rows(page)).to.deep.equal(order);
  });

  it('puts a channel on top that is starred, by keyboard, and on every device', async () => {
    const [page, other] = await Promise.all([open(), open()]);
    await page.locator('.rail .entry', { hasText: 'Transport' }).click();
    await page.getByRole('link', { name: 'About this channel' }).focus();
    await page.keyboard.press('Enter');
    const button = page.getByRole('button', { name: 'Keep on top' });
    await button.focus();
    await page.mouse.move(900, 500);
    await page.keyboard.press('Enter');
    await page.locator('.rail h2', { hasText: 'Starred' }).waitFor();
    await other.locator('.rail h2', { hasText: 'Starred' }).waitFor();
    expect(await button.getAttribute('aria-pressed')).to.equal('true');
    for (const each of [page, other]) expect((await rows(each))[0]).to.equal('Transport');
    await shoot(page, 'rail-starred');
    await button.press('Enter');
    await page.locator('.rail h2', { hasText: 'Starred' }).waitFor({ state: 'detached' });
  });

  it('moves nothing under the pointer: what comes and goes shows once it has left', async () => {
    const page = await open({ colorScheme: 'dark' });
    await page.locator('.rail .entry', { hasText: 'Masks' }).hover();
    const before = await places(page);
    const crisis = await ada.http('channel:create', { name: 'Crisis', kind: 'private' });
    await bringIn(crisis.channel.id, ada, eva);
    const { channel } = await ada.http('channel:create', { name: 'Board', kind: 'private' });
    await ada.http('channel:invite', { channelId: channel.id, memberId: eva.account.id });
    await eva.http('channel:leave', { channelId: ids.get('Lot 9') ?? '' });
    await eva.http('channel:star', { channelId: ids.get('Transport') ?? '', starred: true });
    // The last of all that was told; what came before it has been taken in.
    await say('Masks', 'Two thousand left');
    await page.locator('.rail .entry.unread', { hasText: 'Masks' }).waitFor();
    expect(await places(page)).to.deep.equal(before);
    await page.mouse.move(900, 500);
    await page.locator('.rail .entry', { hasText: 'Crisis' }).waitFor();
    expect(await rows(page)).to.deep.equal([
      ...['Transport', 'Alerts', 'Lot 10', 'Masks', 'Crisis'],
    ]);
    await shoot(page, 'rail-dark');
  });
});
