import { expect } from 'chai';
import { v7 } from 'uuid';
import type { StoredSession } from '../../server/features/accounts/sessions.store.ts';
import type { Stores } from '../../server/stores.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { failure } from '../helpers/failure.ts';
import { aMember, now } from '../helpers/fixtures.ts';

const later = new Date(Date.now() + 86_400_000).toISOString();

onEveryAdapter('the store of accounts', (adapter) => {
  let stores: Stores;
  beforeEach(async () => {
    ({ stores } = await adapter.open());
  });

  it('refuses a second account with the same email address', async () => {
    await stores.accounts.addMember(aMember('Ana', { email: 'ana@example.eu' }));
    expect(
      await failure(stores.accounts.addMember(aMember('Eva', { email: 'ana@example.eu' }))),
    ).to.have.property('code', 'conflict');
  });

  it('gives the second of a name a number behind the handle, also when both come at once', async () => {
    const added = await Promise.all([1, 2, 3].map(() => stores.accounts.addMember(aMember('Ana'))));
    expect(added.map(({ handle }) => handle).sort()).to.deep.equal(['ana', 'ana-2', 'ana-3']);
  });

  it('takes any number of bots without an email address', async () => {
    for (const name of ['Cap', 'Weather'])
      await stores.accounts.addMember(aMember(name, { kind: 'bot', email: null }));
    expect(await stores.accounts.members({ limit: 10 })).to.have.length(2);
  });

  it('uses an invitation as often as it holds, and no more', async () => {
    await stores.accounts.addInvitation({
      tokenHash: 'h',
      roles: ['moderator'],
      uses: 1,
      expiresAt: later,
    });
    expect((await stores.accounts.invitation('h', now()))?.roles).to.deep.equal(['moderator']);
    const outcomes = await Promise.allSettled(
      ['Ana', 'Eva'].map((name) => stores.accounts.addMember(aMember(name), 'h', now())),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    expect(await stores.accounts.invitation('h', now())).to.equal(null);
    expect(await stores.accounts.members({ limit: 10 })).to.have.length(1);
  });

  it('does not take away the last administrator', async () => {
    const ana = await stores.accounts.addMember(aMember('Ana', { roles: ['administrator'] }));
    expect(await failure(stores.accounts.setRoles(ana.id, []))).to.have.property(
      'code',
      'conflict',
    );
    expect(await stores.accounts.hasAdministrator()).to.equal(true);
  });

  it('finds members by id, by cluster and by the beginning of any word of a name', async () => {
    const clusterId = v7();
    const nuria = await stores.accounts.addMember(
      aMember('Núria', { name: 'Núria Ferrer', handle: 'nuria-ferrer', clusterId }),
    );
    await stores.accounts.addMember(aMember('Marco'));
    const ids = async (query: object) =>
      (await stores.accounts.members({ limit: 10, ...query })).map(({ id }) => id);
    expect(await ids({ search: 'ferr' })).to.deep.equal([nuria.id]);
    expect(await ids({ search: '%' })).to.be.empty;
    expect(await ids({ search: '.*' })).to.be.empty;
    expect(await ids({ clusterId })).to.deep.equal([nuria.id]);
    expect(await ids({ ids: [nuria.id, v7()] })).to.deep.equal([nuria.id]);
    expect(await stores.accounts.membersByCluster()).to.deep.equal(new Map([[clusterId, 1]]));
  });

  it('finds members in every script, whatever the case and accents', async () => {
    const names = {
      mueller: 'Jürgen Müller',
      ivan: 'Иван Петров',
      ozturk: 'Ayşe Öztürk',
      igdir: 'Kaya Iğdır',
      strasse: 'Ute Straßer',
      sokrates: 'Σωκράτης Παπάς',
      sita: 'सीता शर्मा',
      li: '李小龍',
    };
    for (const [handle, name] of Object.entries(names))
      await stores.accounts.addMember(aMember(name, { handle }));
    const found = async (search: string) =>
      (await stores.accounts.members({ limit: 10, search })).map(({ handle }) => handle);
    for (const [search, handle] of [
      ['mü', 'mueller'],
      ['MULL', 'mueller'],
      ['Иван', 'ivan'],
      ['пЕТ', 'ivan'],
      ['özt', 'ozturk'],
      ['OZT', 'ozturk'],
      ['ığd', 'igdir'],
      ['IĞD', 'igdir'],
      ['strass', 'strasse'],
      ['STRASS', 'strasse'],
      ['ΣΩΚΡΆΤΗΣ', 'sokrates'],
      ['σωκρατησ', 'sokrates'],
      ['सीता', 'sita'],
      ['小龍', 'li'],
    ] as const)
      expect(await found(search), search).to.deep.equal([handle]);
    for (const nobody of ['üller', 'सा', 'ivan mü', '%', '_', '.*'])
      expect(await found(nobody), nobody).to.be.empty;
  });

  it('finds members under a new name, and no longer under the old one', async () => {
    const { id } = await stores.accounts.addMember(aMember('Ana Ruiz', { handle: 'ana' }));
    await stores.accounts.editMember(id, { name: 'Ana Żak' });
    const found = async (search: string) =>
      (await stores.accounts.members({ limit: 10, search })).map((member) => member.id);
    expect(await found('zak')).to.deep.equal([id]);
    expect(await found('ruiz')).to.be.empty;
  });

  describe('sessions', () => {
    let session: StoredSession;
    beforeEach(async () => {
      const { id: memberId } = await stores.accounts.addMember(aMember('Ana'));
      session = {
        id: v7(),
        memberId,
        generation: 0,
        attempt: null,
        createdAt: now(),
        lastUsedAt: now(),
        expiresAt: later,
        userAgent: '',
        address: '',
        ended: null,
      };
      await stores.accounts.addSession(session);
    });

    const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const rotate = (generation: number, attempt: string, when = now(), store = stores) =>
      store.accounts.rotate({ id: session.id, generation, attempt, now: when, expiresAt: later });
    const endOf = async () => (await stores.accounts.sessionEnd(session.id, now()))?.reason ?? null;

    it('rotate once, answer a lost attempt again however late, and end on a replay', async () => {
      expect(await rotate(0, 'a')).to.equal('rotated');
      expect(await rotate(0, 'a', at(3600))).to.equal('again');
      expect(await rotate(1, 'b')).to.equal('rotated');
      expect(await rotate(0, 'a'), 'older than the previous').to.equal('replayed');
      expect(await rotate(2, 'd')).to.equal('gone');
      expect(await endOf()).to.equal('TOKEN_REUSED');
    });

    it('take the previous generation for a retry for 30 s, and for a theft afterwards', async () => {
      expect(await rotate(0, 'a')).to.equal('rotated');
      expect(await rotate(0, 'b', at(29))).to.equal('again');
      expect(await rotate(0, 'c', at(29))).to.equal('again');
      expect((await stores.accounts.session(session.id))?.generation).to.equal(1);
      expect(await rotate(0, 'd', at(32))).to.equal('replayed');
      expect(await rotate(1, 'e')).to.equal('gone');
    });

    it('let one of many rotations at once through, and answer the others alike, on two nodes', async () => {
      const { stores: one, again } = await adapter.open();
      const two = await again();
      const { id: memberId } = await one.accounts.addMember(aMember('Eva'));
      await one.accounts.addSession({ ...session, memberId });
      const found = await Promise.all(
        ['a', 'b', 'c', 'd', 'e', 'f'].map((attempt, n) =>
          rotate(0, attempt, now(), n % 2 ? one : two),
        ),
      );
      expect(found.sort()).to.deep.equal(['again', 'again', 'again', 'again', 'again', 'rotated']);
      expect((await two.accounts.session(session.id))?.generation).to.equal(1);
    });

    it('end when a database that was set back meets a newer token', async () => {
      expect(await rotate(3, 'a')).to.equal('gone');
      expect(await endOf()).to.equal('SESSION_UNKNOWN');
    });

    it('say why they ended, and keep the first reason', async () => {
      expect(await endOf()).to.equal(null);
      expect(await stores.accounts.sessionEnd(session.id, at(90_000))).to.deep.equal({
        reason: 'SESSION_EXPIRED',
        memberId: session.memberId,
      });
      expect((await stores.accounts.sessionEnd(v7(), now()))?.reason).to.equal('SESSION_UNKNOWN');
      expect(await stores.accounts.endSession(session.id, 'SESSION_REVOKED')).to.equal(true);
      expect(await stores.accounts.endSession(session.id, 'SIGNED_OUT')).to.equal(false);
      expect(await endOf()).to.equal('SESSION_REVOKED');
    });

    it('end one by one, or all but one', async () => {
      const other = { ...session, id: v7() };
      await stores.accounts.addSession(other);
      const { endOtherSessions } = stores.accounts;
      expect(
        await endOtherSessions(session.memberId, session.id, 'PASSWORD_CHANGED'),
      ).to.deep.equal([other.id]);
      expect((await stores.accounts.sessionEnd(other.id, now()))?.reason).to.equal(
        'PASSWORD_CHANGED',
      );
      expect(
        (await stores.accounts.sessionsOf(session.memberId, now())).map(({ id }) => id),
      ).to.deep.equal([session.id]);
      expect(await endOtherSessions(session.memberId, null, 'SUSPENDED')).to.deep.equal([
        session.id,
      ]);
      expect(await stores.accounts.session(session.id)).to.equal(null);
      expect(await endOtherSessions(session.memberId, null, 'SUSPENDED')).to.deep.equal([]);
    });
  });

  const look = () => {};

  it('gives a member another handle, and keeps the earlier one for them', async () => {
    const ana = await stores.accounts.addMember(aMember('Ana'));
    const eva = await stores.accounts.addMember(aMember('Eva'));
    const change = (id: string, handle: string, at = now()) =>
      stores.accounts.changeHandle({ id, handle, at }, look);
    expect((await change(ana.id, 'ana-ruiz'))?.handle).to.equal('ana-ruiz');
    expect(await stores.accounts.idsByHandle(['ana', 'ana-ruiz', 'nobody'])).to.deep.equal(
      new Map([
        ['ana', ana.id],
        ['ana-ruiz', ana.id],
      ]),
    );
    const named = await stores.accounts.members({ handles: ['ana', 'eva'], limit: 10 });
    expect(named.map(({ id }) => id).sort()).to.deep.equal([ana.id, eva.id].sort());
    for (const taken of ['ana', 'ana-ruiz'])
      expect(await failure(change(eva.id, taken))).to.have.nested.property(
        'details.reason',
        'HANDLE_TAKEN',
      );
    expect((await stores.accounts.addMember(aMember('Ana'))).handle).to.equal('ana-2');
    const last: (string | null)[] = [];
    const at = '2099-01-01T00:00:00.000Z';
    await stores.accounts.changeHandle({ id: ana.id, handle: 'ana', at }, (it) => last.push(it));
    expect((await stores.accounts.members({ search: 'ana-ruiz', limit: 10 })).length).to.equal(0);
    await stores.accounts.changeHandle({ id: ana.id, handle: 'anna', at }, (it) => last.push(it));
    expect(last[0]).to.be.a('string');
    expect(last[1]).to.equal(at);
    expect(await change(v7(), 'x')).to.equal(null);
  });

  it('gives one handle to one of two who want it at once', async () => {
    const ids = await Promise.all(
      ['Ana', 'Eva'].map(async (name) => (await stores.accounts.addMember(aMember(name))).id),
    );
    const outcomes = await Promise.allSettled(
      ids.map((id) => stores.accounts.changeHandle({ id, handle: 'both', at: now() }, look)),
    );
    expect(outcomes.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
  });

  it('says of members that their names look alike, as long as they do', async () => {
    const [one, other] = await Promise.all(
      ['Anna Bauer', 'Аnnа Ваuеr'].map((name) => stores.accounts.addMember(aMember(name))),
    );
    const ids = [one?.id ?? '', other?.id ?? ''];
    const alike = async () =>
      Promise.all(ids.map(async (id) => (await stores.accounts.member(id))?.alike));
    expect(await alike()).to.deep.equal([true, true]);
    expect((await stores.accounts.membersAlike('ANNA-BAUER')).map(({ id }) => id)).to.have.members(
      ids,
    );
    await stores.accounts.editMember(ids[1] ?? '', { languages: ['de'] });
    expect(await alike()).to.deep.equal([true, true]);
    await stores.accounts.editMember(ids[1] ?? '', { name: 'Hanna Bauer' });
    expect(await alike()).to.deep.equal([false, false]);
  });

  it('lets nobody bear the name of staff, whoever comes first, is renamed or gets a role', async () => {
    const refused = async (attempt: Promise<unknown>) =>
      expect(await failure(attempt)).to.have.nested.property('details.reason', 'NAME_ALIKE');
    const ada = await stores.accounts.addMember(aMember('Ada Novak', { roles: ['administrator'] }));
    await refused(stores.accounts.addMember(aMember('Ada Novak')));
    await refused(stores.accounts.addMember(aMember('АDА NОVАK', { kind: 'bot', email: null })));
    const eva = await stores.accounts.addMember(aMember('Eva'));
    await refused(stores.accounts.editMember(eva.id, { name: 'Adа Novak' }));
    const twins = await Promise.all([1, 2].map(() => stores.accounts.addMember(aMember('Max'))));
    await refused(stores.accounts.setRoles(twins[0]?.id ?? '', ['moderator']));
    await stores.accounts.setRoles(twins[0]?.id ?? '', ['validator']);
    await refused(stores.accounts.editMember(ada.id, { name: 'Max' }));
    expect((await stores.accounts.member(ada.id))?.name).to.equal('Ada Novak');
    expect((await stores.accounts.member(eva.id))?.name).to.equal('Eva');
    expect(await stores.accounts.members({ limit: 10 })).to.have.length(4);
    const change = { id: eva.id, handle: 'adanovak', at: now() };
    expect(await failure(stores.accounts.changeHandle(change, look))).to.have.nested.property(
      'details.reason',
      'HANDLE_TAKEN',
    );
  });

  it('lets one of two with the same name in who come at once, if one is staff', async () => {
    const outcomes = await Promise.allSettled(
      [[], ['moderator' as const]].map((roles) =>
        stores.accounts.addMember(aMember('Max', { roles })),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
  });
});
