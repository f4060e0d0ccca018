import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { type Caller, startTestApp, type TestApp } from '../helpers/app.ts';
import { closePages, openPage, sharedBrowser, signIn, troubles } from '../helpers/browser.ts';

describe('in the browser', function () {
  this.timeout(60_000);
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let channelId: string;

  before(async function () {
    if (!(await sharedBrowser())) return this.skip();
    forum = await startTestApp();
    [ada, eva] = await Promise.all([forum.person('Ada Novak', ['administrator', 'moderator']), forum.person('Eva Roth')]);
  });
  beforeEach(async () => {
    const name = `Room ${uuid().slice(0, 8)}`;
    channelId = (await ada.http('channel:create', { name })).channel.id;
    await eva.http('channel:join', { channelId });
    troubles.length = 0;
  });
  afterEach(async function () {
    await closePages(this.currentTest?.state === 'failed' ? this.currentTest.title : null);
    expect(troubles).to.deep.equal([]);
  });
  after(() => forum?.stop());

  const slug = async () => (await ada.http('channel:list', {})).find(({ channel }) => channel.id === channelId)?.channel.slug ?? '';
  const visit = async (who: Caller, options = {}, path = '') => {
    const page = await openPage(forum, `/c/${await slug()}${path}`, options);
    await signIn(page, who.account.email ?? '');
    await page.locator('.stream-column .composer textarea, .pane .composer textarea').first().waitFor();
    return page;
  };
  const write = async (page: Page, text: string, where = '.stream-column') => {
    await page.locator(`${where} .composer textarea`).fill(text);
    await page.locator(`${where} .composer textarea`).press('Enter');
  };
  const settled = (page: Page, text: string) => page.locator('.post:not(.pending)', { hasText: text }).first().waitFor();
  const texts = (page: Page) => page.locator('.stream-column .post:not(.pending) .body').allInnerTexts();
  const say = (who: Caller, text: string, more = {}) => who.http('post:create', { channelId, clientId: uuid(), text, ...more });

  it('two people talk, live, in a thread too, and see edits, reactions and who is writing', async () => {
    const [hers, his] = await Promise.all([visit(ada), visit(eva)]);
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
    const [hers, his] = await Promise.all([visit(ada), visit(eva)]);
    await his.context().setOffline(true);
    await his.locator('.connection', { hasText: 'Reconnecting' }).waitFor({ timeout: 45_000 });
    await write(his, 'Written without a network');
    await his.locator('.pending .unsent', { hasText: 'Not sent yet' }).waitFor();
    for (const text of ['first meanwhile', 'second meanwhile']) await say(ada, text);
    await his.context().setOffline(false);
    await settled(his, 'Written without a network');
    await settled(his, 'second meanwhile');
    await settled(hers, 'Written without a network');
    await his.locator('.connection', { hasText: 'Reconnecting' }).waitFor({ state: 'hidden' });
    expect(await texts(his)).to.deep.equal(await texts(hers));
    expect((await texts(his)).sort()).to.deep.equal(['Written without a network', 'first meanwhile', 'second meanwhile']);
  });

  it('an unsent post survives a closed tab and is sent once', async () => {
    const page = await visit(eva);
    await page.context().setOffline(true);
    await page.locator('.connection', { hasText: 'Reconnecting' }).waitFor({ timeout: 45_000 });
    await write(page, 'From the outbox');
    await page.locator('.pending').waitFor();
    const context = page.context();
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`${forum.url}/c/${await slug()}`);
    await settled(again, 'From the outbox');
    expect((await eva.http('post:list', { channelId })).posts.map(({ text }) => text)).to.deep.equal(['From the outbox']);
  });

  it('a refused post says why and can be discarded', async () => {
    const page = await visit(eva);
    await page.locator('.stream-column .composer textarea').fill('too late');
    await ada.http('channel:remove-member', { channelId, memberId: eva.account.id });
    await page.locator('.no-composer').waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.locator('.stream-column .composer textarea').waitFor();
    expect(await page.locator('.stream-column .composer textarea').inputValue()).to.equal('too late');
  });

  it('a draft is on the other device, and gone from both once sent', async () => {
    const [desk, phone] = await Promise.all([visit(eva), visit(eva, { viewport: { width: 360, height: 800 } })]);
    await desk.locator('.composer textarea').pressSequentially('Half a thought');
    await phone.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === 'Half a thought');
    await desk.reload();
    await desk.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === 'Half a thought');
    await desk.locator('.composer textarea').press('Enter');
    await settled(phone, 'Half a thought');
    await phone.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === '');
  });

  it('the new line stands where reading stopped, and reading on one device is reading on all', async () => {
    await say(ada, 'old');
    await eva.http('channel:read', { channelId, seq: 1 });
    await say(ada, 'fresh');
    const [desk, other] = await Promise.all([visit(eva), openPage(forum, '/clusters')]);
    await desk.locator('.new-line + .post', { hasText: 'fresh' }).waitFor();
    await signIn(other, eva.account.email ?? '');
    await say(ada, 'fresher');
    await settled(desk, 'fresher');
    await desk.bringToFront();
    const name = (await ada.http('channel:list', {})).find(({ channel }) => channel.id === channelId)?.channel.name ?? '';
    await other.locator('.rail .entry:not(.unread)', { hasText: name }).waitFor();
  });

  it('a permalink opens in place, among thousands of posts, and scrolling keeps its place both ways', async () => {
    const socket = await ada.socket();
    const sent = await Promise.all(Array.from({ length: 600 }, (_, n) => socket.call('post:create', { channelId, clientId: uuid(), text: `number ${n}` })));
    const page = await visit(eva, {}, `/p/${sent[200]?.id}`);
    await page.locator('.post.marked', { hasText: 'number 200' }).waitFor();
    const list = page.locator('.stream-column .stream');
    const topOf = (text: string) =>
      page
        .locator('.stream-column .post', { hasText: text })
        .first()
        .evaluate((post) => post.getBoundingClientRect().top);
    expect(await topOf('number 200')).to.be.within(60, 800);

    // Scroll up until an older page has come: what was read must not move.
    await list.evaluate((box) => box.scrollTo({ top: 500 }));
    const anchor = await page.locator('.stream-column .post').evaluateAll(
      (posts) =>
        posts
          .find((post) => post.getBoundingClientRect().top > 150)
          ?.querySelector('.body')
          ?.textContent?.trim() ?? '',
    );
    const before = await topOf(anchor);
    await page.locator('.stream-column .post', { hasText: 'number 150' }).waitFor();
    expect(await topOf(anchor)).to.be.closeTo(before, 2);
    expect(await page.locator('.stream-column .post').count()).to.be.below(320);

    await page.getByRole('button', { name: /Jump to newest|new posts/ }).click();
    await page.locator('.post', { hasText: 'number 599' }).waitFor();
    await say(ada, 'and one more');
    await settled(page, 'and one more');
  });

  it('a list stays as small as it is quick, whoever sits at its end or further up', async () => {
    const socket = await ada.socket();
    const write = (from: number, count: number) =>
      Promise.all(Array.from({ length: count }, (_, n) => socket.call('post:create', { channelId, clientId: uuid(), text: `line ${from + n}` })));
    await write(0, 100);
    const page = await visit(eva);
    await settled(page, 'line 99');
    const posts = page.locator('.stream-column .post');
    await write(100, 400);
    await settled(page, 'line 499');
    expect(await posts.count()).to.be.within(200, 300);

    const list = page.locator('.stream-column .stream');
    await list.evaluate((box) => box.scrollBy({ top: -1500 }));
    await page.locator('.pill').first().waitFor();
    const read = () =>
      list.evaluate((box) => {
        const top = box.getBoundingClientRect().top;
        const post = [...box.querySelectorAll('.post')].find((each) => each.getBoundingClientRect().bottom > top + 100);
        return { text: post?.textContent, top: Math.round(post?.getBoundingClientRect().top ?? 0) };
      });
    const before = await read();
    await write(500, 300);
    await page.locator('.pill', { hasText: /[1-9]00 new/ }).waitFor();
    expect(await read()).to.deep.equal(before);
    expect(await posts.count()).to.be.at.most(300);
    socket.close();
  });

  it('a permalink to a reply opens its thread at that reply', async () => {
    const root = await say(ada, 'A long story');
    const socket = await ada.socket();
    const replies = await Promise.all(
      Array.from({ length: 150 }, (_, n) => socket.call('post:create', { channelId, rootId: root.id, clientId: uuid(), text: `reply ${n}` })),
    );
    socket.close();
    const page = await visit(eva, {}, `/p/${replies[30]?.id}`);
    await page.locator('.pane .post.marked', { hasText: 'reply 30' }).waitFor();
    await page.waitForFunction(() => {
      const top = document.querySelector('.pane .post.marked')?.getBoundingClientRect().top ?? -1;
      return top > 0 && top < innerHeight;
    });
  });

  it('the new line stands before the first of the new, once that is loaded, and a pill leads there', async () => {
    await say(ada, 'read long ago');
    const reading = await eva.socket();
    const first = await visit(eva);
    await settled(first, 'read long ago');
    await reading.next('read:changed', ({ readSeq }) => readSeq >= 1);
    reading.close();
    await first.context().close();
    const socket = await ada.socket();
    for (let n = 0; n < 150; n++) await socket.call('post:create', { channelId, clientId: uuid(), text: `news ${n}` });
    socket.close();
    const page = await visit(eva);
    await settled(page, 'news 149');
    expect(await page.locator('.new-line').count()).to.equal(0);
    await page.locator('.pill').first().click();
    await page.locator('.new-line').waitFor();
    expect(await page.locator('div:has(> .new-line)').innerText()).to.include('news 0');
  });

  it('everything is reached by keyboard: the switcher, the shortcuts, posts and their menu', async () => {
    await say(ada, 'one');
    await say(ada, 'two');
    const page = await visit(eva);
    await settled(page, 'two');
    await page.locator('.composer textarea').press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.querySelector('.body')?.textContent)).to.equal('one');
    await page.keyboard.press('.');
    await page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Ada');
    await page.getByRole('option', { name: /Ada Novak/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/people\/ada-novak/);
  });

  it('names complete themselves, and a mention is counted', async () => {
    const page = await visit(ada);
    await page.locator('.composer textarea').pressSequentially('Hello @');
    await page.getByRole('option', { name: /Ada Novak/ }).waitFor();
    // Taken before the answer for the longer word is there.
    await page.keyboard.type('eva');
    await page.keyboard.press('Enter');
    await page.locator('.composer textarea').press('Enter');
    await page.locator('.post .mention', { hasText: '@eva-roth' }).waitFor();
    const listed = (await eva.http('channel:list', {})).find(({ channel }) => channel.id === channelId);
    expect(listed?.mentions).to.equal(1);
  });

  it('a mention in a thread is found again, also after its channel was read', async () => {
    const root = await say(ada, 'Who drives to Lyon?');
    await eva.http('post:create', { channelId, clientId: uuid(), text: 'ask @ada-novak', rootId: root.id });
    const page = await visit(ada);
    await page.getByRole('link', { name: 'Mentions' }).click();
    await page.locator('.cards a', { hasText: 'Eva Roth' }).first().click();
    await page.locator('.pane .post.marked', { hasText: 'ask @ada-novak' }).waitFor();
  });

  it('pinned posts stand above the channel for everybody, live', async () => {
    const { id: postId } = await say(eva, 'Hotline 0800 123');
    const page = await visit(eva);
    await settled(page, 'Hotline');
    await ada.http('post:pin', { postId, pinned: true });
    await page.locator('.key-information', { hasText: 'Hotline' }).waitFor();
    await ada.http('post:remove', { postId, reason: 'Outdated number' });
    await page.locator('.tombstone', { hasText: 'Outdated number' }).waitFor();
    await page.locator('.key-information').waitFor({ state: 'detached' });
  });

  it('on a phone the rail is the start page, and back leads from thread to channel to rail', async () => {
    const root = await say(ada, 'root');
    await say(eva, 'reply', { rootId: root.id });
    const page = await openPage(forum, '/', { viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true });
    await signIn(page, eva.account.email ?? '');
    await page.locator('.rail .entry', { hasText: 'Room' }).first().waitFor();
    await page.goto(`${forum.url}/c/${await slug()}`);
    await page.locator('.replies').click();
    await page.locator('.pane .post', { hasText: 'reply' }).waitFor();
    await page.goBack();
    await page.locator('.pane').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Back' }).click();
    await page.locator('.rail .entry').first().waitFor({ state: 'visible' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(360);
  });

  it('an administrator sees how the server is doing, and it moves', async () => {
    const page = await openPage(forum, '/nodes');
    await signIn(page, ada.account.email ?? '');
    const line = page.locator('.chart svg polyline').first();
    await page.locator('.chart svg').first().waitFor();
    const length = async () => ((await line.getAttribute('points')) ?? '').split(' ').length;
    const before = await length();
    await page.waitForFunction((known) => (document.querySelector('.chart svg polyline')?.getAttribute('points') ?? '').split(' ').length > known, before);
  });
});
