import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import type { Sent } from '../../shared/contract/index.ts';
import type { Caller, TestApp } from '../helpers/app.ts';
import { forumInBrowser, openPage, signIn } from '../helpers/browser.ts';
import { soon } from '../helpers/exchange.ts';

describe('the stories of the exchange, each before several screens', function () {
  this.timeout(120_000);
  let forum: TestApp;
  let channelId: string;
  const clusterIds = new Map<string, string>();

  forumInBrowser(async (started) => {
    forum = started;
    const ada = await forum.person('Ada', ['administrator']);
    channelId = (await ada.http('channel:create', { name: 'Help', forEveryone: true })).channel.id;
  });

  async function personOf(
    name: string,
    {
      kind = 'cluster' as 'cluster' | 'company' | 'authority',
      nuts = 'ES511',
      roles = [] as 'validator'[],
    } = {},
  ): Promise<Caller> {
    const { id } = await forum.app.services.clusters.create({
      ...{
        name,
        kind,
        country: nuts.slice(0, 2),
        nuts,
        sectors: [],
        languages: ['en'],
        website: '',
        description: '',
      },
    });
    if (kind !== 'company')
      await forum.app.stores.clusters.edit(id, {
        validated: { by: uuid(), at: new Date().toISOString() },
      });
    clusterIds.set(name, id);
    const person = await forum.person(`${name} Person`, roles);
    await forum.join(person, id);
    await person.http('channel:join', { channelId });
    return person;
  }

  const post = (
    who: Caller,
    terms: Partial<Sent<'listing:create'>> &
      Pick<Sent<'listing:create'>, 'kind' | 'quantity' | 'title'>,
  ) =>
    who.http('listing:create', {
      ...{
        channelId,
        clientId: uuid(),
        lang: 'en',
        product: 'ffp2',
        unit: 'H87',
        nuts: 'ES511',
        on: soon(5),
      },
      ...(terms.kind === 'offer' && {
        claims: [
          {
            code: 'EN149',
            level: 'documented',
            regime: 'ppe_2016_425',
            notifiedBody: '0161',
            certificate: 'EU-0161-1',
          },
        ],
      }),
      ...terms,
    } as Sent<'listing:create'>);

  async function visit(who: Caller, path = '/c/help'): Promise<Page> {
    const page = await openPage(forum, '/sign-in');
    await signIn(page, who.account.email ?? '');
    await page.goto(forum.url + path);
    return page;
  }

  it('partial fulfilment: two suppliers for one critical request, nothing promised twice, and what was not taken is asked for again', async () => {
    const milano = await personOf('Milano', { kind: 'authority', nuts: 'ITC4C' });
    const [texsilk, catalunya, lyon] = [
      await personOf('Texsilk', { kind: 'company' }),
      await personOf('Catalunya'),
      await personOf('Lyon', { nuts: 'FRK26' }),
    ];
    const [hers, sponsor, his, board] = await Promise.all([
      visit(milano, '/c/help/request'),
      visit(catalunya, '/exchange/reviews'),
      visit(lyon),
      visit(lyon, '/exchange/board?product=ffp2'),
    ]);

    await hers.getByLabel('What is it?').fill('ffp2');
    await hers.getByRole('button', { name: 'FFP2 masks' }).click();
    await hers.getByLabel('How much?').fill('10000');
    await hers.getByText('More', { exact: true }).click();
    await hers.getByLabel('Urgency').selectOption('critical');
    await hers.getByRole('button', { name: 'Post the request' }).click();
    const request = his.locator('.stream-column .listing.request', { hasText: '10,000 pieces' });
    await request.getByText('no offer yet').waitFor();
    await board.locator('.unanswered li').waitFor();
    await board
      .locator('tr', { hasText: 'Italy' })
      .getByRole('cell', { name: '0%', exact: true })
      .waitFor();

    const held = await post(texsilk, {
      kind: 'offer',
      quantity: 6000,
      title: 'Masks of Texsilk',
      sponsorId: clusterIds.get('Catalunya'),
    });
    await sponsor.getByRole('link', { name: 'Masks of Texsilk' }).click();
    await sponsor.getByRole('button', { name: 'Open it' }).click();
    const near = await post(lyon, {
      kind: 'offer',
      quantity: 5000,
      title: 'Masks of Lyon',
      nuts: 'FRK26',
    });
    await board
      .locator('tr', { hasText: 'Italy' })
      .getByRole('cell', { name: '100%', exact: true })
      .waitFor();

    await his
      .locator('.listing', { hasText: '10,000 pieces' })
      .getByRole('link', { name: 'Details' })
      .click();
    const address = his.url();
    await hers.goto(address);
    const matches = hers.locator('.matches').first().locator('li');
    await matches.nth(1).waitFor();
    expect(await matches.first().innerText()).to.match(/points[\s\S]*Product 250\/250/);

    const requestId = address.split('/').at(-1) ?? '';
    const propose = (who: Caller, offerId: string, quantity: number) =>
      who.http('commitment:propose', { clientId: uuid(), offerId, requestId, quantity });
    await propose(texsilk, held.id, 6000);
    await propose(lyon, near.id, 2000);
    await propose(lyon, near.id, 4000);
    const proposal = (amount: string) => hers.locator('.commitment', { hasText: amount });
    await proposal('6,000 pieces').getByRole('button', { name: 'Accept' }).click();
    await proposal('6,000 pieces').locator('a[href^="mailto:"]').waitFor();
    await proposal('4,000 pieces').getByRole('button', { name: 'Accept' }).click();
    await proposal('4,000 pieces').locator('a[href^="mailto:"]').waitFor();
    await proposal('2,000 pieces').getByRole('button', { name: 'Accept' }).click();
    await hers.locator('.notice', { hasText: '0' }).waitFor();
    await his.goto(`${forum.url}/c/help`);
    await his.locator('.listing.offer', { hasText: '1,000 of 5,000 left' }).waitFor();
    await his.locator('.listing.offer', { hasText: '0 of 6,000 left' }).waitFor();
    await his.locator('.listing.request', { hasText: '0 of 10,000 still needed' }).waitFor();

    const [first] = (await texsilk.http('commitment:list', {})).map(
      ({ commitment }) => commitment.id,
    );
    await texsilk.http('commitment:act', { commitmentId: first ?? '', action: 'dispatch' });
    await proposal('6,000 pieces').getByRole('button', { name: 'Received' }).click();
    await hers.getByLabel('How much of it do you take?').fill('5900');
    await hers.locator('dialog').getByRole('button', { name: 'Received' }).click();
    await his.locator('.listing.request', { hasText: '100 of 10,000 still needed' }).waitFor();
    await board
      .locator('tr', { hasText: 'Italy' })
      .getByRole('cell', { name: '100', exact: true })
      .first()
      .waitFor();
  });

  it('fraud caught: what is absurd and undocumented is held, and what relied on a revoked claim ends before both sides', async () => {
    const company = await personOf('Novel', { kind: 'company' });
    const [sponsor, clinic, validator] = [
      await personOf('Sponsor'),
      await personOf('Clinic', { nuts: 'ES300' }),
      await personOf('Labs', { roles: ['validator'] }),
    ];
    const [theirs, hers, his] = await Promise.all([
      visit(company, '/c/help/offer'),
      visit(sponsor, '/exchange/reviews'),
      visit(clinic),
    ]);

    await theirs.getByLabel('What is it?').fill('ffp2');
    await theirs.getByRole('button', { name: 'FFP2 masks' }).click();
    await theirs.getByLabel('How much?').fill('5000000');
    const holds = theirs.locator('.holds li');
    await holds.filter({ hasText: 'far above' }).waitFor();
    await holds.filter({ hasText: 'notified body' }).waitFor();
    await theirs.getByLabel('How much?').fill('50000');
    await theirs.getByLabel('Notified body').fill('0161');
    await theirs.getByLabel('Certificate number').fill('EU-0161-77');
    await theirs.getByText('Counts as documented', { exact: true }).waitFor();
    await theirs.getByLabel('Who vouches for you').selectOption({ label: 'Sponsor' });
    await theirs.getByRole('button', { name: 'Post the offer' }).click();
    await theirs.locator('h1', { hasText: 'FFP2 masks, ' }).waitFor();
    const offerId = theirs.url().split('/').at(-1) ?? '';
    expect(await his.locator('.listing', { hasText: '50,000 pieces' }).count()).to.equal(0);

    await hers.locator('.listings').getByRole('link', { name: 'FFP2 masks, ' }).click();
    await hers.getByRole('button', { name: 'Open it' }).click();
    await his.locator('.listing.offer', { hasText: '50,000 pieces' }).waitFor();
    const request = await post(clinic, {
      kind: 'request',
      quantity: 20_000,
      title: 'Masks for the clinic',
      nuts: 'ES300',
      requires: [{ code: 'EN149', min: 'documented' }],
    });
    const { id } = await clinic.http('commitment:propose', {
      clientId: uuid(),
      offerId,
      requestId: request.id,
      quantity: 20_000,
    });
    await company.http('commitment:act', { commitmentId: id, action: 'accept' });
    await his.locator('.listing.request', { hasText: '0 of 20,000 still needed' }).waitFor();

    const judge = await visit(validator, `/listings/${offerId}`);
    await judge.getByText('certificate EU-0161-77').waitFor();
    await judge.getByRole('button', { name: 'Revoke' }).click();
    await judge.getByLabel('Reason').fill('The certificate is another firm’s');
    await judge
      .locator('dialog')
      .getByRole('button', { name: /Revoke/ })
      .click();
    await his.locator('.listing.request', { hasText: '20,000 of 20,000 still needed' }).waitFor();
    for (const page of [theirs, his]) {
      await page.goto(`${forum.url}/exchange/own`);
      await page
        .locator('.commitment', { hasText: 'What this relied on, EN149, no longer holds.' })
        .waitFor();
    }
    await hers.getByText('What was decided').click();
    await hers
      .locator('.decisions li', { hasText: 'another firm' })
      .filter({ hasText: 'Labs Person' })
      .first()
      .waitFor();
  });

  it('bottleneck: capacity that lacks transport asks for it, and who was away gets exactly what was missed, in order', async () => {
    const cloth = { product: 'nonwoven', unit: 'KGM' as const };
    const [weaver, spinner, converter, away] = [
      await personOf('Weaver'),
      await personOf('Spinner', { nuts: 'ES512' }),
      await personOf('Converter'),
      await personOf('Away'),
    ];
    await post(weaver, {
      ...cloth,
      kind: 'request',
      quantity: 10_000,
      title: 'Nonwoven for masks',
    });
    await post(spinner, {
      ...cloth,
      kind: 'offer',
      quantity: 1800,
      title: 'Nonwoven to spare',
      nuts: 'ES512',
      shipsTo: ['ES51'],
      claims: [],
    });
    const [his, hers, board] = await Promise.all([
      visit(away),
      visit(converter, '/c/help/offer'),
      visit(weaver, '/exchange/board?product=nonwoven&nuts=ES&level=2'),
    ]);
    const row = board.locator('tr', { hasText: '(ES51)' });
    await row.getByRole('cell', { name: '18%', exact: true }).waitFor();
    await his.locator('.listing', { hasText: '10,000 kilograms' }).waitFor();
    await his.context().setOffline(true);

    await weaver.http('post:create', { channelId, clientId: uuid(), text: 'Who can convert?' });
    await hers.getByLabel('What is it?').fill('nonw');
    await hers.getByRole('button', { name: 'Nonwoven' }).click();
    await hers.getByLabel('How much?').fill('8000');
    await hers.getByText('More', { exact: true }).click();
    await hers.getByLabel('What do you offer?').selectOption('capacity');
    await hers.getByLabel('How much a week?').fill('2000');
    await hers.getByLabel('First day', { exact: true }).fill(soon(7));
    await hers.getByLabel('Transport', { exact: true }).check();
    await hers.getByRole('button', { name: 'Post the offer' }).click();
    const offer = hers.locator('.listing.offer', { hasText: '2,000 kilograms a week' });
    await offer.getByText('missing: Transport').waitFor();
    await row.getByRole('cell', { name: '98%', exact: true }).waitFor();
    await offer.getByRole('link', { name: 'Details' }).click();
    await hers
      .getByRole('region', { name: 'Still missing' })
      .getByRole('link', { name: /Transport/ })
      .click();
    await hers.getByText('Needed for').waitFor();

    await his.context().setOffline(false);
    await his.locator('.listing.request', { hasText: '8,000 kilograms Transport' }).waitFor();
    const shown = await his.locator('.stream-column .post').allInnerTexts();
    const at = (words: string) => shown.findIndex((text) => text.includes(words));
    expect([
      at('Who can convert?'),
      at('2,000 kilograms a week'),
      at('8,000 kilograms Transport'),
    ]).to.deep.equal(
      [
        at('Who can convert?'),
        at('2,000 kilograms a week'),
        at('8,000 kilograms Transport'),
      ].toSorted((a, b) => a - b),
    );
    expect(new Set(shown).size).to.equal(shown.length);
  });

  it('a saved search tells at once of what opens, wherever its owner is', async () => {
    const [seeker, giver] = [await personOf('Seeker'), await personOf('Giver', { nuts: 'PT11A' })];
    const page = await visit(seeker, '/exchange');
    await page.getByLabel('Product').selectOption('ventilator');
    await page.getByRole('button', { name: 'Save this search' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.notice', { hasText: 'Saved' }).waitFor();
    await page.goto(`${forum.url}/clusters`);
    await page.locator('.cards li').first().waitFor();
    await post(giver, {
      kind: 'offer',
      quantity: 3,
      title: 'Three ventilators',
      product: 'ventilator',
      nuts: 'PT11A',
      claims: [],
    });
    await page.locator('.notice', { hasText: 'Three ventilators' }).waitFor();
    await page.locator('.rail .entry .badge', { hasText: '1' }).waitFor();
    await page.locator('.rail a[href="/exchange"]').click();
    await page.getByRole('link', { name: /^Saved/ }).click();
    await page.getByRole('link', { name: /Ventilators/ }).click();
    await page.locator('.listings', { hasText: 'Three ventilators' }).waitFor();
    await page.locator('.rail .entry .badge').waitFor({ state: 'detached' });
  });

  it('a moderator plans, and both sides agree before anything is promised', async () => {
    const mod = await forum.person('Planner', ['moderator']);
    await mod.http('channel:join', { channelId });
    const [giver, taker] = [
      await personOf('Goggle makers'),
      await personOf('Field hospital', { nuts: 'ES300' }),
    ];
    await post(giver, {
      kind: 'offer',
      quantity: 900,
      title: 'Goggles to give',
      product: 'goggles',
      claims: [],
    });
    await post(taker, {
      kind: 'request',
      quantity: 400,
      title: 'Goggles to get',
      product: 'goggles',
      nuts: 'ES300',
    });
    const [hers, his, theirs] = await Promise.all([
      visit(mod, '/exchange/plan'),
      visit(giver, '/exchange/own'),
      visit(taker, '/exchange/own'),
    ]);
    await hers.getByLabel('Product').selectOption('goggles');
    await hers.getByRole('button', { name: 'Make a plan' }).click();
    await hers.locator('tr', { hasText: '400 pieces' }).waitFor();
    await hers.getByRole('button', { name: 'Make it again' }).click();
    await hers.locator('.notice', { hasText: 'the same plan' }).waitFor();
    await hers.getByRole('button', { name: 'Propose 1 shipment' }).click();
    await his
      .locator('.commitment', { hasText: 'proposed by a moderator' })
      .getByRole('button', { name: 'Accept' })
      .click();
    await his
      .locator('.commitment')
      .getByRole('button', { name: 'Accept' })
      .waitFor({ state: 'detached' });
    await theirs.locator('.commitment').getByRole('button', { name: 'Accept' }).click();
    await his.locator('.commitment a[href^="mailto:"]').waitFor();
  });
});
