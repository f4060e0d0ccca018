/** A channel that two people sit before, each in a browser; a fresh one for every test. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import type { Post } from '../../shared/contract/posts.ts';
import type { Caller, TestApp } from './app.ts';
import { forumInBrowser, openPage, signIn } from './browser.ts';

export interface Room {
  forum: TestApp;
  /** Administers and moderates. */
  ada: Caller;
  eva: Caller;
  channelId: string;
  slug(): Promise<string>;
  /** Somebody on a page of the channel, `path` after its address. */
  visit(who: Caller, options?: BrowserContextOptions, path?: string): Promise<Page>;
  /** Posts without a browser. */
  say(who: Caller, text: string, more?: { rootId?: string }): Promise<Post>;
}

export function roomInBrowser(): Room {
  const room = {
    async slug() {
      const channelIds = [room.channelId];
      return (await room.ada.http('channel:details', { channelIds }))[0]?.slug ?? '';
    },
    async visit(who, options = {}, path = '') {
      const page = await openPage(room.forum, `/c/${await room.slug()}${path}`, options);
      await signIn(page, who.account.email ?? '');
      await page
        .locator('.stream-column .composer textarea, .pane .composer textarea')
        .first()
        .waitFor();
      return page;
    },
    say: (who, text, more = {}) =>
      who.http('post:create', { channelId: room.channelId, clientId: uuid(), text, ...more }),
  } as Room;
  forumInBrowser(async (forum) => {
    const [ada, eva] = await Promise.all([
      forum.person('Ada Novak', ['administrator', 'moderator']),
      forum.person('Eva Roth'),
    ]);
    Object.assign(room, { forum, ada, eva });
  });
  beforeEach(async () => {
    const { channel } = await room.ada.http('channel:create', {
      name: `Room ${uuid().slice(0, 8)}`,
    });
    room.channelId = channel.id;
    await room.eva.http('channel:join', { channelId: channel.id });
  });
  return room;
}

export async function write(page: Page, text: string, where = '.stream-column'): Promise<void> {
  await page.locator(`${where} .composer textarea`).fill(text);
  await page.locator(`${where} .composer textarea`).press('Enter');
}

/** When a post that says this is on the page, and no longer on its way. */
export const settled = (page: Page, text: string) =>
  page.locator('.post:not(.pending)', { hasText: text }).first().waitFor();

export const texts = (page: Page) =>
  page.locator('.stream-column .post:not(.pending) .body').allInnerTexts();

/** When this is what is being written on a page. */
export const begun = (page: Page, text: string) =>
  page.waitForFunction(
    (wanted) => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === wanted,
    text,
  );
