import { expect } from 'chai';
import { openPage, signIn } from '../helpers/browser.ts';
import { aChannel } from '../helpers/fixtures.ts';
import { roomInBrowser } from '../helpers/room.ts';

describe('a forum of many channels in the browser', function () {
  this.timeout(60_000);
  const room = roomInBrowser();
  const most = 320;
  before(async function () {
    if (!room.forum) return this.skip();
    const { add, join } = room.forum.app.stores.channels;
    for (let n = 0; n < most; n++) {
      const channel = aChannel(`stock-${n}`, { name: `Stock ${n}`, topic: `Where ${n} is kept` });
      await add(channel, null);
      await join(channel.id, room.eva.account.id);
    }
  });

  it('lists all of them, and says what each is for once it comes into view', async () => {
    const page = await openPage(room.forum, `/c/stock-${most - 1}`);
    const asked: number[] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes('channel:details')) asked.push(String(payload).length);
      }),
    );
    await signIn(page, room.eva.account.email ?? '');
    await page.locator('.bar .topic', { hasText: `Where ${most - 1} is kept` }).waitFor();
    expect(await page.locator('.rail a', { hasText: 'Stock' }).count()).to.equal(most);

    await page.goto(`${room.forum.url}/channels`);
    const row = (n: number) =>
      page.locator('.cards li', {
        has: page.getByRole('link', { name: `Stock ${n}`, exact: true }),
      });
    const nearby = row(most - 1);
    await nearby.locator('p', { hasText: `Where ${most - 1} is kept` }).waitFor();
    expect(await row(0).locator('p').textContent()).not.to.include('Where');
    expect(asked.length).to.be.lessThan(4);
    await row(0).scrollIntoViewIfNeeded();
    await row(0).locator('p', { hasText: 'Where 0 is kept' }).waitFor();
  });

  it('shows at once what a channel is for now, also when it changed without a connection', async () => {
    const page = await room.visit(room.eva);
    const topic = page.locator('.bar .topic');
    const edit = (words: string) =>
      room.ada.http('channel:edit', { channelId: room.channelId, topic: words });
    await edit('Masks');
    await topic.filter({ hasText: 'Masks' }).waitFor();
    const { channel: left } = await room.eva.http('channel:create', {
      name: 'Left behind',
      kind: 'private',
    });
    const entry = page.locator('.rail a', { hasText: 'Left behind' });
    await room.eva.http('channel:invite', { channelId: left.id, memberId: room.ada.account.id });
    for (const { id: invitationId } of await room.ada.http('channel:invitations', {}))
      await room.ada.http('channel:accept', { invitationId });
    await page.reload();
    await entry.waitFor();
    await page.context().setOffline(true);
    await page.locator('.connection', { hasText: 'econnect' }).waitFor();
    await edit('Gloves');
    await room.ada.http('channel:remove-member', {
      channelId: left.id,
      memberId: room.eva.account.id,
    });
    await page.context().setOffline(false);
    await topic.filter({ hasText: 'Gloves' }).waitFor();
    await entry.waitFor({ state: 'detached' });
  });
});
