import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import type { Post } from '../../shared/contract/posts.ts';
import { personOf, soon } from '../helpers/exchange.ts';
import { roomInBrowser, settled } from '../helpers/room.ts';

describe('editing a post in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();
  const { visit, say } = room;

  const box = (page: Page) => page.locator('.stream-column .edit textarea');
  const alert = (page: Page, text: string) =>
    page.locator('.edit [role=alert]', { hasText: text }).waitFor();

  async function edit(page: Page, { id }: Post, where = '.stream-column') {
    const post = page.locator(`${where} [id="post-${id}"]`);
    await post.locator('[data-key="e"]').waitFor({ state: 'attached' });
    await post.focus();
    await post.press('e');
    await post.locator('.edit textarea').waitFor();
  }

  const now = async ({ id: postId }: Post) => (await room.ada.http('post:get', { postId })).text;

  async function sayMany(from: number, count: number, more = {}) {
    const socket = await room.eva.socket();
    const each = (_: unknown, n: number) =>
      socket.call('post:create', {
        channelId: room.channelId,
        clientId: uuid(),
        text: `line ${from + n}`,
        ...more,
      });
    await Promise.all(Array.from({ length: count }, each));
    socket.close();
  }

  it('stays in view and keeps the focus while posts arrive, also in a thread and by the hundred', async () => {
    await sayMany(0, 40);
    const post = await say(room.ada, 'We have masks');
    const page = await visit(room.ada);
    await edit(page, post);
    const top = () => box(page).evaluate((area) => Math.round(area.getBoundingClientRect().top));
    await box(page).press('End');
    await page.keyboard.type(', 500');
    const before = await top();
    await sayMany(40, 30);
    await page.locator('.pill', { hasText: '30 new' }).waitFor();
    expect(await top()).to.equal(before);
    await room.eva.http('post:react', { postId: post.id, emoji: 'heart', on: true });
    await page.locator(`#post-${post.id} .reactions`).waitFor();
    await sayMany(70, 320);
    await page.locator('.pill', { hasText: /3\d\d new/ }).waitFor();
    expect(await top()).to.equal(before);
    await page.keyboard.type(' pieces');
    await page.keyboard.press('Enter');
    await page
      .locator(`#post-${post.id} .body`, { hasText: 'We have masks, 500 pieces' })
      .waitFor();

    await sayMany(0, 40, { rootId: post.id });
    const reply = await say(room.ada, 'In white', { rootId: post.id });
    await page.goto(`${room.forum.url}/c/${await room.slug()}/t/${post.id}`);
    await page.locator('.pane .post', { hasText: 'In white' }).waitFor();
    await edit(page, reply, '.pane');
    const area = page.locator('.pane .edit textarea');
    const held = await area.boundingBox();
    await sayMany(40, 30, { rootId: post.id });
    await page.locator('.pane .post', { hasText: 'line 69' }).waitFor();
    expect(await area.boundingBox()).to.deep.equal(held);
  });

  it('survives going elsewhere and a reload, and is found among the drafts', async () => {
    const post = await say(room.ada, 'We have masks');
    const page = await visit(room.ada);
    await edit(page, post);
    await box(page).fill('We have gloves');
    await page.getByRole('link', { name: 'Drafts' }).click();
    await page.locator('.cards li', { hasText: 'A change to your post' }).waitFor();
    await page.goBack();
    await page.locator('.stream-column .edit').waitFor();
    expect(await box(page).inputValue()).to.equal('We have gloves');
    await page.reload();
    await page.locator('.stream-column .edit').waitFor();
    expect(await box(page).inputValue()).to.equal('We have gloves');
    expect(await page.evaluate(() => document.activeElement?.closest('.edit'))).to.equal(null);
    await page.goto(`${room.forum.url}/drafts`);
    await page.locator('.cards li', { hasText: 'We have gloves' }).locator('a').click();
    await box(page).press('Enter');
    await page.locator(`#post-${post.id} .body`, { hasText: 'We have gloves' }).waitFor();
    expect(await now(post)).to.equal('We have gloves');
    await page.getByRole('link', { name: 'Drafts' }).click();
    await page.locator('.empty').waitFor();
    expect(await page.locator('.rail .entry', { hasText: 'Drafts' }).innerText()).to.equal(
      'Drafts',
    );
  });

  it('of a reply is found again in its thread', async () => {
    const root = await say(room.eva, 'Who has masks?');
    const reply = await say(room.ada, 'We do', { rootId: root.id });
    const page = await visit(room.ada, {}, `/t/${root.id}`);
    await page.locator('.pane .post', { hasText: 'We do' }).waitFor();
    await edit(page, reply, '.pane');
    await page.locator('.pane .edit textarea').fill('We had some');
    await page.goto(`${room.forum.url}/drafts`);
    await page.locator('.cards li', { hasText: 'We had some' }).locator('a').click();
    await page.locator('.pane .edit textarea').waitFor();
    expect(await page.locator('.pane .edit textarea').inputValue()).to.equal('We had some');
  });

  it('is let go of only when Cancel or Escape say so twice, anew after each further change', async () => {
    const post = await say(room.ada, 'We have masks');
    const page = await visit(room.ada);
    const cancel = page.locator('.edit').getByRole('button', { name: 'Cancel' });
    await edit(page, post);
    await cancel.click();
    await box(page).waitFor({ state: 'detached' });

    const ways = [
      () => cancel.click(),
      () => box(page).press('Escape'),
      () => cancel.press('Escape'),
    ];
    for (const leave of ways) {
      await edit(page, post);
      await box(page).fill('We have gloves');
      await leave();
      await alert(page, 'Press Escape or Cancel again');
      await box(page).fill('We have gloves, too');
      await leave();
      await alert(page, 'Press Escape or Cancel again');
      expect(await box(page).inputValue()).to.equal('We have gloves, too');
      await leave();
      await box(page).waitFor({ state: 'detached' });
    }
    await edit(page, post);
    expect(await box(page).inputValue()).to.equal('We have masks');
    expect(await now(post)).to.equal('We have masks');
  });

  it('completes people, channels and emoji as the composer does', async () => {
    const post = await say(room.ada, 'Ask');
    const page = await visit(room.ada);
    await edit(page, post);
    await box(page).press('End');
    await page.keyboard.type(' @eva');
    const option = page.locator('.edit [role=option]');
    await option.filter({ hasText: 'Eva Roth' }).waitFor();
    await page.keyboard.press('Escape');
    await option.first().waitFor({ state: 'detached' });
    await page.keyboard.press('Backspace');
    await option.filter({ hasText: 'Eva Roth' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type(':tada');
    await option.filter({ hasText: 'tada' }).first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type(`#${(await room.slug()).slice(0, 8)}`);
    await option.filter({ hasText: 'Room' }).first().click();
    expect(await box(page).inputValue()).to.match(/^Ask @eva-roth :tada: #room-\w+ $/);
    await page.keyboard.press('Enter');
    await page.locator(`#post-${post.id} .mention`, { hasText: '@eva-roth' }).waitFor();
  });

  it('puts what is typed right after a choice behind it', async () => {
    const page = await visit(room.ada);
    await edit(page, await say(room.ada, 'Ask'));
    await box(page).press('End');
    await page.keyboard.type(' @eva');
    await page.locator('.edit [role=option]', { hasText: 'Eva Roth' }).waitFor();
    await box(page).evaluate(async (area: HTMLTextAreaElement) => {
      area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      document.execCommand('insertText', false, 'n');
      for (let frames = 0; frames < 2; frames++)
        await new Promise((drawn) => requestAnimationFrame(drawn));
    });
    await page.keyboard.type('ow');
    expect(await box(page).inputValue()).to.equal('Ask @eva-roth now');
  });

  it('says when the post was changed or deleted meanwhile, and loses no text', async () => {
    const post = await say(room.ada, 'We have masks');
    const page = await visit(room.ada);
    await edit(page, post);
    await box(page).fill('We have gloves');
    await room.ada.http('post:edit', { postId: post.id, text: 'We have gowns' });
    await alert(page, 'We have gowns');
    expect(await box(page).inputValue()).to.equal('We have gloves');
    await page.reload();
    await alert(page, 'We have gowns');
    await page.locator('.edit').getByRole('button', { name: 'Save' }).click();
    await page.locator(`#post-${post.id} .body`, { hasText: 'We have gloves' }).waitFor();

    await edit(page, post);
    await box(page).fill('We have everything');
    await room.ada.http('post:delete', { postId: post.id });
    await alert(page, 'deleted meanwhile');
    await page.reload();
    await alert(page, 'deleted meanwhile');
    expect(await box(page).inputValue()).to.equal('We have everything');
    await page.locator('.edit').getByRole('button', { name: 'Discard' }).click();
    await box(page).waitFor({ state: 'detached' });
    await page.locator('.tombstone').waitFor();
  });

  it('says when the post was deleted by a moderator before it was known here', async () => {
    const post = await say(room.eva, 'We have masks');
    const page = await visit(room.eva);
    await edit(page, post);
    await box(page).fill('We have gloves');
    await page.getByRole('link', { name: 'Drafts' }).click();
    await room.ada.http('post:remove', { postId: post.id, reason: 'Twice' });
    await page.locator('.cards li', { hasText: 'We have gloves' }).locator('a').click();
    await alert(page, 'deleted meanwhile');
    expect(await box(page).inputValue()).to.equal('We have gloves');
  });

  it('is not offered for the post of a listing', async () => {
    const author = await personOf(room.forum, 'Gil Marti', { nuts: 'ES511' });
    const { channelId } = room;
    await author.http('channel:join', { channelId });
    await say(author, 'We make masks');
    await author.http('listing:create', {
      ...{ channelId, clientId: uuid(), lang: 'en', kind: 'request', title: 'Masks wanted' },
      ...{ product: 'ffp2', unit: 'H87', quantity: 500, nuts: 'ES511', on: soon(30) },
    });
    const page = await visit(author);
    const listed = page.locator('.post.listed', { hasText: 'Masks wanted' });
    await listed.waitFor();
    await page.locator('.post:not(.listed)', { hasText: 'We make masks' }).hover();
    await page.locator('.post:not(.listed) [data-key="e"]').waitFor();
    await listed.hover();
    await listed.locator('[data-key="."]').waitFor();
    expect(await listed.locator('[data-key="e"]').count()).to.equal(0);
    await listed.focus();
    await listed.press('e');
    await listed.press('.');
    await page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Edit' }).count()).to.equal(0);
    expect(await page.locator('.edit').count()).to.equal(0);
  });

  it('is kept from whoever signs in next', async () => {
    const post = await say(room.ada, 'We have masks');
    const page = await visit(room.ada);
    await edit(page, post);
    await box(page).fill('We have gloves');
    await page.evaluate(() => localStorage.setItem('muster:owner', 'somebody else'));
    await page.reload();
    await settled(page, 'We have masks');
    await page.locator('.rail .entry', { hasText: 'Drafts' }).waitFor();
    expect(await page.locator('.edit').count()).to.equal(0);
  });
});
