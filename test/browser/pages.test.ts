import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { demoPassword, seed } from '../../server/cli/demo/seed.ts';
import { signedIn, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';
import { soon } from '../helpers/exchange.ts';

describe('every page', function () {
  this.timeout(120_000);
  let forum: TestApp;
  /** A listing of the administrator's. */
  let own: string;
  const looks = [
    {
      name: 'light-desktop',
      colorScheme: 'light' as const,
      viewport: { width: 1440, height: 900 },
    },
    { name: 'dark-desktop', colorScheme: 'dark' as const, viewport: { width: 1440, height: 900 } },
    { name: 'light-tablet', colorScheme: 'light' as const, viewport: { width: 820, height: 1180 } },
    { name: 'light-phone', colorScheme: 'light' as const, viewport: { width: 360, height: 800 } },
    {
      name: 'dark-phone-german',
      colorScheme: 'dark' as const,
      viewport: { width: 320, height: 640 },
      locale: 'de-DE',
    },
  ];

  forumInBrowser(async (started) => {
    forum = started;
    await seed(forum.app.services, forum.app.stores);
    const admin = await signedIn(forum.url, 'admin@muster.example', demoPassword);
    const channelId = (await admin('channel:list', {}))[0]?.channel.id ?? '';
    const terms = {
      kind: 'request',
      lang: 'en',
      product: 'visor',
      quantity: 50,
      unit: 'H87',
      nuts: 'AT130',
      on: soon(300),
    } as const;
    own = (
      await admin('listing:create', {
        ...terms,
        channelId,
        clientId: uuid(),
        title: 'Visors for our own',
      })
    ).id;
  });

  for (const { name, ...look } of looks) {
    it(`has no axe violation and nothing that scrolls sideways, ${name}`, async () => {
      const page = await openPage(forum, '/sign-in', {
        ...look,
        bypassCSP: true,
        reducedMotion: 'reduce',
      });
      const faults: string[] = [];
      const check = async (what: string, ready: string) => {
        await page.locator(ready).first().waitFor();
        await page.evaluate(() => document.fonts.ready);
        await shoot(page, `${what}-${name}`);
        for (const violation of await violations(page)) faults.push(`${what}: ${violation}`);
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
          faults.push(`${what} scrolls sideways`);
      };
      const go = async (path: string) => {
        await page.evaluate((to) => {
          history.pushState(null, '', to);
        }, path);
      };
      await check('sign-in', 'input[name=email]');
      await go('/register');
      await check('register', 'input[name=name]');
      await go('/');
      await signIn(page, 'admin@muster.example', demoPassword);
      await page.locator('.rail .entry').nth(3).waitFor({ state: 'attached' });
      await check('start', look.viewport.width < 700 ? '.rail .entry' : '.post');
      await go('/c/i-need-help');
      await check('stream', '.post');
      await page.locator('.key-information summary').click();
      await check('key-information', '.key-information li');
      const thread = await page.locator('.replies').first().getAttribute('href');
      await go(thread ?? '');
      await check('thread', '.pane .post .body');
      await go('/c/i-need-help/about');
      await check('about', '.pane .people li');
      await go('/c/i-need-help/topics');
      await check('topics', '.topics li');
      for (const [what, path, ready] of [
        ['channels', '/channels', '.cards li'],
        ['mentions', '/mentions', '.page .empty, .page .cards li'],
        ['drafts', '/drafts', '.page .empty, .page .cards li'],
        ['clusters', '/clusters', '.cards li'],
        ['cluster', '/clusters/techtera', '.people li'],
        ['person', '/people/nuria-ferrer', '.person'],
        ['settings', '/settings', '.cards li'],
        ['administration', '/administration', '.page-body form'],
        ['members', '/members', '.cards li'],
        ['invitations', '/invitations', '.page .empty, .page .cards li'],
        ['reset-password', '/reset-password?link=none', '[role=alert]'],
        ['exchange', '/exchange', '.listing'],
        ['exchange-own', '/exchange/own', '.page-body h2'],
        ['exchange-reviews', '/exchange/reviews', '.holds, .listing'],
        ['board', '/exchange/board', '.figures tbody tr'],
        ['searches', '/exchange/searches', '.empty, .listings li'],
        ['plans', '/exchange/plan', 'button.primary'],
        ['offer', '/c/i-can-help/offer', '.chips button'],
        ['nodes', '/nodes', '.chart svg'],
        ['nowhere', '/nowhere', '.empty'],
      ] as const) {
        await go(path);
        await check(what, ready);
      }
      await go('/exchange');
      const listing = await page
        .locator('.listings a', { hasText: 'three hospitals' })
        .first()
        .getAttribute('href');
      await go(listing ?? '');
      await check('listing', '.matches li');
      await go('/c/i-can-help/offer');
      await page.locator('.chips button').nth(2).click();
      await page.locator('details > summary').click();
      await check('offer-whole', 'fieldset.claim');
      await page.locator('fieldset.claim .date-field button').last().click();
      await check('calendar', '.calendar td button');
      await page.keyboard.press('Escape');
      await page.locator('.page-body > .listing-actions button').click();
      await page.locator('.chips button').nth(2).waitFor();
      await go(`/listings/${own}/edit`);
      await check('edit', '.listing');
      await go('/exchange/plan');
      await page.locator('button.primary').click();
      await check('plan', '.figures tbody tr');
      await go('/c/i-need-help');
      await page.locator('.post').first().waitFor();
      await page.keyboard.press('Control+k');
      await check('switcher', 'dialog [role=option]');
      expect(faults).to.deep.equal([]);
    });
  }
});
