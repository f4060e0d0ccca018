import { expect } from 'chai';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { openPage, signIn } from '../helpers/browser.ts';
import { roomInBrowser, settled, write } from '../helpers/room.ts';

describe('text in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();

  const open = async (path: string, options: BrowserContextOptions = {}) => {
    const page = await openPage(room.forum, path, options);
    await signIn(page, room.eva.account.email ?? '');
    return page;
  };

  it('addresses that lead nowhere say so, however they are written', async () => {
    const page = await open('/clusters');
    const slug = await room.slug();
    const dead: [path: string, says: string][] = [
      ['/c/100%', 'There is no such channel'],
      ['/c/%E0%A4%A', 'There is no such channel'],
      ['/c/100%25', 'There is no such channel'],
      ['/c/%/offer', 'There is no such channel'],
      [`/c/${slug}/p/100%`, 'There is no such post'],
      [`/c/${slug}/p/${uuid()}`, 'There is no such post'],
      [`/c/${slug}/t/%zz`, 'There is no such post'],
      [`/c/${slug}/nowhere`, 'There is no such page'],
      ['/people/100%', 'There is no such member'],
      [`/people/${'x'.repeat(200)}`, 'There is no such member'],
      ['/clusters/%', 'There is no such cluster'],
      ['/listings/100%', 'There is no such listing'],
      [`/listings/${uuid()}/edit`, 'There is no such listing'],
      ['/exchange/100%', 'There is no such page'],
      ['/%', 'There is no such page'],
      ['/p/100%', 'There is no such page'],
      ['/listings/%E0%A4%A', 'There is no such listing'],
      ['/c/%00', 'There is no such channel'],
      [`/c/${'x'.repeat(5000)}`, 'There is no such channel'],
      [`/c/${slug}/t/${'x'.repeat(5000)}`, 'There is no such post'],
      [`/c/${slug}/t/1`, 'There is no such post'],
      [`/c/${slug}/p/../../%`, 'There is no such channel'],
      [`/listings/${'%F0%9F'.repeat(500)}`, 'There is no such listing'],
      ['/exchange/plan/100%', 'There is no such page'],
      ['/people/%ED%A0%80', 'There is no such member'],
    ];
    for (const [path, says] of dead) {
      await page.goto(room.forum.url + path);
      await page
        .getByText(says)
        .first()
        .waitFor({ timeout: 5000 })
        .catch(() => {
          throw new Error(`${path} does not say "${says}"`);
        });
    }
  });

  it('a link is copied where pages have no clipboard, as over plain http', async () => {
    await room.say(room.ada, 'worth a link');
    const page = await room.visit(room.eva);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await menu(page, 'worth a link', 'Copy link');
    await page.locator('.notice', { hasText: 'Copied.' }).waitFor();
    const area = page.locator('.composer textarea');
    await area.focus();
    await page.keyboard.press('Control+V');
    await page.waitForFunction(() =>
      /\/c\/.+\/p\/[\w-]{36}$/.test(document.querySelector('textarea')?.value ?? ''),
    );
  });

  it('a link is shown where nothing can be copied at all', async () => {
    await room.say(room.ada, 'worth a link');
    const page = await room.visit(room.eva);
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      document.execCommand = () => false;
    });
    // The page waits for the dialog to close, and so does the click that opens it.
    const shown = page.waitForEvent('dialog').then(async (dialog) => {
      await dialog.dismiss();
      return dialog.defaultValue();
    });
    await menu(page, 'worth a link', 'Copy link');
    expect(await shown).to.match(/\/p\/[\w-]{36}$/);
  });

  it('a quote names its author and leads to the post', async () => {
    const { id } = await room.say(room.ada, 'first line\n\nsecond *line*');
    const page = await room.visit(room.eva);
    await menu(page, 'first line', 'Quote');
    const quote = `> [Ada Novak](/c/${await room.slug()}/p/${id}):\n> first line\n>\n> second *line*\n\n`;
    await page.waitForFunction(
      (wanted) => document.querySelector('textarea')?.value === wanted,
      quote,
    );
    await write(page, `${quote}agreed`);
    await settled(page, 'agreed');
    await page.locator('.post', { hasText: 'agreed' }).locator('blockquote a').click();
    await page.waitForURL(`**/p/${id}`);
    await page.locator(`#post-${id}.marked`).waitFor();
  });

  it('a calendar day is the same day in the Azores and in Auckland', async () => {
    const cluster = await room.ada.http('cluster:create', {
      name: `Azores ${uuid().slice(0, 6)}`,
      country: 'PT',
    });
    await room.forum.join(room.eva, cluster.id);
    const listing = await room.eva.http('listing:create', {
      channelId: room.channelId,
      clientId: uuid(),
      kind: 'offer',
      title: 'Masks from the Azores',
      lang: 'en',
      product: 'ffp2',
      quantity: 2000,
      unit: 'H87',
      nuts: 'PT200',
      on: '2026-12-05',
    });
    for (const timezoneId of ['Atlantic/Azores', 'Pacific/Auckland']) {
      const page = await open(`/listings/${listing.id}`, { timezoneId });
      await page.locator('.listing-facts time').first().waitFor();
      expect(await page.locator('.listing-facts time').first().innerText()).to.include(
        '5 Dec 2026',
      );
    }
  });

  it('what people write finds its own direction, the field one writes in included', async () => {
    const page = await room.visit(room.eva);
    const area = page.locator('.composer textarea');
    await area.fill('שלום');
    expect(await area.evaluate((field) => getComputedStyle(field).direction)).to.equal('rtl');
    await room.say(room.ada, 'مرحبا');
    await settled(page, 'مرحبا');
    const post = page.locator('.post', { hasText: 'مرحبا' }).locator('.body p');
    expect(await post.evaluate((text) => getComputedStyle(text).direction)).to.equal('rtl');
  });

  it('an override in one post turns nothing after it', async () => {
    await room.say(room.ada, 'abc \u202eturned');
    const page = await room.visit(room.eva);
    await settled(page, 'turned');
    const text = await page.locator('.post .body').first().innerText();
    expect(text).to.include('\u202eturned\u202c');
    expect(await page.locator('.post a.name').first().getAttribute('dir')).to.equal('auto');
  });
});

async function menu(page: Page, post: string, item: string) {
  const article = page.locator('.post', { hasText: post }).first();
  await article.waitFor();
  await article.hover();
  await article.locator('[data-key="."]').click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
