import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { begun, roomInBrowser, settled, texts, write } from '../helpers/room.ts';

describe('talking in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();
  const { visit, say } = room;

  it('two people talk, live, in a thread too, and see edits, reactions and who is writing', async () => {
    const [hers, his] = await Promise.all([visit(room.ada), visit(room.eva)]);
    await write(hers, 'Who has masks?');
    await settled(his, 'Who has masks?');
    await his.locator('.stream-column .composer textarea').pressSequentially('We');
    await hers.locator('.typing', { hasText: 'Eva Roth is writing' }).waitFor();
    await his.locator('.stream-column .composer textarea').fill('');

    const post = his.locator('.post', { hasText: 'Who has masks?' });
    await post.hover();
    await post.getByRole('button', { name: 'Reply in a thread' }).click();
    await his.locator('.pane .composer textarea').waitFor();
    await write(his, 'We have 2,000', '.pane');
    await hers.locator('.replies', { hasText: '1 reply' }).click();
    await hers.locator('.pane .post', { hasText: 'We have 2,000' }).waitFor();

    const own = hers.locator('.stream-column .post', { hasText: 'Who has masks?' });
    await own.focus();
    await own.press('e');
    await hers.locator('.edit textarea').fill('Who has **FFP2** masks?');
    await hers.locator('.edit textarea').press('Enter');
    await his.locator('.stream-column .post strong', { hasText: 'FFP2' }).waitFor();
    await his.locator('.stream-column .post small', { hasText: 'edited' }).waitFor();

    const edited = his.locator('.stream-column .post', { hasText: 'FFP2' });
    await edited.hover();
    await edited.getByRole('button', { name: 'React' }).click();
    await his.locator('dialog .emoji-grid button[title=thumbsup]').first().click();
    await hers.locator('.stream-column .reactions button', { hasText: '1' }).waitFor();
  });

  it('a post sent offline waits, goes out when the network is back, and both end up the same', async () => {
    const [hers, his] = await Promise.all([visit(room.ada), visit(room.eva)]);
    await his.context().setOffline(true);
    await his.locator('.connection', { hasText: 'Reconnecting' }).waitFor({ timeout: 45_000 });
    await write(his, 'Written without a network');
    await his.locator('.pending .unsent', { hasText: 'Not sent yet' }).waitFor();
    for (const text of ['first meanwhile', 'second meanwhile']) await say(room.ada, text);
    await his.context().setOffline(false);
    await settled(his, 'Written without a network');
    await settled(his, 'second meanwhile');
    await settled(hers, 'Written without a network');
    await his.locator('.connection', { hasText: 'Reconnecting' }).waitFor({ state: 'hidden' });
    expect(await texts(his)).to.deep.equal(await texts(hers));
    expect((await texts(his)).sort()).to.deep.equal([
      'Written without a network',
      'first meanwhile',
      'second meanwhile',
    ]);
  });

  it('an unsent post survives a closed tab and is sent once', async () => {
    const page = await visit(room.eva);
    await page.context().setOffline(true);
    await page.locator('.connection', { hasText: 'Reconnecting' }).waitFor({ timeout: 45_000 });
    await write(page, 'From the outbox');
    await page.locator('.pending').waitFor();
    const context = page.context();
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`${room.forum.url}/c/${await room.slug()}`);
    await settled(again, 'From the outbox');
    expect(
      (await room.eva.http('post:list', { channelId: room.channelId })).posts.map(
        ({ text }) => text,
      ),
    ).to.deep.equal(['From the outbox']);
  });

  it('a refused post says why and can be discarded', async () => {
    const page = await visit(room.eva);
    await page.locator('.stream-column .composer textarea').fill('too late');
    await room.ada.http('channel:remove-member', {
      channelId: room.channelId,
      memberId: room.eva.account.id,
    });
    await page.locator('.no-composer').waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.locator('.stream-column .composer textarea').waitFor();
    expect(await page.locator('.stream-column .composer textarea').inputValue()).to.equal(
      'too late',
    );
  });

  it('a draft is on the other device, and gone from both once sent', async () => {
    const [desk, phone] = await Promise.all([
      visit(room.eva),
      visit(room.eva, { viewport: { width: 360, height: 800 } }),
    ]);
    await desk.locator('.composer textarea').pressSequentially('Half a thought');
    await begun(phone, 'Half a thought');
    await desk.reload();
    await begun(desk, 'Half a thought');
    await desk.locator('.composer textarea').press('Enter');
    await settled(phone, 'Half a thought');
    await begun(phone, '');
  });

  it('names complete themselves, and a mention is counted', async () => {
    const page = await visit(room.ada);
    await page.locator('.composer textarea').pressSequentially('Hello @');
    await page.getByRole('option', { name: /Ada Novak/ }).waitFor();
    // Taken before the answer for the longer word is there.
    await page.keyboard.type('eva');
    await page.keyboard.press('Enter');
    await page.locator('.composer textarea').press('Enter');
    await page.locator('.post .mention', { hasText: '@eva-roth' }).waitFor();
    const listed = (await room.eva.http('channel:list', {})).find(
      ({ channel }) => channel.id === room.channelId,
    );
    expect(listed?.mentions).to.equal(1);
  });

  it('a mention in a thread is found again, also after its channel was read', async () => {
    const root = await say(room.ada, 'Who drives to Lyon?');
    await room.eva.http('post:create', {
      channelId: room.channelId,
      clientId: uuid(),
      text: 'ask @ada-novak',
      rootId: root.id,
    });
    const page = await visit(room.ada);
    await page.getByRole('link', { name: 'Mentions' }).click();
    await page.locator('.cards a', { hasText: 'Eva Roth' }).first().click();
    await page.locator('.pane .post.marked', { hasText: 'ask @ada-novak' }).waitFor();
  });

  it('pinned posts stand above the channel for everybody, live', async () => {
    const { id: postId } = await say(room.eva, 'Hotline 0800 123');
    const page = await visit(room.eva);
    await settled(page, 'Hotline');
    await room.ada.http('post:pin', { postId, pinned: true });
    await page.locator('.key-information', { hasText: 'Hotline' }).waitFor();
    await room.ada.http('post:remove', { postId, reason: 'Outdated number' });
    await page.locator('.tombstone', { hasText: 'Outdated number' }).waitFor();
    await page.locator('.key-information').waitFor({ state: 'detached' });
  });
});
