import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { httpCaller, startTestApp, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';

const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  locale: 'de-DE',
  colorScheme: 'dark' as const,
};

describe('the first start', function () {
  this.timeout(90_000);
  const forums: TestApp[] = [];
  forumInBrowser(async () => {});
  after(() => Promise.all(forums.map((forum) => forum.stop())));

  /** A forum that nobody has ever seen, and the way in for its administrator. */
  async function fresh() {
    const forum = await startTestApp();
    forums.push(forum);
    const link = new URL((await forum.app.services.accounts.administratorLink()) ?? '');
    return { forum, path: link.pathname + link.search };
  }
  const aboutOf = (forum: TestApp) => httpCaller(forum.url)('forum:about', {});
  /** Waits for a step of setting up, which has its heading focused and nothing that axe finds. */
  const heading = async (page: Page, text: string) => {
    await page.locator('h2:focus', { hasText: text }).waitFor();
    expect(await violations(page)).to.deep.equal([]);
  };
  const settled = (page: Page, selector: string) => page.locator(selector).first().waitFor();

  async function register(page: Page, name: string) {
    await page.locator('input[name=name]').fill(name);
    await page.locator('input[name=email]').fill(`${name.split(' ')[0]}@example.eu`);
    await page.locator('input[name=password]').fill('correct horse');
  }

  it('is done by keyboard alone, from the link to the first channel, and newcomers land there with a welcome', async () => {
    const { forum, path } = await fresh();
    const page = await openPage(forum, path);
    await register(page, 'Ada Novak');
    expect(await page.locator('select[name=clusterId], input[name=clusterName]').count()).to.equal(
      0,
    );
    await shoot(page, 'first-1-register');
    await page.keyboard.press('Enter');

    await heading(page, 'What is the forum called?');
    await shoot(page, 'first-2-name');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Crisis exchange');
    await page.keyboard.press('Enter');

    await heading(page, 'Which cluster do you belong to?');
    await page.locator('.forum-name', { hasText: 'Crisis exchange' }).waitFor();
    await shoot(page, 'first-3-cluster');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Texfor');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Spa');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await heading(page, 'Where do people talk?');
    await page.reload();
    await heading(page, 'Where do people talk?');
    await shoot(page, 'first-4-channels');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await heading(page, 'Whom do you invite?');
    expect(await page.locator('.rail ul .entry').count()).to.equal(8);
    await page.locator('.secret code', { hasText: `${forum.url}/register` }).waitFor();
    await page.getByRole('button', { name: 'Make a link' }).press('Enter');
    const link = (await page.locator('.secret code').nth(1).textContent()) ?? '';
    expect(link).to.include(`${forum.url}/register?invitation=`);
    await shoot(page, 'first-5-people');
    await page.getByRole('button', { name: 'Finish' }).press('Enter');

    await page.locator('.bar h1', { hasText: 'I need help' }).waitFor();
    await page
      .locator('.welcome-note', { hasText: 'Welcome to Crisis exchange, Ada Novak' })
      .waitFor();
    await settled(page, '.stream .empty button');
    await shoot(page, 'first-6-landed');
    expect(await page.locator('.rail a', { hasText: 'Set up the forum' }).count()).to.equal(0);
    expect((await aboutOf(forum)).setup).to.equal('done');
    await page.locator('.welcome-note .icon').press('Enter');
    await page.locator('.welcome-note').waitFor({ state: 'hidden' });
    await page.reload();
    await settled(page, '.stream .empty button');
    expect(await page.locator('.welcome-note').count()).to.equal(0);

    const invited = new URL(link);
    const newcomer = await openPage(forum, invited.pathname + invited.search, phone);
    await register(newcomer, 'Max Berger');
    await newcomer.locator('select[name=clusterId]').selectOption({ index: 1 });
    await shoot(newcomer, 'first-7-newcomer-register');
    await newcomer.locator('button[type=submit]').click();
    await newcomer
      .locator('.welcome-note', { hasText: 'Willkommen bei Crisis exchange, Max Berger' })
      .waitFor();
    await shoot(newcomer, 'first-8-newcomer-phone');
    expect(new URL(newcomer.url()).pathname).to.equal('/c/i-need-help');
    await newcomer.locator('.bar .back').click();
    await settled(newcomer, '.rail ul .entry');
    await newcomer.reload();
    await settled(newcomer, '.rail ul .entry');
  });

  it('can be skipped, put off and taken up again on a phone, in German', async () => {
    const { forum, path } = await fresh();
    const page = await openPage(forum, path, phone);
    await register(page, 'Ada Novak');
    await page.locator('button[type=submit]').click();
    await heading(page, 'Wie heißt das Forum?');
    await shoot(page, 'first-phone-name');
    await page.getByRole('button', { name: 'Später einrichten' }).click();
    await page.locator('.rail a', { hasText: 'Das Forum einrichten' }).waitFor();
    await shoot(page, 'first-phone-later');
    await page.reload();
    await page.locator('.rail a', { hasText: 'Das Forum einrichten' }).click();
    await heading(page, 'Wie heißt das Forum?');
    for (const title of ['Zu welchem Cluster', 'Wo wird gesprochen?', 'Wen laden Sie ein?']) {
      await page.getByRole('button', { name: 'Diesen Schritt überspringen' }).click();
      await heading(page, title);
      if (title.startsWith('Wo')) await shoot(page, 'first-phone-channels');
    }
    await page.getByRole('button', { name: 'Fertig' }).click();
    await settled(page, '.rail');
    expect((await aboutOf(forum)).setup).to.equal('done');
    expect(await page.locator('.rail a', { hasText: 'einrichten' }).count()).to.equal(0);
    await shoot(page, 'first-phone-none');
    // Whoever may register where there is no cluster yet begins their own.
    const other = await openPage(forum, '/register', phone);
    await other.locator('input[name=clusterName]').waitFor();
    expect(await other.locator('input[type=checkbox]').count()).to.equal(0);
  });

  it('goes on where an answer from before a step arrives after it', async () => {
    const { forum } = await fresh();
    const ada = await forum.person('Ada', ['administrator']);
    const page = await openPage(forum, '/sign-in');
    await signIn(page, ada.account.email ?? '');
    await heading(page, 'What is the forum called?');
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const read = new Promise<void>((resolve) =>
      page.route(
        '**/api/v1/forum',
        async (route) => {
          const response = await route.fetch();
          resolve();
          await held;
          await route.fulfill({ response });
        },
        { times: 1 },
      ),
    );
    // Another cluster begins another connection, and that asks what has changed.
    const { id } = await ada.http('cluster:create', { name: 'Texfor', country: 'ES' });
    await ada.http('account:edit', { clusterId: id });
    await read;
    await ada.http('forum:edit', { setup: 'cluster' });
    await heading(page, 'Which cluster do you belong to?');
    const answered = page.waitForResponse('**/api/v1/forum');
    letGo();
    await (await answered).finished();
    await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 100)));
    await heading(page, 'Which cluster do you belong to?');
  });

  it('leaves no page empty without saying what to do next', async () => {
    const { forum } = await fresh();
    const ada = await forum.person('Ada', ['administrator']);
    await ada.http('forum:edit', { setup: 'done' });
    const page = await openPage(forum, '/sign-in');
    await page.locator('input[name=email]').fill(ada.account.email ?? '');
    await page.locator('input[name=password]').fill('correct horse');
    await page.locator('button[type=submit]').click();
    await settled(page, '.shell');
    const lacking: string[] = [];
    const look = async (path: string) => {
      await page.evaluate((to) => history.pushState(null, '', to), path);
      await page.locator('main .empty').first().waitFor();
      await shoot(page, `empty-${path.replace(/\W+/g, '-')}`);
      for (const empty of await page.locator('main .empty').all())
        if ((await empty.locator('a, button').count()) === 0)
          lacking.push(`${path}: ${await empty.textContent()}`);
    };
    for (const path of [
      '/',
      '/channels',
      '/mentions',
      '/drafts',
      '/invitations',
      '/clusters',
      '/exchange',
      '/exchange/own',
      '/exchange/board',
      '/exchange/searches',
      '/exchange/reviews',
      '/nowhere',
    ])
      await look(path);
    await ada.http('channel:create', { name: 'Help' });
    for (const path of ['/c/help', '/c/help/topics']) await look(path);
    await page.getByRole('button', { name: 'Begin a topic' }).click();
    await page.locator('.composer-title:focus').waitFor();
    expect(lacking).to.deep.equal([]);
  });
});
