import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { httpCaller, refusal } from '../helpers/app.ts';
import { documented, type Exchange, startExchange } from '../helpers/exchange.ts';

/** The least that is a PDF, and a PNG, by what they begin with. */
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

onEveryAdapter('the documents of claims', (adapter) => {
  let { forum, moderator, channelId, clusterIds, personOf, post } = {} as Exchange;

  before(async function () {
    this.timeout(60_000);
    ({ forum, moderator, channelId, clusterIds, personOf, post } = await startExchange(
      adapter.settings(),
    ));
  });
  after(() => forum?.stop());

  it('shows the document of a claim to whoever may see the listing, and to nobody else', async () => {
    const [author, colleague, other] = [
      await personOf('Maker'),
      await forum.person('Colleague'),
      await personOf('Buyer'),
    ];
    await forum.join(colleague, clusterIds.get('Maker') ?? '');
    const attachmentId = uuid();
    const sent = { attachmentId, name: 'Zertifikat EN 149 – „Nr. 1“.pdf', content: pdf };
    const kept = await author.http('attachment:add', sent);
    expect(kept).to.include({ id: attachmentId, mediaType: 'application/pdf', size: pdf.length });
    expect(await author.http('attachment:add', sent)).to.deep.equal(kept);
    expect((await refusal(author.http('attachment:add', { ...sent, content: png }))).code).to.equal(
      'conflict',
    );
    const claims = documented.map((claim) => ({ ...claim, attachmentId }));
    expect(
      (await refusal(post(other, { kind: 'offer', quantity: 200, claims }))).message,
    ).to.include('attach it again');

    const held = await post(author, { kind: 'offer', quantity: 2_000_000, nuts: 'ES300', claims });
    expect(held.state).to.equal('review');
    const document = { listingId: held.id, attachmentId };
    expect(
      Buffer.from((await colleague.http('listing:document', document)).content).equals(pdf),
    ).to.equal(true);
    expect((await refusal(other.http('listing:document', document))).code).to.equal('not_found');
    const through = { channelId, clientId: uuid(), kind: 'offer', lang: 'es', claims } as const;
    expect((await refusal(other.http('listing:draft', through))).message).to.include(
      'attach it again',
    );
    await moderator.http('listing:decide', {
      listingId: held.id,
      decision: 'open',
      version: held.version,
    });
    const { type, content } = await other.http('listing:document', document);
    expect([type, Buffer.from(content).equals(pdf)]).to.deep.equal(['application/pdf', true]);
    expect(
      (await refusal(other.http('listing:document', { ...document, attachmentId: uuid() }))).code,
    ).to.equal('not_found');
  });

  it('gives a document the name of what it is, in any script, and never shows it', async () => {
    const author = await personOf('Namer');
    const attachmentId = uuid();
    const name = 'Zertifikat\u202e № 1.html';
    const kept = await author.http('attachment:add', { attachmentId, name, content: pdf });
    expect(kept.name).to.equal('Zertifikat № 1.pdf');
    const claims = documented.map((claim) => ({ ...claim, attachmentId }));
    const { id } = await post(author, { kind: 'offer', quantity: 10, nuts: 'ES300', claims });
    const { headers } = await fetch(
      `${forum.url}/api/v1/listings/${id}/documents/${attachmentId}`,
      { headers: { Authorization: `Bearer ${author.accessToken}` } },
    );
    expect(headers.get('content-type')).to.equal('application/pdf');
    expect(headers.get('content-disposition')).to.equal(
      `attachment; filename="Zertifikat ? 1.pdf"; filename*=UTF-8''Zertifikat%20%E2%84%96%201.pdf`,
    );
  });

  it('takes only documents, whole and not too large, from members of a cluster', async () => {
    const author = await personOf('Sender');
    const add = (content: Uint8Array, who = author) =>
      refusal(
        who.http('attachment:add', { attachmentId: uuid(), name: 'certificate.pdf', content }),
      );
    expect((await add(Buffer.from('<script>alert(1)</script>'))).message).to.include('PDF');
    expect((await add(Buffer.alloc(5 * 1024 * 1024 + 1))).code).to.equal('too_large');
    expect((await add(new Uint8Array())).code).to.equal('bad_request');
    expect((await add(pdf, await forum.person('Loner'))).code).to.equal('forbidden');
    const nobody = httpCaller(forum.url);
    expect(
      (
        await refusal(
          nobody('attachment:add', { attachmentId: uuid(), name: 'x.pdf', content: pdf }),
        )
      ).code,
    ).to.equal('unauthenticated');
  });

  it('drops documents that no listing names, in time', async () => {
    const author = await personOf('Sweeper');
    const [named, drafted, forgotten] = [uuid(), uuid(), uuid()];
    for (const attachmentId of [named, drafted, forgotten])
      await author.http('attachment:add', { attachmentId, name: 'c.pdf', content: pdf });
    await post(author, {
      kind: 'offer',
      quantity: 10,
      nuts: 'ES300',
      claims: documented.map((claim) => ({ ...claim, attachmentId: named })),
    });
    const claims = documented.map((claim) => ({ ...claim, attachmentId: drafted }));
    await author.http('listing:draft', {
      channelId,
      clientId: uuid(),
      kind: 'offer',
      lang: 'es',
      claims,
    });
    const { attachments } = forum.app.stores;
    const left = async (days: number) => {
      await attachments.sweep(new Date(Date.now() + days * 86_400_000).toISOString());
      return (await attachments.find([named, drafted, forgotten])).map(({ id }) => id);
    };
    expect(await left(2)).to.have.members([named, drafted]);
    expect(await left(91)).to.have.members([named]);
  });
});
