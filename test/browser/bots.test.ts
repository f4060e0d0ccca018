import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Caller, TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';

describe('bots in the browser', function () {
  this.timeout(60_000);
  let forum: TestApp;
  let ada: Caller;

  forumInBrowser(async (started) => {
    forum = started;
    ada = await forum.person('Ada Novak', ['administrator']);
    for (const name of ['Новости', 'Masks']) await ada.http('channel:create', { name });
  });

  it('a new one comes with examples that work as they are shown, and its channels can be changed', async () => {
    const page = await openPage(forum, '/administration', { permissions: ['clipboard-read'] });
    await signIn(page, ada.account.email ?? '');
    await page.getByLabel('Name of the bot').fill('Cap');
    await page.getByRole('button', { name: 'Create a bot' }).click();
    await page.getByText('Channels it works in: at least 1.').waitFor();
    await page.getByLabel('Новости').check();
    await page.getByRole('button', { name: 'Create a bot' }).click();
    const curl = page.locator('.example').first();
    await curl.waitFor();
    await shoot(page, 'bot-examples');
    const { stdout } = await promisify(execFile)('bash', ['-c', (await curl.textContent()) ?? '']);
    expect(JSON.parse(stdout)).to.include({ text: 'Hello from curl' });
    expect(await page.locator('.example').nth(1).textContent()).to.include("socket.on('connect'");
    await page.getByRole('button', { name: 'Channels of Cap' }).click();
    await page.locator('dialog').getByLabel('Masks').check();
    await page.locator('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.cards li', { hasText: 'Masks' }).waitFor();
    const [bot] = await ada.http('bot:list', {});
    expect(bot?.channelIds).to.have.length(2);
  });
});
