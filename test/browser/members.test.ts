import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import type { Caller, TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';

describe('looking after members in the browser', function () {
  this.timeout(60_000);
  let forum: TestApp;
  let ada: Caller;
  let channelId: string;

  forumInBrowser(async (started) => {
    forum = started;
    ada = await forum.person('Ada Novak', ['administrator']);
    const { channel } = await ada.http('channel:create', { name: 'News', forEveryone: true });
    channelId = channel.id;
  });

  const open = async (who: Caller, path = '/', options = {}) => {
    const page = await openPage(forum, path, options);
    await signIn(page, who.account.email ?? '');
    return page;
  };
  const act = async (page: Page, name: string, what: string) => {
    await page.getByRole('button', { name: `What to do about ${name}` }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };

  it('suspends a member, who is put out at once and told why, and lets them in again', async () => {
    const eva = await forum.person('Eva Klein');
    const mona = await forum.person('Mona Ruiz', ['moderator']);
    const theirs = await open(eva);
    await theirs.locator('.composer textarea').waitFor();
    const page = await open(mona, '/members');
    await page.getByLabel('Search').fill('klein');
    await page.locator('.cards li', { hasText: 'Eva Klein' }).waitFor();
    await act(page, 'Eva Klein', 'Suspend');
    await shoot(page, 'members-suspend');
    await page.getByLabel('Reason').fill('Advertising in every channel');
    await page.getByLabel('30 days').check();
    await page.getByLabel('Until somebody lifts it').check();
    await page.getByRole('button', { name: 'Suspend', exact: true }).click();
    await page.getByText('Advertising in every channel').waitFor();
    await shoot(page, 'members-list');
    await theirs.getByText('until a moderator lifts it: Advertising in every channel').waitFor();
    await shoot(theirs, 'members-suspended');
    await signIn(theirs, eva.account.email ?? '').catch(() => {});
    expect(await theirs.locator('[role=alert]').textContent()).to.include('Advertising');
    await act(page, 'Eva Klein', 'Lift the suspension');
    await page.getByRole('button', { name: 'Lift the suspension' }).click();
    await page.getByText('Advertising in every channel').waitFor({ state: 'detached' });
    await theirs.locator('button[type=submit]').click();
    await theirs.locator('.shell').waitFor();
  });

  it('helps with a forgotten password by a link that works once', async () => {
    const eva = await forum.person('Ida Klein');
    const page = await open(ada, '/members?search=ida-klein');
    await act(page, 'Ida Klein', 'Help with a forgotten password');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = (await page.locator('.secret code').textContent()) ?? '';
    await shoot(page, 'members-reset-link');
    const theirs = await openPage(forum, link.replace(forum.url, ''));
    expect(await theirs.locator('input[name=email]').inputValue()).to.equal(eva.account.email);
    await theirs.locator('input[name=next]').fill('battery staple');
    await shoot(theirs, 'reset-password');
    await theirs.getByRole('button', { name: 'Set password' }).click();
    await theirs.locator('.shell').waitFor();
    const again = await openPage(forum, link.replace(forum.url, ''));
    await again.getByText('This link has been used').waitFor();
  });

  it('deletes one’s own account, and shows what stays under "former member"', async () => {
    const eva = await forum.person('Uta Klein');
    await eva.http('post:create', { channelId, clientId: uuid(), text: 'I was here' });
    const others = await open(ada, '/c/news');
    await others.locator('.post', { hasText: 'I was here' }).getByText('Uta Klein').waitFor();
    const page = await open(eva, '/settings', { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Delete your account' }).click();
    await page.locator('dialog input[name=password]').fill('wrong horse');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('The current password is not right.').waitFor();
    await shoot(page, 'delete-account-phone');
    await page.locator('dialog input[name=password]').fill('correct horse');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('This account was deleted.').waitFor();
    const post = others.locator('.post', { hasText: 'I was here' });
    await post.getByText('Former member').waitFor();
    expect(await post.textContent()).not.to.include('Uta');
  });

  it('gives roles, and shows nothing of it to members', async () => {
    const eva = await forum.person('Pia Klein');
    const page = await open(ada, '/members');
    await page.getByLabel('Search').fill('pia');
    await act(page, 'Pia Klein', 'Roles');
    await page.getByLabel('Moderator').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.cards li', { hasText: 'Pia Klein' }).getByText('Moderator').waitFor();
    const mia = await open(await forum.person('Mia Klein'), '/members');
    await mia.locator('.page .empty').waitFor();
    expect(await mia.locator('.rail a[href="/members"]').count()).to.equal(0);
    expect((await ada.http('member:list', { ids: [eva.account.id] }))[0]?.roles).to.deep.equal([
      'moderator',
    ]);
  });
});
