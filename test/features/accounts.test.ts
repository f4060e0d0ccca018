import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { v4 as uuid } from 'uuid';
import type { SignedIn } from '../../shared/contract/accounts.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import {
  connectSocket,
  httpCaller,
  json,
  refusal,
  startTestApp,
  type TestApp,
} from '../helpers/app.ts';

onEveryAdapter('accounts', (adapter) => {
  let forum: TestApp;
  const secret = 'a-secret-for-tests-0123456789-abcdefghij';
  before(async () => {
    forum = await startTestApp({ ...adapter.settings(), JWT_SECRET: secret });
  });
  after(() => forum?.stop());

  const post = (path: string, body: object, headers = {}) =>
    fetch(`${forum.url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify(body),
    });
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? '';

  it('register with a new cluster, and sign in with an address in any case', async () => {
    const form = {
      name: 'Ana Ruiz',
      email: 'Ana@Example.eu',
      password: 'correct horse',
      cluster: { name: 'Texfor', country: 'ES' },
    };
    const registered = await post('/accounts', form);
    expect([registered.status, await registered.json()]).to.deep.equal([200, {}]);
    const signedIn = await post('/sessions', { email: 'ana@example.EU', password: form.password });
    const { account } = (await signedIn.json()) as SignedIn;
    expect(account.handle).to.equal('ana-ruiz');
    expect(account.clusterId).to.be.a('string');
  });

  it('are told nothing more than that address or password is not right', async () => {
    const wrong = await post('/sessions', { email: 'ana@example.eu', password: 'wrong horse' });
    const unknown = await post('/sessions', {
      email: 'nobody@example.eu',
      password: 'wrong horse',
    });
    expect([wrong.status, unknown.status]).to.deep.equal([401, 401]);
    expect(await wrong.json()).to.deep.equal(await unknown.json());
  });

  it('refuse names with invisible or look-alike characters', async () => {
    for (const name of ['Ana\u200bRuiz', 'Аna Ruiz', 'Ana  Ruiz', '𝐀𝐧𝐚', '\u202eanA'])
      expect(
        (
          await post('/accounts', {
            name,
            email: `${uuid()}@example.eu`,
            password: 'correct horse',
          })
        ).status,
        name,
      ).to.equal(400);
    for (const name of ['Νίκος Γεωργίου', 'Иван', 'Jean-Luc O’Hara', 'Łukasz'])
      expect(
        (
          await post('/accounts', {
            name,
            email: `${uuid()}@example.eu`,
            password: 'correct horse',
          })
        ).status,
        name,
      ).to.equal(200);
  });

  it('keep the refresh token in a cookie no script and no other site can use', async () => {
    const { account } = await forum.person('Eva');
    const cookie = cookieOf(
      await post('/sessions', { email: account.email, password: 'correct horse' }),
    );
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/api/v1/sessions'])
      expect(cookie).to.include(attribute);
  });

  const renew = (cookie: string, attempt: string = uuid()) =>
    post('/sessions/renew', { attempt }, { Cookie: cookie });
  const refreshOf = (response: Response) => cookieOf(response).split(';')[0] ?? '';
  const endOf = async (response: Response) =>
    ((await response.json()) as { error: { details?: { reason?: string } } }).error.details?.reason;

  it('rotate the refresh token; a lost answer can be asked for again, a replay ends the session and its sockets', async () => {
    const eva = await forum.person('Eva');
    const socket = await eva.socket();
    const attempt = uuid();
    const first = await renew(eva.cookie, attempt);
    const lost = await renew(eva.cookie, attempt);
    expect([first.status, lost.status]).to.deep.equal([200, 200]);
    expect(refreshOf(lost)).to.equal(refreshOf(first));
    const second = await renew(refreshOf(first));
    const replayed = await renew(eva.cookie);
    expect([replayed.status, await endOf(replayed)]).to.deep.equal([401, 'TOKEN_REUSED']);
    expect(await socket.closed).to.equal('io server disconnect');
    expect((await renew(refreshOf(second))).status).to.equal(401);
    const refused = await refusal(eva.http('account:get', {}));
    expect([refused.code, refused.details?.reason]).to.deep.equal([
      'unauthenticated',
      'TOKEN_REUSED',
    ]);
  });

  it('take tabs that renew at the same moment for one, whichever comes first', async () => {
    const eva = await forum.person('Eva');
    let cookie = eva.cookie;
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => renew(cookie)));
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(8).fill(200));
      expect(new Set(answers.map(refreshOf)).size).to.equal(1);
      cookie = refreshOf(answers[0] as Response);
    }
    const { accessToken, expiresIn } = (await (await renew(cookie)).json()) as {
      accessToken: string;
      expiresIn: number;
    };
    expect(expiresIn).to.equal(15 * 60);
    expect((await httpCaller(forum.url, accessToken)('account:get', {})).id).to.equal(
      eva.account.id,
    );
  });

  it('say why a session has ended, to whoever renews it and on both doors', async () => {
    const eva = await forum.person('Eva');
    const others = await Promise.all(
      [1, 2, 3].map(async () => {
        const response = await post('/sessions', {
          email: eva.account.email,
          password: 'correct horse',
        });
        const { accessToken } = (await response.json()) as { accessToken: string };
        return { cookie: refreshOf(response), accessToken };
      }),
    );
    const [revoked, left, changed] = others as [
      (typeof others)[0],
      (typeof others)[0],
      (typeof others)[0],
    ];
    const { sid } = jwt.decode(revoked.accessToken) as { sid: string };
    await eva.http('session:revoke', { sessionId: sid });
    await post('/sessions/end', {}, { Cookie: left.cookie });
    await eva.http('password:change', { current: 'correct horse', next: 'battery staple' });
    for (const [{ cookie, accessToken }, reason] of [
      [revoked, 'SESSION_REVOKED'],
      [left, 'SIGNED_OUT'],
      [changed, 'PASSWORD_CHANGED'],
    ] as const) {
      const renewed = await renew(cookie);
      expect([renewed.status, await endOf(renewed)]).to.deep.equal([401, reason]);
      expect(
        (await refusal(httpCaller(forum.url, accessToken)('account:get', {}))).details?.reason,
      ).to.equal(reason);
      const error = await connectSocket(forum.url, accessToken).catch((thrown) => thrown);
      expect(error.data.details.reason).to.equal(reason);
    }
    const unknown = await renew(`muster_refresh=${uuid()}.0.${'x'.repeat(43)}`);
    expect(await endOf(unknown)).to.equal('SESSION_UNKNOWN');
    expect(await endOf(await post('/sessions/renew', { attempt: uuid() }))).to.equal(undefined);
  });

  it('accept only tokens of the right algorithm, issuer, audience, type, expiry and subject', async () => {
    const { account, accessToken } = await forum.person('Eva');
    const { sid } = jwt.decode(accessToken) as { sid: string };
    const good = {
      claims: { sid, typ: 'access' } as object,
      options: {
        algorithm: 'HS256',
        issuer: 'muster',
        audience: 'muster',
        subject: account.id,
        expiresIn: 60,
      } as jwt.SignOptions,
      key: secret,
    };
    const ask = (claims: object, options: jwt.SignOptions, key = secret) =>
      httpCaller(forum.url, jwt.sign(claims, key, options))('account:get', {});
    expect((await ask(good.claims, good.options)).id).to.equal(account.id);
    const bad: [object, jwt.SignOptions, string?][] = [
      [good.claims, { ...good.options, algorithm: 'HS512' }],
      [good.claims, { ...good.options, algorithm: 'none' }, ''],
      [good.claims, { ...good.options, issuer: 'other' }],
      [good.claims, { ...good.options, audience: 'other' }],
      [{ ...good.claims, typ: 'refresh' }, good.options],
      [good.claims, { ...good.options, expiresIn: -1 }],
      [good.claims, { ...good.options, subject: 'x' }],
      [
        { sid, typ: 'access', sub: { $ne: null } },
        {
          algorithm: 'HS256',
          issuer: 'muster',
          audience: 'muster',
          expiresIn: 60,
          noTimestamp: true,
        },
      ],
      [good.claims, good.options, 'another secret'],
    ];
    for (const [claims, options, key] of bad) {
      let token: string;
      try {
        token = jwt.sign(claims, key ?? secret, options);
      } catch {
        continue;
      }
      expect((await refusal(httpCaller(forum.url, token)('account:get', {}))).code).to.equal(
        'unauthenticated',
      );
    }
  });

  it('list their sessions and end one, whose sockets close within two seconds', async () => {
    const eva = await forum.person('Eva');
    const again = await post('/sessions', { email: eva.account.email, password: 'correct horse' });
    const other = (await again.json()) as { accessToken: string };
    const socket = await connectSocket(forum.url, other.accessToken);
    const sessions = await eva.http('session:list', {});
    expect(sessions).to.have.length(2);
    const started = Date.now();
    await eva.http('session:revoke', {
      sessionId: sessions.find(({ current }) => !current)?.id ?? '',
    });
    await socket.closed;
    expect(Date.now() - started).to.be.below(2000);
    expect(
      (await refusal(httpCaller(forum.url, other.accessToken)('account:get', {}))).code,
    ).to.equal('unauthenticated');
  });

  it('cannot end the session of somebody else', async () => {
    const [eva, ana] = await Promise.all([forum.person('Eva'), forum.person('Ana')]);
    const [session] = await ana.http('session:list', {});
    expect(
      (await refusal(eva.http('session:revoke', { sessionId: session?.id ?? '' }))).code,
    ).to.equal('not_found');
  });

  it('change the password, which ends all other sessions', async () => {
    const eva = await forum.person('Eva');
    const other = (await (
      await post('/sessions', { email: eva.account.email, password: 'correct horse' })
    ).json()) as { accessToken: string };
    expect(
      (
        await refusal(
          eva.http('password:change', { current: 'wrong horse', next: 'battery staple' }),
        )
      ).code,
    ).to.equal('forbidden');
    await eva.http('password:change', { current: 'correct horse', next: 'battery staple' });
    expect(
      (await refusal(httpCaller(forum.url, other.accessToken)('account:get', {}))).code,
    ).to.equal('unauthenticated');
    expect(
      (await post('/sessions', { email: eva.account.email, password: 'battery staple' })).status,
    ).to.equal(200);
  });

  it('get and lose roles at once, also on sockets that are open', async () => {
    const [admin, eva] = await Promise.all([
      forum.person('Ada', ['administrator']),
      forum.person('Eva Roth'),
    ]);
    const socket = await eva.socket();
    expect((await refusal(socket.call('bot:list', {}))).code).to.equal('forbidden');
    await admin.http('member:set-roles', { memberId: eva.account.id, roles: ['administrator'] });
    await socket.closed;
    expect(await (await eva.socket()).call('bot:list', {})).to.deep.equal([]);
  });

  it('cannot be tried by the hundred: the limit says when to come back', async () => {
    const strict = await startTestApp({ ...adapter.settings(), RATE_LIMITS: '0.1' });
    const tries = [];
    for (let n = 0; n < 8; n++)
      tries.push(
        await fetch(`${strict.url}/api/v1/sessions`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({ email: 'a@b.eu', password: 'x' }),
        }),
      );
    const last = tries.at(-1);
    expect(last?.status).to.equal(429);
    expect(Number(last?.headers.get('retry-after'))).to.be.above(0);
    await strict.stop();
  });
});
