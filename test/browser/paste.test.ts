import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { shoot } from '../helpers/browser.ts';
import { begun, roomInBrowser } from '../helpers/room.ts';

const area = '.stream-column .composer textarea';
const sheet =
  '<table><tr><td>Product</td><td>Pieces</td></tr><tr><td>Masks | FFP2</td><td>20 000</td></tr></table>';
const tabs = 'Product\tPieces\nMasks | FFP2\t20 000';
const table = '| Product | Pieces |\n| - | - |\n| Masks \\| FFP2 | 20 000 |\n';

describe('pasting in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();

  const visit = async () => {
    const page = await room.visit(room.eva);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    return page;
  };

  it('a table of a spreadsheet becomes a table of the post, below what was written', async () => {
    const page = await visit();
    await copy(page, tabs, sheet);
    await page.locator(area).fill('We have:');
    await page.keyboard.press('Control+V');
    await begun(page, `We have:\n\n${table}`);
    await page.keyboard.press('Control+Z');
    await begun(page, 'We have:');
    await page.keyboard.press('Control+V');
    await begun(page, `We have:\n\n${table}`);
    await page.locator(area).press('Enter');
    await page.locator('.post:not(.pending) td', { hasText: 'Masks | FFP2' }).waitFor();
    await shoot(page, 'table');
  });

  it('so does what lies between tabs, also while a post is edited', async () => {
    const { id } = await room.say(room.eva, 'edited');
    const page = await visit();
    await copy(page, tabs);
    await page.locator(`#post-${id}`).hover();
    await page.locator(`#post-${id} [data-key="e"]`).click();
    await page.locator('.edit textarea').fill('');
    await page.keyboard.press('Control+V');
    await page.waitForFunction(
      (wanted) => document.querySelector<HTMLTextAreaElement>('.edit textarea')?.value === wanted,
      table,
    );
  });

  it('with Shift, and in a code block, it stays as it is', async () => {
    const page = await visit();
    await copy(page, tabs, sheet);
    await page.locator(area).focus();
    await page.keyboard.press('Control+Shift+V');
    await begun(page, tabs);
    await page.locator(area).fill('```\n');
    await page.keyboard.press('Control+V');
    await begun(page, `\`\`\`\n${tabs}`);
  });

  it('nothing of a hostile page runs, and what cannot be read as a table is pasted as text', async () => {
    const page = await visit();
    const nested = `<table><tr><td>a<td>${'<div>'.repeat(20_000)}`;
    for (const html of ['<table><tr><td><img src=x onerror="ran = 1"></td></tr></table>', nested]) {
      // As the clipboard has it before the browser has looked it through.
      await page.locator(area).evaluate(
        (field, [html, text]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/html', html);
          clipboardData.setData('text/plain', text);
          field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
        },
        [html, 'as text'] as const,
      );
      await begun(page, 'as text');
      await page.locator(area).fill('');
    }
    expect(await page.evaluate('typeof ran')).to.equal('undefined');
  });
});

const copy = (page: Page, text: string, html?: string) =>
  page.evaluate(
    ([plain, rich]) =>
      navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': new Blob([plain], { type: 'text/plain' }),
          ...(rich && { 'text/html': new Blob([rich], { type: 'text/html' }) }),
        }),
      ]),
    [text, html] as const,
  );
