import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import type { Caller, TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, signIn } from '../helpers/browser.ts';
import { soon } from '../helpers/exchange.ts';

describe('the exchange in the browser', function () {
  this.timeout(60_000);
  let forum: TestApp;
  let milano: Caller;
  let lyon: Caller;
  forumInBrowser(async (started) => {
    forum = started;
    const ada = await forum.person('Ada', ['administrator', 'moderator']);
    await ada.http('channel:create', { name: 'Help', forEveryone: true });
    [milano, lyon] = await Promise.all([ofCluster('Milano', 'ITC4C'), ofCluster('Lyon', 'FRK26')]);
  });

  async function ofCluster(name: string, nuts: string): Promise<Caller> {
    const details = {
      name,
      kind: 'cluster' as const,
      country: nuts.slice(0, 2),
      nuts,
      sectors: [],
      languages: ['en'],
      website: '',
      description: '',
    };
    const { id } = await forum.app.services.clusters.create(details);
    await forum.app.stores.clusters.edit(id, {
      validated: { by: uuid(), at: new Date().toISOString() },
    });
    const person = await forum.person(`${name} Person`);
    await forum.join(person, id);
    const [help] = await person.http('channel:list', {});
    await person.http('channel:join', { channelId: help?.channel.id ?? '' });
    return person;
  }

  async function expectValue(page: Page, label: string, value: string): Promise<void> {
    await page.waitForFunction(
      ([name, wanted]) =>
        [...document.querySelectorAll('label')].some(
          (each) =>
            each.textContent === name && (each.control as HTMLInputElement)?.value === wanted,
        ),
      [label, value],
    );
  }

  async function visit(who: Caller): Promise<Page> {
    const page = await openPage(forum, '/c/help');
    await signIn(page, who.account.email ?? '');
    await page.locator('.stream-column .composer').waitFor();
    return page;
  }

  it('a request is posted in three fields, answered in two clicks, accepted, sent and received, live on both screens', async () => {
    const [hers, his] = await Promise.all([visit(milano), visit(lyon)]);

    await hers.getByRole('link', { name: 'Ask for help' }).click();
    await hers.getByLabel('What is it?').fill('Maske');
    await hers.getByRole('button', { name: 'FFP2 masks' }).click();
    await hers.getByLabel('How much?').fill('10000');
    await hers.locator('.listing-what', { hasText: '10,000 pieces FFP2 masks' }).waitFor();
    await hers.getByRole('button', { name: 'Post the request' }).click();
    const card = his.locator('.stream-column .listing.request');
    await card.waitFor();
    expect(await card.innerText())
      .to.include('10,000 of 10,000 still needed')
      .and.to.include('no offer yet');

    await card.getByRole('button', { name: 'I can help' }).click();
    await his.getByRole('link', { name: 'Answer with an offer' }).click();
    await his.getByLabel('How much?').fill('4000');
    await his.locator('.holds li', { hasText: 'notified body' }).waitFor();
    await his.getByLabel('Notified body').fill('0161');
    await his.locator('.holds li').waitFor({ state: 'detached' });
    await his.getByRole('button', { name: 'Post the offer' }).click();
    await his.locator('.notice', { hasText: '48 hours' }).waitFor();
    await his.locator('h1', { hasText: 'FFP2 masks, Milano' }).waitFor();

    await hers.goto(`${forum.url}/exchange/own`);
    const proposal = hers.locator('.commitment');
    await proposal.getByRole('button', { name: 'Accept' }).click();
    await proposal.locator('a[href^="mailto:"]').waitFor();
    await his.getByText('6,000 of 10,000 still needed').waitFor();

    await his.goto(`${forum.url}/exchange/own`);
    await his.locator('.commitment').getByRole('button', { name: 'Mark as sent' }).click();
    await hers.locator('.commitment').getByRole('button', { name: 'Received' }).click();
    await hers.getByLabel('How much of it do you take?').fill('3900');
    await hers.locator('dialog').getByRole('button', { name: 'Received' }).click();
    await his.getByRole('region', { name: 'Received' }).locator('.commitment').waitFor();
    await hers.locator('.commitment').getByRole('button', { name: 'Close' }).click();
    await his.getByRole('region', { name: 'Closed' }).locator('.commitment').waitFor();
    await his.goto(`${forum.url}/c/help`);
    await card.getByText('6,100 of 10,000 still needed').waitFor();
  });

  it('two clicks propose what one has already listed, and the next step does not slip under a second click', async () => {
    const [giver, taker] = [await ofCluster('Wien', 'AT130'), await ofCluster('Graz', 'AT221')];
    const [help] = await giver.http('channel:list', {});
    const terms = {
      channelId: help?.channel.id ?? '',
      lang: 'en',
      product: 'goggles',
      unit: 'H87',
      nuts: 'AT130',
      on: soon(300),
    } as const;
    const request = await taker.http('listing:create', {
      ...terms,
      clientId: uuid(),
      kind: 'request',
      quantity: 300,
      title: 'Goggles for the ward',
    });
    await giver.http('listing:create', {
      ...terms,
      clientId: uuid(),
      kind: 'offer',
      quantity: 500,
      title: 'Goggles to spare',
    });
    await giver.http('listing:create', {
      ...terms,
      clientId: uuid(),
      kind: 'offer',
      quantity: 50,
      title: 'Visors to spare',
      product: 'visor',
    });
    const [his, hers] = await Promise.all([visit(giver), visit(taker)]);
    await his.goto(`${forum.url}/listings/${request.id}`);
    await his.getByRole('button', { name: 'I can help' }).click();
    await his.locator('dialog option').first().waitFor({ state: 'attached' });
    expect(await his.locator('dialog option').allInnerTexts()).to.deep.equal([
      'Goggles to spare (500 pieces)',
    ]);
    await his.locator('dialog').getByRole('button', { name: 'Propose' }).click();
    await his.locator('.notice', { hasText: '48 hours' }).waitFor();
    await his.goto(`${forum.url}/exchange/own`);
    await hers.goto(`${forum.url}/exchange/own`);
    await hers.locator('.commitment').getByRole('button', { name: 'Accept' }).click();
    const send = his.locator('.commitment').getByRole('button', { name: 'Mark as sent' });
    await send.waitFor();
    expect(await send.isDisabled()).to.equal(true);
    await send.click();
    await hers.locator('.commitment').getByRole('button', { name: 'Received' }).waitFor();
  });

  it('a thousand is what it is, however it is written', async () => {
    const page = await visit(await ofCluster('Bremen', 'DE501'));
    await page.getByRole('link', { name: 'Ask for help' }).click();
    await page.getByLabel('What is it?').fill('FFP3 masks');
    for (const typed of ['20.000', '20,000', '20 000', '20000']) {
      await page.getByLabel('How much?').fill(typed);
      await page.locator('.listing-what', { hasText: '20,000 pieces FFP3 masks' }).waitFor();
    }
    const problem = async (typed: string) => {
      await page.getByLabel('How much?').fill(typed);
      return page
        .getByLabel('How much?')
        .evaluate((input: HTMLInputElement) => input.validationMessage);
    };
    expect(await problem('2,5')).to.include('whole number');
    expect(await problem('0')).to.include('From 1');
    expect(await problem('1.500')).to.equal('');
  });

  it('who asks to join a cluster waits for one of its members, and then speaks for it', async () => {
    const member = await ofCluster('Gent', 'BE234');
    const stranger = await forum.person('Anke Vos');
    const [help] = await stranger.http('channel:list', {});
    await stranger.http('channel:join', { channelId: help?.channel.id ?? '' });
    const [hers, his] = await Promise.all([visit(stranger), visit(member)]);
    await hers.goto(`${forum.url}/settings`);
    await hers.getByLabel('Your cluster').selectOption({ label: 'Gent (Belgium)' });
    await hers.getByRole('button', { name: 'Save' }).first().click();
    await hers.getByText('You asked to join Gent').waitFor();
    await hers.goto(`${forum.url}/c/help/offer`);
    await hers.getByText('You asked to join Gent').waitFor();
    await his.locator('.rail .badge').waitFor();
    await his.getByRole('link', { name: 'Clusters' }).click();
    await his.getByRole('button', { name: 'Admit' }).click();
    await his.getByRole('button', { name: 'Admit' }).waitFor({ state: 'detached' });
    await hers.getByLabel('What is it?').waitFor();
  });

  it('an author corrects what is held', async () => {
    const author = await ofCluster('Brno', 'CZ064');
    const [help] = await author.http('channel:list', {});
    const held = await author.http('listing:create', {
      ...{
        channelId: help?.channel.id ?? '',
        clientId: uuid(),
        kind: 'offer',
        quantity: 5_000_000,
        title: 'Masks without end',
        lang: 'en',
        product: 'ffp2',
      },
      ...{
        unit: 'H87',
        nuts: 'CZ064',
        on: soon(300),
        claims: [{ code: 'EN149', level: 'claimed', regime: 'ppe_2016_425' }],
      },
    });
    const page = await visit(author);
    await page.goto(`${forum.url}/listings/${held.id}`);
    await page.locator('.holds li').nth(1).waitFor();
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await page.getByLabel('How much?').fill('50000');
    await page.getByLabel('Notified body').fill('0161');
    await page.getByLabel('Certificate number').fill('EU-0161-1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.holds li').first().waitFor({ state: 'detached' });
    expect((await author.http('listing:get', { listingId: held.id })).claims).to.deep.equal([
      {
        code: 'EN149',
        level: 'documented',
        regime: 'ppe_2016_425',
        notifiedBody: '0161',
        certificate: 'EU-0161-1',
      },
    ]);
  });

  it('a draft begun on one device is finished on another, with its certificate, which others can save', async () => {
    const author = await ofCluster('Porto', 'PT11A');
    const [phone, desk] = await Promise.all([visit(author), visit(author)]);
    await phone.getByRole('link', { name: 'Offer help' }).click();
    await phone.getByLabel('What is it?').fill('goggles');
    await phone.getByLabel('How much?').fill('250');
    await phone.getByText('on all your devices').waitFor();
    await phone.close();

    await desk.goto(`${forum.url}/drafts`);
    await desk.getByRole('link', { name: 'Offer in Help' }).click();
    expect(await desk.getByLabel('How much?').inputValue()).to.equal('250');
    await desk.getByText('More', { exact: true }).click();
    const pdf = Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
    );
    await desk.getByLabel('The certificate itself').setInputFiles({
      name: 'letter.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Dear all'),
    });
    await desk.locator('.failure', { hasText: 'only a PDF, PNG or JPEG' }).waitFor();
    await desk
      .getByLabel('The certificate itself')
      .setInputFiles({ name: 'EN166.pdf', mimeType: 'application/pdf', buffer: pdf });
    await desk.getByText('EN166.pdf', { exact: true }).waitFor();
    await desk.getByRole('button', { name: 'Post the offer' }).click();
    await desk.locator('.listing.offer', { hasText: '250 pieces' }).first().waitFor();
    expect(await author.http('listing:drafts', {})).to.deep.equal([]);

    const his = await visit(lyon);
    await his
      .locator('.listing.offer', { hasText: '250 pieces' })
      .getByRole('link', { name: 'Details' })
      .click();
    const [saved] = await Promise.all([
      his.waitForEvent('download'),
      his.getByRole('button', { name: 'Save the document' }).click(),
    ]);
    expect(saved.suggestedFilename()).to.match(/^EN166 Goggles.*\.pdf$/);
    expect(readFileSync(await saved.path()).equals(pdf)).to.equal(true);
  });

  it('a draft typed on two devices is lost on neither, and one that is discarded stays away', async () => {
    const author = await ofCluster('Aveiro', 'PT16D');
    const [one, two] = await Promise.all([visit(author), visit(author)]);
    await one.goto(`${forum.url}/c/help/request`);
    await one.getByLabel('What is it?').fill('visor');
    await one.getByRole('button', { name: 'Face shields' }).click();
    await one.getByText('on all your devices').waitFor();
    await two.goto(`${forum.url}/c/help/request`);
    await two.locator('.page-body form').waitFor();
    await expectValue(two, 'What is it?', 'Face shields');
    await one.context().setOffline(true);
    await one.getByLabel('How much?').fill('11');
    await two.getByLabel('How much?').fill('22');
    await two.getByText('on all your devices').waitFor();
    await one.context().setOffline(false);
    await one.locator('.notice', { hasText: 'a draft of its own' }).waitFor();
    await one.getByText('on all your devices').waitFor();
    const quantities = async () =>
      (await author.http('listing:drafts', {})).map(({ listing }) => listing.quantity).sort();
    expect(await quantities()).to.deep.equal([11, 22]);

    await one.getByLabel('How much?').fill('111');
    await one.getByRole('button', { name: 'Discard the draft' }).click();
    await expectValue(one, 'How much?', '');
    await two.getByLabel('How much?').fill('33');
    await two.getByRole('link', { name: 'Exchange' }).click();
    await one.goto(`${forum.url}/drafts`);
    await one.getByText('33 pieces').waitFor();
    expect(await quantities()).to.deep.equal([33]);
  });

  it('what is held is reviewed by somebody else, and opened on every screen', async () => {
    const mod = await forum.person('Mod', ['moderator']);
    const [help] = await mod.http('channel:list', {});
    await mod.http('channel:join', { channelId: help?.channel.id ?? '' });
    const [hers, his] = await Promise.all([visit(lyon), visit(mod)]);
    await hers.getByRole('link', { name: 'Offer help' }).click();
    await hers.getByLabel('What is it?').fill('gowns');
    await hers.getByLabel('How much?').fill('5000000');
    await hers.locator('.holds li', { hasText: 'far above' }).waitFor();
    await hers.getByRole('button', { name: 'Post the offer' }).click();
    await hers.getByText('Not shown to others yet').waitFor();
    await his.goto(`${forum.url}/exchange/reviews`);
    await his.locator('.listings li', { hasText: '5,000,000 pieces' }).locator('h2 a').click();
    await his.getByRole('button', { name: 'Open it' }).click();
    await hers.locator('.holds li').waitFor({ state: 'detached' });
    await hers.goto(`${forum.url}/c/help`);
    await hers.locator('.listing.offer', { hasText: '5,000,000 pieces' }).waitFor();
  });

  it('one comes back to where one was: what was filtered, what was listed, how far it was read', async () => {
    const [help] = await lyon.http('channel:list', {});
    const terms = {
      channelId: help?.channel.id ?? '',
      kind: 'offer',
      lang: 'en',
      cpv: '33190000',
      unit: 'H87',
      nuts: 'FRK26',
      on: soon(300),
    } as const;
    for (let n = 1; n <= 15; n++)
      await lyon.http('listing:create', {
        ...terms,
        clientId: uuid(),
        quantity: n,
        title: `Valves of lot ${n}`,
      });
    const page = await visit(lyon);
    await page.getByRole('link', { name: 'Exchange' }).click();
    await page.getByLabel('Kind').selectOption('offer');
    await page.waitForURL(/kind=offer/);
    const link = page.getByRole('link', { name: 'Valves of lot 4', exact: true });
    await link.scrollIntoViewIfNeeded();
    const place = () => link.evaluate((each) => Math.round(each.getBoundingClientRect().top));
    const before = await place();
    await link.click();
    await page.getByRole('heading', { name: 'Valves of lot 4' }).waitFor();
    await page.goBack();
    await page.waitForURL(/kind=offer/);
    expect(await place()).to.be.closeTo(before, 2);
    await page.reload();
    await link.waitFor();
    expect(await page.getByLabel('Kind').inputValue()).to.equal('offer');
  });
});
