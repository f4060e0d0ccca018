/** The system's Chromium, started once, and people who sit before it. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { root } from '../../server/root.ts';
import { startTestApp, type TestApp } from './app.ts';
import { leaveOut, ranAgainst } from './report.ts';

const places =
  process.env.CHROMIUM !== undefined
    ? [process.env.CHROMIUM]
    : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

let browser: Promise<Browser | null> | null = null;

export function sharedBrowser(): Promise<Browser | null> {
  browser ??= launch((program) => program);
  return browser;
}

/** A browser of its own, its program run by another one; null, and said so, where there is none. */
export async function launch(by: (program: string) => string): Promise<Browser | null> {
  const program = places.find((place) => existsSync(place));
  if (!program) {
    leaveOut('chromium', 'Install Chromium (apt-get install chromium), or name it in CHROMIUM.');
    return null;
  }
  const started = await chromium.launch({ executablePath: by(program), args: flags });
  ranAgainst('Chromium', started.version());
  return started;
}

export async function stopSharedBrowser(): Promise<void> {
  await (await browser)?.close();
}

const opened = new Set<Page>();

/** Errors that a page met, console included; a test that leaves any fails. */
const troubles: string[] = [];

/** A browser of its own, on the start page. */
export async function openPage(
  forum: TestApp,
  path = '/',
  options: BrowserContextOptions = {},
): Promise<Page> {
  const started = await sharedBrowser();
  if (!started) throw new Error('no browser');
  const context = await started.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // A lost connection and a refused call show in the console by the browser's own doing.
    if (
      message.type() === 'error' &&
      !/Failed to load resource|WebSocket connection|ERR_/.test(message.text())
    )
      troubles.push(`${page.url()}: ${message.text()}`);
  });
  opened.add(page);
  await page.goto(forum.url + path);
  return page;
}

export async function signIn(page: Page, email: string, password = 'correct horse'): Promise<void> {
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('.shell').waitFor();
}

/** A forum for the tests of a suite, which are left out without a browser, and fail by whatever trouble a page of theirs met. */
export function forumInBrowser(begin: (forum: TestApp) => Promise<void>): void {
  let forum: TestApp | undefined;
  before(async function () {
    if (!(await sharedBrowser())) return this.skip();
    forum = await startTestApp();
    await begin(forum);
  });
  beforeEach(() => {
    troubles.length = 0;
  });
  afterEach(async function () {
    await closePages(this.currentTest?.state === 'failed' ? this.currentTest.title : null);
    expect(troubles).to.deep.equal([]);
  });
  after(() => forum?.stop());
}

/** Closes the browsers of a test; keeps a picture of each when it failed. */
async function closePages(failed: string | null): Promise<void> {
  for (const page of opened) {
    if (failed)
      await shoot(
        page,
        `failed-${failed.replace(/\W+/g, '-').slice(0, 60)}-${[...opened].indexOf(page)}`,
      ).catch(() => {});
    await page.context().close();
  }
  opened.clear();
}

/** Keeps a picture under test/browser/screenshots, which git ignores. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = join(root, 'test/browser/screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
