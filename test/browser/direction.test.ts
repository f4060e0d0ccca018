import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { openPage, signIn } from '../helpers/browser.ts';
import { roomInBrowser } from '../helpers/room.ts';

describe('text from right to left in the browser', function () {
  this.timeout(120_000);
  const room = roomInBrowser();

  it('finds its own direction wherever it stands, and in every field', async () => {
    const { forum, ada } = room;
    const salma = await forum.person('سلمى حداد');
    const [channel, cluster] = await Promise.all([
      ada.http('channel:create', {
        name: `كمامات masks ${uuid().slice(0, 4)}`,
        topic: 'كل ما يخص الكمامات',
        description: 'وصف القناة',
        kind: 'open',
      }),
      ada.http('cluster:create', {
        name: `مجموعة Nord ${uuid().slice(0, 4)}`,
        country: 'DE',
        sectors: ['نسيج'],
        description: 'وصف المجموعة',
      }),
    ]);
    const { id: channelId, slug } = channel.channel;
    await forum.join(salma, cluster.id);
    await salma.http('channel:join', { channelId });
    const root = await salma.http('post:create', {
      ...{ channelId, clientId: uuid(), title: 'عنوان المنشور', text: 'مرحبا @ada-novak' },
    });
    await ada.http('post:create', {
      ...{ channelId, clientId: uuid(), text: 'رد', rootId: root.id, alsoInChannel: true as const },
    });
    await salma.http('post:edit', { postId: root.id, text: 'مرحبا بكم @ada-novak' });
    await ada.http('post:pin', { postId: root.id, pinned: true });
    await ada.http('draft:save', { channelId, text: 'مسودة', title: '' });
    const listing = await salma.http('listing:create', {
      ...{ channelId, clientId: uuid(), kind: 'offer', title: 'كمامات من الشمال', lang: 'ar' },
      ...{ body: 'وصف', product: 'ffp2', quantity: 2000, unit: 'H87', nuts: 'DE600' },
      ...{ on: new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10) },
    });

    const page = await openPage(forum, `/c/${slug}`);
    await signIn(page, ada.account.email ?? '');
    const pages = [
      ...[`/c/${slug}`, `/c/${slug}/topics`, `/c/${slug}/about`, `/c/${slug}/t/${root.id}`],
      ...[`/c/${slug}/offer`, '/channels', '/drafts', '/mentions', '/clusters', '/exchange'],
      ...[
        `/clusters/${cluster.slug}`,
        `/people/${salma.account.handle}`,
        `/listings/${listing.id}`,
      ],
      ...['/exchange/reviews', '/exchange/commitments', '/exchange/board', '/admin', '/settings'],
    ];
    const found = new Set<string>();
    for (const path of pages) {
      await page.goto(forum.url + path);
      await page.locator('.shell').waitFor();
      await page.waitForLoadState('networkidle');
      for (const one of await astray(page)) found.add(`${path}: ${one}`);
    }
    await page.goto(`${forum.url}/c/${slug}`);
    await page.locator('.composer textarea').click();
    await page.keyboard.press('Control+K');
    await page.locator('dialog input').fill('سلمى');
    await page.locator('[role=option]', { hasText: 'سلمى' }).waitFor();
    for (const one of await astray(page)) found.add(`go to: ${one}`);
    await page.keyboard.press('Escape');
    await page.locator('.composer textarea').pressSequentially(' @سلم');
    await page.locator('.completion [role=option]').first().waitFor();
    for (const one of await astray(page)) found.add(`completion: ${one}`);
    expect([...found]).to.deep.equal([]);
  });
});

/** Arabic text that takes its direction from what surrounds it, and fields that do. */
const astray = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wrong: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      const parent = node.parentElement;
      if (!/\p{Script=Arabic}/u.test(text) || text.includes('\u2068')) continue;
      if (!parent?.closest('[dir=auto], bdi, script'))
        wrong.push(`${parent?.tagName}.${parent?.className} "${text}"`);
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea'))
      if (/^(text|search|textarea)$/.test(field.type) && field.dir !== 'auto')
        wrong.push(`field "${field.getAttribute('aria-label') ?? field.name}"`);
    return wrong;
  });
