import { expect } from 'chai';
import { v7 } from 'uuid';
import type { StoredSession } from '../../server/features/accounts/accounts.store.ts';
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
      };
      await stores.accounts.addSession(session);
    });

    it('rotate once, answer a lost attempt again, and end on a replay', async () => {
      const rotate = (generation: number, attempt: string) =>
        stores.accounts.rotate(session.id, generation, attempt, now(), later);
      expect(await rotate(0, 'a')).to.equal('rotated');
      expect(await rotate(0, 'a')).to.equal('again');
      expect(await rotate(1, 'b')).to.equal('rotated');
      expect(await rotate(0, 'c')).to.equal('replayed');
      expect(await rotate(2, 'd')).to.equal('gone');
    });

    it('let only one of two rotations at once through', async () => {
      const found = await Promise.all(
        ['a', 'b'].map((attempt) => stores.accounts.rotate(session.id, 0, attempt, now(), later)),
      );
      expect(found.sort()).to.deep.equal(['replayed', 'rotated']);
    });

    it('end one by one, or all but one', async () => {
      const other = { ...session, id: v7() };
      await stores.accounts.addSession(other);
      expect(await stores.accounts.endOtherSessions(session.memberId, session.id)).to.deep.equal([
        other.id,
      ]);
      expect(
        (await stores.accounts.sessionsOf(session.memberId, now())).map(({ id }) => id),
      ).to.deep.equal([session.id]);
      expect(await stores.accounts.endSession(session.id)).to.equal(true);
      expect(await stores.accounts.session(session.id)).to.equal(null);
    });
  });
});
