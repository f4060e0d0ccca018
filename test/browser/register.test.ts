import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { Caller, TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, shoot } from '../helpers/browser.ts';

const german = { locale: 'de-DE', viewport: { width: 390, height: 844 } };
const askingForCluster = 'select[name=clusterId], input[name=clusterName], .check';

describe('registering in the browser', function () {
  this.timeout(60_000);
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  forumInBrowser(async (started) => {
    forum = started;
    ada = await forum.person('Ada Novak', ['administrator']);
    await ada.http('cluster:create', { name: 'Texfor', country: 'ES' });
    await ada.http('channel:create', { name: 'Help', forEveryone: true });
    eva = await forum.person('Eva Roth');
  });

  /** Holds back the answers to what a page asks, until it is let go. */
  async function holdBack(page: Page, path: string): Promise<() => void> {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route(`**/api/v1${path}`, async (route) => {
      await held;
      await route.continue();
    });
    return () => letGo();
  }
  const blank = () => openPage(forum, '/health/live');
  async function fill(page: Page, name: string, email: string, password = 'correct horse') {
    await page.locator('input[name=name]').fill(name);
    await page.locator('input[name=email]').fill(email);
    await page.locator('input[name=password]').fill(password);
    await page.locator('select[name=clusterId]').selectOption({ index: 1 });
    await page.locator('button[type=submit]').click();
  }

  for (const [what, path] of [
    ['what the invitation is for', '/invitations/*'],
    ['which clusters there are', '/clusters'],
    ['whether anybody may', '/forum'],
  ] as const)
    it(`asks for nothing before it knows ${what}`, async () => {
      const page = await blank();
      const letGo = await holdBack(page, path);
      const asked = page.waitForRequest(`**/api/v1${path}`);
      const link = new URL((await ada.http('invitation:create', {})).url);
      await page.goto(`${forum.url}/register${link.search}`);
      await asked;
      await page.locator('.welcome .skeleton').waitFor({ state: 'attached' });
      expect(await page.locator(`form, ${askingForCluster}`).count()).to.equal(0);
      letGo();
      await page.locator('select[name=clusterId] option', { hasText: 'Texfor' }).waitFor({
        state: 'attached',
      });
    });

  it('asks for nothing where the invitation has been used up', async () => {
    const page = await openPage(forum, '/register?invitation=none');
    await page.locator('.card', { hasText: 'This invitation has been used up' }).waitFor();
    expect(await page.locator('form').count()).to.equal(0);
  });

  it('says that the server cannot be reached, and tries again', async () => {
    const page = await blank();
    await page.route('**/api/v1/clusters', (route) => route.abort());
    await page.goto(`${forum.url}/register`);
    await page.locator('.card .empty', { hasText: 'cannot be reached' }).waitFor();
    await page.unroute('**/api/v1/clusters');
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.locator('select[name=clusterId]').waitFor();
  });

  it('signs in who registers, and who registers again with their own password', async () => {
    for (const name of ['Max Berger', 'Max Berger again']) {
      const page = await openPage(forum, '/register');
      await fill(page, name, 'max@example.eu');
      await page.locator('.shell').waitFor();
      await page.goto(`${forum.url}/settings`);
      expect(await page.locator('input[name=name]').inputValue()).to.equal('Max Berger');
    }
  });

  it('says what to do where there may be an account already', async () => {
    for (const [options, words] of [
      [{}, 'there may already be an account'],
      [german, 'Vielleicht gibt es zu dieser E-Mail-Adresse schon ein Konto'],
    ] as const) {
      const page = await openPage(forum, '/register', options);
      await fill(page, 'Mallory', eva.account.email ?? '', 'battery staple');
      await page.locator('.failure', { hasText: words }).waitFor();
      await shoot(page, `register-taken-${words.length}`);
      expect(await page.locator('.card a[href="/sign-in"]').count()).to.equal(1);
    }
  });

  it('is finished by signing in where the answer to that was lost, without registering twice', async () => {
    const page = await openPage(forum, '/register');
    let registered = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/v1/accounts')) registered++;
    });
    await page.route('**/api/v1/sessions', (route) => route.abort(), { times: 1 });
    await fill(page, 'Ida Lund', 'ida@example.eu');
    await page.locator('.failure', { hasText: 'cannot be reached' }).waitFor();
    await page.locator('button[type=submit]').click();
    await page.locator('.shell').waitFor();
    expect(registered).to.equal(1);
  });

  it('and signing in say from what time on one can try again', async () => {
    const refuse = (reason: string) => ({
      status: 429,
      json: {
        error: {
          code: 'rate_limited',
          message: 'no',
          retryable: true,
          details: { reason, most: 10, retryAfter: 600 },
        },
      },
    });
    const page = await openPage(forum, '/register', german);
    await page.route('**/api/v1/accounts', (route) => route.fulfill(refuse('REGISTRATIONS_HERE')));
    await page.route('**/api/v1/sessions', (route) => route.fulfill(refuse('PASSWORD_ATTEMPTS')));
    const says = async (words: string) => {
      const said = (await page.locator('.failure', { hasText: words }).textContent()) ?? '';
      const [hours = 0, minutes = 0] =
        /ab: (\d\d:\d\d)[.,]/.exec(said)?.[1]?.split(':').map(Number) ?? [];
      const at = await page.evaluate(() => [new Date().getHours(), new Date().getMinutes()]);
      const ahead = (hours * 60 + minutes - ((at[0] ?? 0) * 60 + (at[1] ?? 0)) + 1440) % 1440;
      expect(ahead, said).to.be.within(9, 11);
    };
    await fill(page, 'Max', 'max@example.eu');
    await says('10 Konten angelegt');
    await shoot(page, 'register-limit');
    await page.locator('.card a[href="/sign-in"]').click();
    await page.locator('input[name=email]').fill('max@example.eu');
    await page.locator('input[name=password]').fill('correct horse');
    await page.locator('button[type=submit]').click();
    await says('Das Passwort war zu oft falsch');
  });
});
