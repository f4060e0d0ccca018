import { expect } from 'chai';
import type { BrowserContextOptions } from 'playwright-core';
import type { Caller, TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';

describe('an invitation in the browser', function () {
  this.timeout(60_000);
  let forum: TestApp;
  let eva: Caller;
  forumInBrowser(async (started) => {
    forum = started;
    const ada = await forum.person('Ada', ['administrator']);
    await ada.http('channel:create', { name: 'Help', forEveryone: true });
    eva = await forum.person('Eva Roth');
  });

  const board = async (name: string) =>
    (await eva.http('channel:create', { name, kind: 'private' })).channel;
  async function visit(who: Caller, path: string, options: BrowserContextOptions = {}) {
    const page = await openPage(forum, '/sign-in', options);
    await signIn(page, who.account.email ?? '');
    await page.goto(forum.url + path);
    return page;
  }

  it('comes while one looks on, and leads into the channel by keyboard', async () => {
    const max = await forum.person('Max Berger');
    const [hers, his] = [
      await visit(eva, `/c/${(await board('Our board')).slug}/about`),
      await visit(max, '/c/help'),
    ];
    await his.locator('.composer textarea').waitFor();
    await hers.locator('.pane input[type=search]').fill('max');
    await hers.locator('.pane .people button', { hasText: 'Max Berger' }).click();
    await hers.locator('.notice', { hasText: 'once they accept' }).waitFor();
    await his.locator('.notice', { hasText: 'Our board' }).waitFor();
    const entry = his.locator('.rail a', { hasText: 'Invitations' });
    expect(await entry.locator('.badge').textContent()).to.include('1');
    await entry.focus();
    await entry.press('Enter');
    await his.locator('.cards li', { hasText: 'Eva Roth invites you' }).waitFor();
    await shoot(his, 'invitations');
    await his.getByRole('button', { name: 'Accept Our board' }).press('Enter');
    await his.locator('.bar h1', { hasText: 'Our board' }).waitFor();
    await his.locator('.composer textarea').waitFor();
    await entry.waitFor({ state: 'hidden' });
  });

  it('waits for who was away, is declined on a phone in German, and says when one may ask again', async () => {
    const max = await forum.person('Max Berger');
    const { id: channelId, slug } = await board('Krisenstab');
    await eva.http('channel:invite', { channelId, memberId: max.account.id });
    const his = await visit(max, '/', {
      viewport: { width: 390, height: 844 },
      locale: 'de-DE',
      colorScheme: 'dark',
    });
    await his.locator('.rail a', { hasText: 'Einladungen' }).click();
    await his.locator('.cards li', { hasText: 'Eva Roth lädt Sie ein' }).waitFor();
    await shoot(his, 'invitations-phone');
    await his.getByRole('button', { name: 'Ablehnen Krisenstab' }).click();
    await his.locator('.empty', { hasText: 'Keine Einladung' }).waitFor();
    await shoot(his, 'invitations-none-phone');
    expect(await his.evaluate(() => document.activeElement?.className)).to.equal('page-body');
    const hers = await visit(eva, `/c/${slug}/about`, { locale: 'de-DE' });
    await hers.locator('.pane input[type=search]').fill(max.account.handle);
    await hers.locator('.pane .people button').first().click();
    await hers.locator('.notice.failed', { hasText: 'Sie können wieder einladen ab' }).waitFor();
  });
});
