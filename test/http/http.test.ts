import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { type Caller, json, refusal, startTestApp, type TestApp } from '../helpers/app.ts';

const metricsToken = 'a-token-for-metrics';

describe('the HTTP door', () => {
  let forum: TestApp;
  let ada: Caller;
  let channelId: string;
  before(async () => {
    forum = await startTestApp({ METRICS_TOKEN: metricsToken });
    ada = await forum.person('Ada', ['administrator']);
    channelId = (await ada.http('channel:create', { name: 'Masks' })).channel.id;
  });
  after(() => forum?.stop());

  const send = (
    body: string,
    headers: Record<string, string> = {},
    path = `/channels/${channelId}/posts`,
  ) =>
    fetch(`${forum.url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${ada.accessToken}`, ...headers },
      body,
    });
  const codeOf = async (response: Response) =>
    ((await response.json()) as { error: { code: string } }).error.code;
  const stored = async () => (await ada.http('post:list', { channelId })).posts.length;

  const bad: [string, string][] = [
    ['no JSON', '{'],
    ['an array', '[]'],
    ['a bare string', '"hello"'],
    ['a missing text', JSON.stringify({ clientId: uuid() })],
    ['an operator for a text', JSON.stringify({ clientId: uuid(), text: { $ne: null } })],
    ['an array for a scalar', JSON.stringify({ clientId: [uuid()], text: 'x' })],
    ['a number for a text', JSON.stringify({ clientId: uuid(), text: 7 })],
    ['an unknown key', JSON.stringify({ clientId: uuid(), text: 'x', admin: true })],
    ['__proto__', `{"clientId":"${uuid()}","text":"x","__proto__":{"admin":true}}`],
    ['constructor', `{"clientId":"${uuid()}","text":"x","constructor":{"prototype":{}}}`],
    ['blanks alone', JSON.stringify({ clientId: uuid(), text: ' \n ' })],
    ['a text over 16 KiB', JSON.stringify({ clientId: uuid(), text: 'ü'.repeat(8193) })],
    ['a short title', JSON.stringify({ clientId: uuid(), text: 'x', title: 'abc' })],
  ];
  for (const [what, body] of bad) {
    it(`refuses ${what} and stores nothing`, async () => {
      const before = await stored();
      const response = await send(body);
      expect([response.status, await codeOf(response)]).to.deep.equal([400, 'bad_request']);
      expect(await stored()).to.equal(before);
    });
  }

  it('takes a text of exactly 16 KiB', async () => {
    expect(
      (await send(JSON.stringify({ clientId: uuid(), text: 'ü'.repeat(8192) }))).status,
    ).to.equal(200);
  });

  it('refuses a body of a megabyte as too large', async () => {
    const response = await send(JSON.stringify({ clientId: uuid(), text: 'x'.repeat(1_000_000) }));
    expect([response.status, await codeOf(response)]).to.deep.equal([413, 'too_large']);
  });

  it('refuses a form, as a foreign page could send one', async () => {
    const response = await send('text=x', { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect(response.status).to.equal(400);
  });

  it('refuses a foreign origin, and takes its own', async () => {
    expect((await send('{}', { Origin: 'https://evil.example' })).status).to.equal(403);
    expect((await send('{}', { Origin: 'null' })).status).to.equal(403);
    expect(
      (await send(JSON.stringify({ clientId: uuid(), text: 'x' }), { Origin: forum.url })).status,
    ).to.equal(200);
  });

  it('keeps what a text becomes within bounds, whatever tricks it uses', async () => {
    const references = `[a]: http://${'&'.repeat(8000)}\n\n${'[a]'.repeat(2700)}`;
    const { html = '' } = await ada.http('post:create', {
      channelId,
      clientId: uuid(),
      text: references,
    });
    expect(html).not.to.include('<a ');
    expect(html.length).to.be.below(100_000);
    await ada.http('post:create', {
      channelId,
      clientId: uuid(),
      text: `\`\`\`java\n${'$'.repeat(16_000)}\n\`\`\``,
    });
  });

  it('takes a forged cookie for none', async () => {
    const forged = `muster_refresh=${uuid()}.0.${encodeURIComponent('ü'.repeat(43))}`;
    const response = await send(
      JSON.stringify({ attempt: uuid() }),
      { Cookie: forged },
      '/sessions/renew',
    );
    expect(response.status).to.equal(401);
  });

  it('asks those who are not signed in to do so, and answers an unknown address as one', async () => {
    expect((await fetch(`${forum.url}/api/v1/channels`)).status).to.equal(401);
    const unknown = await fetch(`${forum.url}/api/v1/nothing`);
    expect([unknown.status, await codeOf(unknown)]).to.deep.equal([404, 'not_found']);
  });

  it('sends headers that keep foreign scripts, frames and sniffing out', async () => {
    const { headers } = await fetch(`${forum.url}/`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.include("default-src 'none'")
      .and.to.include("require-trusted-types-for 'script'")
      .and.to.include("frame-ancestors 'none'");
    expect(policy).not.to.include('unsafe');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('describes every operation in OpenAPI, every call and event in AsyncAPI, and on a page to read', async () => {
    const { operations, events } = await import('../../shared/contract/index.ts');
    const openApi = (await (await fetch(`${forum.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const described = Object.values(openApi.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(described.sort()).to.deep.equal(operations.map(({ name }) => name).sort());
    const asyncApi = (await (await fetch(`${forum.url}/api/asyncapi.json`)).json()) as {
      operations: object;
    };
    expect(Object.keys(asyncApi.operations)).to.include.members(events.map(({ name }) => name));
    expect(await (await fetch(`${forum.url}/api`)).text()).to.include('post:create');
  });

  it('says that it lives, that it is ready, and on what it stands', async () => {
    expect((await fetch(`${forum.url}/health/live`)).status).to.equal(200);
    const ready = await fetch(`${forum.url}/health/ready`);
    expect(ready.status).to.equal(200);
    expect(await ready.json()).to.deep.equal({ status: 'ready', database: true, redis: null });
  });

  it('shows its metrics to administrators and to whoever brings the token for them', async () => {
    const metrics = (token?: string) =>
      fetch(`${forum.url}/metrics`, {
        headers: { ...(token && { Authorization: `Bearer ${token}` }) },
      });
    expect((await metrics()).status).to.equal(401);
    expect((await metrics('some-other-token')).status).to.equal(401);
    expect((await metrics((await forum.person('Eva')).accessToken)).status).to.equal(403);
    expect((await metrics(ada.accessToken)).status).to.equal(200);
    await ada.http('post:create', { channelId, clientId: uuid(), text: 'counted' });
    await refusal(ada.http('post:get', { postId: uuid() }));
    const text = await (await metrics(metricsToken)).text();
    for (const line of [
      /^muster_posts_total [1-9]/m,
      /^muster_errors_total\{code="not_found"\} [1-9]/m,
      /^muster_ack_seconds_count\{operation="post:create"\} [1-9]/m,
    ])
      expect(text).to.match(line);
    for (const name of [
      'deliveries_total',
      'event_loop_delay_seconds',
      'connections',
      'gaps_healed_total',
      'feed_lag_seconds_bucket',
    ])
      expect(text).to.include(`muster_${name}`);
  });

  it('tells administrators over the socket what a node does', async () => {
    const [socket, other] = await Promise.all([ada.socket(), (await forum.person('Eva')).socket()]);
    const measured = await socket.next('node:measured', ({ connections }) => connections === 2);
    expect((await socket.call('node:history', {})).at(-1)?.node).to.equal(measured.node);
    expect((await refusal(other.call('node:history', {}))).code).to.equal('forbidden');
    expect(other.heard('node:measured')).to.be.empty;
    socket.close();
    other.close();
  });
});
