import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { limits } from '../../shared/limits.ts';
import { openPage, shoot, signIn } from '../helpers/browser.ts';
import { begun, roomInBrowser, settled, write } from '../helpers/room.ts';

const composer = '.stream-column .composer';

describe('limits in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();

  it('a text beyond the limit stays whole, says by how much, and is sent once it fits', async () => {
    const page = await room.visit(room.eva);
    const area = page.locator(`${composer} textarea`);
    const fits = 'ä'.repeat(limits.post.most / 2);
    await paste(page, `${composer} textarea`, `${fits}end`);
    expect(await area.inputValue()).to.equal(`${fits}end`);
    const counter = page.locator(`${composer} .counter`);
    expect(await counter.innerText()).to.include('Too long by 3 bytes');
    await area.press('Enter');
    await page.locator('.notice.failed', { hasText: 'Too long by 3 bytes' }).waitFor();
    expect(await area.inputValue()).to.equal(`${fits}end`);
    await page.reload();
    await begun(page, `${fits}end`);
    await area.fill(fits);
    expect(await counter.innerText()).to.equal('16,384 of 16,384 bytes');
    await shoot(page, 'limit');
    await area.press('Enter');
    await page.locator('.post:not(.pending)', { hasText: 'ääää' }).waitFor();
  });

  it('a paste larger than any frame stays whole, and closes no connection', async () => {
    const page = await room.visit(room.eva);
    let closed = 0;
    page.on('websocket', (socket) => socket.on('close', () => closed++));
    await page.reload();
    const text = `${'word '.repeat(20)}\n`.repeat(700);
    await paste(page, `${composer} textarea`, text);
    expect(await page.locator(`${composer} textarea`).inputValue()).to.equal(text);
    await page.locator(`${composer} .counter.over`).waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('.notice.failed', { hasText: 'too large' }).waitFor();
    await page.locator(`${composer} textarea`).fill('short');
    await page.locator(`${composer} textarea`).press('Enter');
    await settled(page, 'short');
    expect(closed).to.equal(0);
  });

  it('a counter appears from nine tenths of a limit on, in the field that is edited, too', async () => {
    const post = await room.say(room.eva, 'to be edited');
    const page = await room.visit(room.eva);
    await page.getByRole('button', { name: 'Title', exact: true }).click();
    const title = page.locator('.composer-title');
    await title.fill('😀'.repeat(107));
    expect(await page.locator(`${composer} .counter`).count()).to.equal(0);
    await title.fill('😀'.repeat(108));
    expect(await page.locator(`${composer} .counter`).innerText()).to.equal(
      '108 of 120 characters',
    );
    await page.locator(`#post-${post.id}`).hover();
    await page.locator(`#post-${post.id} [data-key="e"]`).click();
    const edit = page.locator('.edit textarea');
    await edit.fill('x'.repeat(limits.post.most + 1));
    await edit.press('Enter');
    await page.locator('.edit .failure', { hasText: 'Too long by one byte' }).waitFor();
    expect(await edit.inputValue()).to.have.length(limits.post.most + 1);
  });

  it('every field with a limit keeps what is pasted, and holds the form back', async () => {
    const page = await openPage(room.forum, `/c/${await room.slug()}`, { locale: 'de-DE' });
    await signIn(page, room.ada.account.email ?? '');
    await page.locator(`${composer} textarea`).waitFor();
    await page.goto(`${room.forum.url}/channels`);
    await page.getByRole('button', { name: 'Kanal anlegen' }).first().click();
    await page.locator('dialog input[name=name]').fill('Masken');
    await paste(page, 'dialog input[name=topic]', 'ü'.repeat(251));
    expect(await page.locator('dialog input[name=topic]').inputValue()).to.have.length(251);
    await page.locator('dialog .counter.over', { hasText: 'Um ein Zeichen zu lang' }).waitFor();
    await page.locator('dialog button[type=submit]').click();
    expect(
      await page
        .locator('dialog input[name=topic]')
        .evaluate((field: HTMLInputElement) => field.validationMessage),
    ).to.include('Um ein Zeichen zu lang');
    await page.locator('dialog').waitFor();
    const cutting = await page.locator('[maxlength]').count();
    expect(cutting).to.equal(0);
  });

  it('German names the field as its form does, and languages by their names', async () => {
    const cluster = await room.ada.http('cluster:create', {
      name: `Nord ${uuid().slice(0, 6)}`,
      country: 'DE',
    });
    await room.forum.join(room.eva, cluster.id);
    const page = await openPage(room.forum, '/settings', { locale: 'de-DE' });
    await signIn(page, room.eva.account.email ?? '');
    const language = page.getByRole('combobox', { name: 'Sprachen, die Sie sprechen' });
    await language.selectOption({ label: 'Ukrainisch' });
    await language.selectOption({ label: 'Deutsch' });
    await page.getByRole('button', { name: 'Deutsch entfernen' }).click();
    await page.locator('input[name=name]').fill('Eva  Roth');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page
      .locator('.failure', { hasText: 'Ihr Name: keine Leerzeichen am Rand und keine zwei' })
      .waitFor();
    await shoot(page, 'german');
    await page.locator('input[name=name]').fill('Eva Roth');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.locator('.notice', { hasText: 'Gespeichert' }).waitFor();
    expect((await room.eva.http('account:get', {})).languages)
      .to.include('uk')
      .and.not.include('de');
  });

  it('a refused post returns to where it was written, with its title and why', async () => {
    const page = await openPage(room.forum, '/clusters');
    await refuseOnce(page, room.forum.url);
    await signIn(page, room.eva.account.email ?? '');
    await page.goto(`${room.forum.url}/c/${await room.slug()}`);
    await page.getByRole('button', { name: 'Title', exact: true }).click();
    await page.locator('.composer-title').fill('A title of its own');
    await write(page, 'will be refused');
    await page.locator(`${composer} .failure`, { hasText: 'Not posted: ' }).waitFor();
    await begun(page, 'will be refused');
    expect(await page.locator('.composer-title').inputValue()).to.equal('A title of its own');
    expect(await page.locator('.pending').count()).to.equal(0);
    await shoot(page, 'returned');
    await page.locator(`${composer} textarea`).press('Enter');
    await settled(page, 'will be refused');
    expect(await page.locator(`${composer} .failure`).count()).to.equal(0);
  });
});

/** Pastes as the clipboard would, so that a field that cuts would cut. */
async function paste(page: Page, field: string, text: string) {
  await page.locator(field).focus();
  await page.evaluate((pasted) => document.execCommand('insertText', false, pasted), text);
}

/** Refuses the first post that a page sends. */
async function refuseOnce(page: Page, url: string) {
  let refused = false;
  await page.routeWebSocket(`${url.replace('http', 'ws')}/socket.io/**`, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const id = /^42(\d+)\["post:create"/.exec(String(message))?.[1];
      if (!id || refused) return server.send(message);
      refused = true;
      const error = {
        code: 'bad_request',
        message: 'no',
        retryable: false,
        details: { id: uuid() },
      };
      socket.send(`43${id}${JSON.stringify([{ ok: false, error }])}`);
    });
  });
}
