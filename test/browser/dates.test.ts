import { expect } from 'chai';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, shoot, signIn } from '../helpers/browser.ts';

describe('a day in a form in the browser', function () {
  this.timeout(60_000);
  let forum: TestApp;
  let clusterId: string;
  forumInBrowser(async (started) => {
    forum = started;
    const ada = await forum.person('Ada', ['moderator']);
    await ada.http('channel:create', { name: 'Help', forEveryone: true });
    const details = { kind: 'cluster' as const, country: 'ES', nuts: 'ES511', website: '' };
    ({ id: clusterId } = await forum.app.services.clusters.create({
      ...{ ...details, name: 'Texfor', sectors: [], languages: [], description: '' },
    }));
  });

  /** Somebody before their first request, on the first day of a month that begins on a Sunday. */
  async function form(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await openPage(forum, '/sign-in', { locale: 'en-US', ...options });
    const eva = await forum.person('Eva Roth');
    await forum.join(eva, clusterId);
    await signIn(page, eva.account.email ?? '');
    await page.clock.setFixedTime(new Date('2030-09-01T12:00:00Z'));
    await page.goto(`${forum.url}/c/help/request`);
    await page.locator('.date-field').first().waitFor();
    return page;
  }
  const focused = (page: Page) =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute('aria-label') ?? element?.getAttribute('placeholder') ?? '';
    });

  it('is chosen by keyboard alone, in a week that begins on Monday wherever one is', async () => {
    const page = await form();
    const field = page.getByLabel('Needed by', { exact: true });
    expect(await field.inputValue()).to.equal('09/08/2030');
    await page.getByRole('button', { name: 'Gowns' }).click();
    await page.getByLabel('How much?').fill('20');
    const opener = page.getByRole('button', { name: 'Needed by: choose in the calendar' });
    await opener.press('Enter');
    const calendar = page.getByRole('dialog', { name: 'Needed by' });
    await calendar.getByRole('button', { name: 'September 8', exact: true }).waitFor();
    await expectFocus(page, 'September 8');
    expect(await calendar.getByRole('columnheader').first().textContent()).to.include('Monday');
    expect(await calendar.getByRole('button', { name: 'August 31' }).count()).to.equal(0);
    await page.keyboard.press('ArrowDown');
    await expectFocus(page, 'September 15');
    await page.keyboard.press('PageDown');
    await expectFocus(page, 'October 15');
    await page.keyboard.press('Home');
    await expectFocus(page, 'October 14');
    await page.keyboard.press('Enter');
    await calendar.waitFor({ state: 'detached' });
    expect(await field.inputValue()).to.equal('10/14/2030');
    await expectFocus(page, 'MM/DD/YYYY');
    await page.locator('.listing-facts', { hasText: 'Oct 14, 2030' }).waitFor();

    await field.press('Alt+ArrowDown');
    await expectFocus(page, 'October 14');
    await page.keyboard.press('Escape');
    await calendar.waitFor({ state: 'detached' });
    await expectFocus(page, 'Needed by: choose in the calendar');
    expect(await field.inputValue()).to.equal('10/14/2030');
  });

  async function expectFocus(page: Page, label: string): Promise<void> {
    for (let tries = 0; tries < 50 && (await focused(page)) !== label; tries++)
      await page.waitForFunction(() => new Promise(requestAnimationFrame).then(() => true));
    expect(await focused(page)).to.equal(label);
  }

  it('can be typed as one writes it, and says what is wrong with it', async () => {
    const page = await form({ locale: 'de-DE' });
    const field = page.getByLabel('Gebraucht bis', { exact: true });
    const expectProblem = (wanted: string) =>
      page.waitForFunction((part) => {
        const said = document.querySelector<HTMLInputElement>('.date-field input');
        return part ? said?.validationMessage.includes(part) : said?.validationMessage === '';
      }, wanted);
    await field.fill('31.2.2031');
    await expectProblem('TT.MM.JJJJ');
    await field.fill('31.8.2030');
    await expectProblem('ab dem 1. Sept. 2030');
    await field.fill('1. 3. 2031');
    await expectProblem('');
    await field.blur();
    expect(await field.inputValue()).to.equal('01.03.2031');
    await page.getByRole('button', { name: 'Gebraucht bis: im Kalender wählen' }).click();
    await page.getByRole('button', { name: '1. März', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Nächster Monat' }).click();
    await page.getByRole('button', { name: '30. April', exact: true }).click();
    expect(await field.inputValue()).to.equal('30.04.2031');
    await page.getByRole('button', { name: 'Gebraucht bis: im Kalender wählen' }).click();
    await page.getByRole('combobox', { name: 'Jahr' }).selectOption('2032');
    await page.getByRole('combobox', { name: 'Monat' }).selectOption({ label: 'Februar' });
    await page.getByRole('button', { name: '29. Februar', exact: true }).click();
    expect(await field.inputValue()).to.equal('29.02.2032');
  });

  for (const [name, colorScheme, width] of [
    ['light', 'light', 1440],
    ['dark', 'dark', 1440],
    ['phone', 'light', 360],
    ['dark-phone', 'dark', 320],
  ] as const)
    it(`stays within the window, ${name}`, async () => {
      const page = await form({ colorScheme, viewport: { width, height: 800 } });
      await page.getByRole('button', { name: 'Needed by: choose in the calendar' }).click();
      await page.getByRole('button', { name: 'September 8', exact: true }).waitFor();
      await expectFocus(page, 'September 8');
      await shoot(page, `calendar-${name}`);
      const box = await page.locator('.calendar').boundingBox();
      expect(box?.x).to.be.at.least(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).to.be.at.most(width);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).to.be.at.most(0);
      await page.locator('h1').first().click();
      await page.locator('.calendar').waitFor({ state: 'detached' });
    });
});
