import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { type Caller, startTestApp, type TestApp } from '../helpers/app.ts';
import { launch, signIn } from '../helpers/browser.ts';
import { type FarHost, openFarHost } from '../helpers/far-host.ts';
import { quantile, say, soaking } from '../helpers/history.ts';

const dark = soaking ? 90_000 : 10_000;

describe('a browser on a bad network', function () {
  this.timeout(300_000);
  let host: FarHost | null;
  let browser: Browser | null;
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let channelId: string;
  let url: string;
  before(async function () {
    host = openFarHost();
    browser = host && (await launch(host.wrapping));
    if (!host || !browser) return this.skip();
    forum = await startTestApp({ HOST: '0.0.0.0' });
    [ada, eva] = await Promise.all([forum.person('Ada', ['administrator']), forum.person('Eva')]);
    channelId = (await ada.http('channel:create', { name: 'Masks' })).channel.id;
    await eva.http('channel:join', { channelId });
    url = `http://${host.address}:${forum.app.port}`;
  });
  after(async () => {
    await browser?.close();
    host?.close();
    await forum?.stop();
  });

  const post = (text: string) => ada.http('post:create', { channelId, clientId: uuid(), text });
  const texts = (page: Page) =>
    page.locator('.stream-column .post:not(.pending) .body').allInnerTexts();
  const shown = (page: Page, text: string) =>
    page.locator('.post:not(.pending)', { hasText: text }).first().waitFor({ timeout: 60_000 });
  const write = async (page: Page, text: string) => {
    await page.locator('.stream-column .composer textarea').fill(text);
    await page.locator('.stream-column .composer textarea').press('Enter');
  };
  /** As somebody who has read everything: whoever has not comes in at the first unread post. */
  async function visit() {
    await eva.http('channel:read', { channelId, seq: Number.MAX_SAFE_INTEGER });
    const page = await (browser as Browser).newPage();
    await page.goto(`${url}/c/masks`);
    await signIn(page, eva.account.email ?? '');
    await page.locator('.stream-column .composer textarea').waitFor();
    return page;
  }

  it(`that lost everything for ${dark / 1000} s shows what a fresh one shows, and has sent what was written meanwhile`, async () => {
    const page = await visit();
    await post('before');
    await shown(page, 'before');
    (host as FarHost).lose(1);
    const until = Date.now() + dark;
    await write(page, 'written in the dark');
    for (let n = 0; Date.now() < until; n++) {
      await post(`meanwhile ${n}`);
      await setTimeout(1000);
    }
    (host as FarHost).lose(0);
    const healed = Date.now();
    await shown(page, 'written in the dark');
    const back = Date.now() - healed;
    await post('afterwards');
    await shown(page, 'afterwards');
    const fresh = await visit();
    await shown(fresh, 'afterwards');
    const [all, latest] = [await texts(page), await texts(fresh)];
    // A fresh page shows the latest sixty.
    expect(all.slice(-latest.length)).to.deep.equal(latest);
    expect(all).to.include.members(['before', 'meanwhile 0', 'written in the dark']);
    expect(new Set(all).size).to.equal(all.length);
    say(`back ${back} ms after the network was`);
    await page.close();
    await fresh.close();
  });

  it('that loses one packet in twenty talks on, and misses nothing', async () => {
    const page = await visit();
    (host as FarHost).lose(0.05);
    const waits: number[] = [];
    for (let n = 0; n < (soaking ? 100 : 20); n++) {
      const from = Date.now();
      await post(`lossy ${n}.`);
      await shown(page, `lossy ${n}.`);
      waits.push(Date.now() - from);
      if (n % 5 === 0) await write(page, `answer ${n}.`);
    }
    await shown(page, `answer ${soaking ? 95 : 15}.`);
    (host as FarHost).lose(0);
    const fresh = await visit();
    await shown(fresh, `answer ${soaking ? 95 : 15}.`);
    const [last, again] = [await texts(page), await texts(fresh)].map((all) => all.slice(-20));
    expect(last).to.deep.equal(again);
    say(`a post was there after ${quantile(waits, 0.5)} ms, p99 ${quantile(waits, 0.99)} ms`);
  });
});
