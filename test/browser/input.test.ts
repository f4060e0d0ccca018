import { expect } from 'chai';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { roomInBrowser, settled } from '../helpers/room.ts';

/** What a key of an input method must leave alone: where one is, what is open, what was posted, what is written. */
const state = (page: Page) =>
  page.evaluate(() => ({
    path: location.pathname,
    dialogs: document.querySelectorAll('dialog[open], [role=menu], .edit, .pane').length,
    posts: document.querySelectorAll('.stream-column .post').length,
    fields: [
      ...document.querySelectorAll<HTMLInputElement>('input:not([type=checkbox]), textarea'),
    ].map((field) => field.value),
    choices: document.querySelectorAll('[role=option]').length,
    focus: document.activeElement?.getAttribute('aria-label'),
  }));

async function compose(devtools: CDPSession, field: Locator) {
  await field.focus();
  await devtools.send('Input.imeSetComposition', {
    text: 'にほん',
    selectionStart: 3,
    selectionEnd: 3,
  });
}

/** The keys that do something somewhere, as an input method sends them: while it composes, and just after. */
async function pressComposing(page: Page, devtools: CDPSession) {
  for (const key of ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Tab'])
    await devtools.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key,
      code: key,
      windowsVirtualKeyCode: 229,
    });
  await page.evaluate(() => {
    for (const key of ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Tab', 'k'])
      for (const more of [{ keyCode: 229 }, { isComposing: true }, { keyCode: 229, ctrlKey: true }])
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
        );
  });
}

const fields =
  'input:is(:not([type]), [type=text], [type=search], [type=email], [type=password], [type=url]):visible, textarea:visible';

/** Composes in every field that shows, and lets no key of the composition do anything. */
async function everyField(page: Page, within = '') {
  const devtools = await page.context().newCDPSession(page);
  const found = await page.locator(fields.replace(/(input|textarea)/g, `${within} $1`)).all();
  expect(found).not.to.be.empty;
  for (const field of found) {
    await compose(devtools, field);
    const before = await state(page);
    await pressComposing(page, devtools);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await state(page)).to.deep.equal(before);
    await devtools.send('Input.imeSetComposition', {
      text: '',
      selectionStart: 0,
      selectionEnd: 0,
    });
  }
  await devtools.detach();
}

describe('an input method', function () {
  this.timeout(90_000);
  const room = roomInBrowser();
  const { visit, say } = room;

  it('keeps its keys to itself where one talks', async () => {
    const root = await say(room.ada, 'mine');
    const page = await visit(room.ada);
    await settled(page, 'mine');
    await page.getByRole('button', { name: 'Title', exact: true }).click();
    await page.locator(`#post-${root.id}`).focus();
    await page.keyboard.press('e');
    await page.locator('.edit textarea').waitFor();
    await everyField(page);
    await page.locator('.composer textarea').fill('');
    await page.locator('.composer textarea').pressSequentially('@eva');
    await page.locator('.completion [role=option]').first().waitFor();
    await everyField(page, '.composer');
  });

  it('keeps its keys to itself in a thread and in what opens over a channel', async () => {
    const root = await say(room.ada, 'mine');
    const page = await visit(room.ada, {}, `/t/${root.id}`);
    await page.locator('.pane .composer textarea').waitFor();
    await everyField(page, '.pane');
    await page.goto(`${room.forum.url}/c/${await room.slug()}/about`);
    await page.locator('.pane input[type=search]').fill('Eva');
    await page.locator('.pane .field .people button').first().waitFor();
    await everyField(page, '.pane');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Room');
    await page.getByRole('option').first().waitFor();
    await everyField(page, 'dialog');
    await page.keyboard.press('Escape');
    await page.locator(`#post-${root.id}`).focus();
    await page.keyboard.press('+');
    await page.locator('dialog input').fill('heart');
    await page.locator('.emoji-grid button').first().waitFor();
    await everyField(page, 'dialog');
  });

  it('keeps its keys to itself on the other pages', async () => {
    const { id } = await room.ada.http('cluster:create', {
      name: `Cluster ${room.channelId.slice(-8)}`,
      country: 'DE',
    });
    await room.forum.join(room.ada, id);
    const page = await visit(room.ada);
    const offer = `/c/${await room.slug()}/offer`;
    for (const path of [offer, '/settings', '/clusters', '/administration']) {
      await page.goto(room.forum.url + path);
      await page.locator(fields).first().waitFor();
      await everyField(page);
    }
  });
});
