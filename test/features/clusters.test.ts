import { expect } from 'chai';
import { hashToken } from '../../server/features/accounts/accounts.tokens.ts';
import type { Cluster } from '../../shared/contract/clusters.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, register, startTestApp, type TestApp } from '../helpers/app.ts';

onEveryAdapter('belonging to a cluster', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let texfor: Cluster;
  let member: Caller;
  before(async function () {
    this.timeout(60_000);
    forum = await startTestApp(adapter.settings());
    ada = await forum.person('Ada', ['administrator']);
    texfor = await ada.http('cluster:create', { name: 'Texfor', country: 'ES' });
    member = await forum.person('Núria');
    await member.http('account:edit', { clusterId: texfor.id });
  });
  after(() => forum?.stop());

  it('is for the first to say of a new entry, and for its members to confirm from then on', async () => {
    expect(await member.http('account:get', {})).to.include({
      clusterId: texfor.id,
      joining: null,
    });
    const [told, stranger] = [await member.socket(), await forum.person('Luca')];
    expect(await stranger.http('account:edit', { clusterId: texfor.id })).to.include({
      clusterId: null,
      joining: texfor.id,
    });
    expect((await told.next('cluster:applied')).person.id).to.equal(stranger.account.id);
    const admission = { clusterId: texfor.id, memberId: stranger.account.id, admit: true };
    for (const nosy of [stranger, await forum.person('Eva')]) {
      expect((await refusal(nosy.http('cluster:admit', admission))).code).to.equal('forbidden');
      expect(
        (await refusal(nosy.http('cluster:applicants', { clusterId: texfor.id }))).code,
      ).to.equal('forbidden');
    }
    expect(
      (await member.http('cluster:applicants', { clusterId: texfor.id })).map(({ name }) => name),
    ).to.deep.equal(['Luca']);
    const theirs = await stranger.socket();
    await member.http('cluster:admit', admission);
    expect(await theirs.next('account:changed')).to.include({
      clusterId: texfor.id,
      joining: null,
    });
    await theirs.closed;
    expect((await refusal(member.http('cluster:admit', admission))).code).to.equal('conflict');
    told.close();
  });

  it('can be declined, and then everything is as it was', async () => {
    const stranger = await forum.person('Zoë');
    await stranger.http('account:edit', { clusterId: texfor.id });
    await member.http('cluster:admit', {
      clusterId: texfor.id,
      memberId: stranger.account.id,
      admit: false,
    });
    expect(await stranger.http('account:get', {})).to.include({ clusterId: null, joining: null });
    expect(await member.http('cluster:applicants', { clusterId: texfor.id })).to.be.empty;
  });

  it('is asked for by who registers, and needs a validator where a validated entry has no members yet', async () => {
    const empty = await ada.http('cluster:create', {
      name: 'Lombardia',
      country: 'IT',
      kind: 'authority',
    });
    await ada.http('cluster:validate', { clusterId: empty.id, validated: true });
    const form = {
      name: 'Marco',
      email: 'marco@example.it',
      password: 'correct horse',
      languages: ['it'],
      cluster: { id: empty.id },
    };
    const { account } = await register(forum.url, form);
    expect(account).to.include({ clusterId: null, joining: empty.id });
    const validator = await forum.person('Validator', ['validator']);
    expect(
      await validator.http('cluster:admit', {
        clusterId: empty.id,
        memberId: account.id,
        admit: true,
      }),
    ).to.include({ clusterId: empty.id });
  });

  for (const role of ['validator', 'moderator', 'administrator'] as const)
    it(`is confirmed by somebody else also where it is that of a ${role}`, async () => {
      const trusted = await forum.person(`A ${role}`, [role]);
      expect(await trusted.http('account:edit', { clusterId: texfor.id })).to.include({
        clusterId: null,
        joining: texfor.id,
      });
      const own = { clusterId: texfor.id, memberId: trusted.account.id, admit: true };
      expect((await refusal(trusted.http('cluster:admit', own))).code).to.equal('forbidden');
      expect(await trusted.http('account:get', {})).to.include({ clusterId: null });
      await member.http('cluster:admit', own);
      expect(await trusted.http('account:get', {})).to.include({ clusterId: texfor.id });
    });

  it('is confirmed also for who registers with an invitation that gives a role', async () => {
    const invitation = 'gives-a-role';
    await forum.app.stores.accounts.addInvitation({
      tokenHash: hashToken(invitation),
      roles: ['validator'],
      uses: 1,
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    const { account } = await register(forum.url, {
      name: 'Vito',
      email: 'vito@example.it',
      password: 'correct horse',
      cluster: { id: texfor.id },
      invitation,
    });
    expect(account).to.deep.include({ roles: ['validator'], clusterId: null, joining: texfor.id });
  });

  it('is not open to the first comer again once its members have left or its mark was taken away', async () => {
    const left = await ada.http('cluster:create', { name: 'Left', country: 'ES' });
    const founder = await forum.person('Founder');
    await founder.http('account:edit', { clusterId: left.id });
    await forum.app.stores.accounts.editMember(founder.account.id, { clusterId: null });
    const marked = await ada.http('cluster:create', { name: 'Marked', country: 'ES' });
    const vera = await forum.person('Vera', ['validator']);
    await vera.http('cluster:validate', { clusterId: marked.id, validated: true });
    await vera.http('cluster:validate', { clusterId: marked.id, validated: false });
    for (const { id } of [left, marked])
      expect(await vera.http('account:edit', { clusterId: id })).to.include({
        clusterId: null,
        joining: id,
      });
  });

  it('takes one of two who choose a new entry at once, and lets the other ask', async () => {
    const { id } = await ada.http('cluster:create', { name: 'Contested', country: 'ES' });
    const two = [await forum.person('One'), await forum.person('Two')];
    const placed = await Promise.all(
      two.map((person) => person.http('account:edit', { clusterId: id })),
    );
    expect(placed.map(({ clusterId }) => clusterId).sort()).to.deep.equal([id, null].sort());
  });

  it('is not validated by its own validator', async () => {
    const vera = await forum.person('Vera', ['validator']);
    await forum.join(vera, texfor.id);
    const mark = { clusterId: texfor.id, validated: true };
    expect((await refusal(vera.http('cluster:validate', mark))).code).to.equal('forbidden');
    const other = await forum.person('Otto', ['validator']);
    expect((await other.http('cluster:validate', mark)).validated?.by).to.equal(other.account.id);
    const renamed = { clusterId: texfor.id, website: 'https://new.example' };
    expect((await vera.http('cluster:edit', renamed)).validated).to.equal(null);
  });

  it('stays as it is while one asks to change it, and one can think better of it', async () => {
    const other = await ada.http('cluster:create', { name: 'Techtera', country: 'FR' });
    const hers = await forum.person('Claire');
    await hers.http('account:edit', { clusterId: other.id });
    expect(await hers.http('account:edit', { clusterId: texfor.id })).to.include({
      clusterId: other.id,
      joining: texfor.id,
    });
    expect(await hers.http('account:edit', { clusterId: other.id })).to.include({
      clusterId: other.id,
      joining: null,
    });
  });

  it('can be added by whoever is in none, once, and is theirs at once', async () => {
    const uma = await forum.person('Uma Einzel');
    const both = await Promise.allSettled([
      uma.http('account:add-cluster', { name: 'Alpenholz', country: 'AT' }),
      uma.http('account:add-cluster', { name: 'Alpenstein', country: 'AT' }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const { clusterId, joining } = await uma.http('account:get', {});
    const added = (await ada.http('cluster:list', {})).filter(({ name }) => /^Alpen/.test(name));
    expect(added.map(({ id, members }) => [id, members])).to.deep.equal([[clusterId, 1]]);
    expect(joining).to.equal(null);
    const again = await refusal(
      uma.http('account:add-cluster', { name: 'Alpensalz', country: 'AT' }),
    );
    expect(again.details?.reason).to.equal('IN_CLUSTER');
    const ole = await forum.person('Ole Einzel');
    const alike = ole.http('account:add-cluster', { name: added[0]?.name ?? '', country: 'AT' });
    expect((await refusal(alike)).code).to.equal('conflict');
    expect((await ole.http('account:get', {})).clusterId).to.equal(null);
  });

  it('keeps its mark when its members save it as it is, and loses it with what was checked', async () => {
    const checked = await forum.app.services.clusters.create({
      ...{ name: 'Keeps its mark', kind: 'cluster', country: 'ES', nuts: null },
      ...{ sectors: [], languages: [], website: 'https://mark.example', description: '' },
    });
    const clusterId = checked.id;
    await ada.http('cluster:validate', { clusterId, validated: true });
    const max = await forum.person('Max Marker');
    await forum.join(max, clusterId);
    const { name, country, kind, website } = checked;
    const same = { clusterId, name, country, kind, website, description: 'Textiles' };
    expect((await max.http('cluster:edit', same)).validated).not.to.equal(null);
    const moved = { ...same, website: 'https://elsewhere.example' };
    expect((await max.http('cluster:edit', moved)).validated).to.equal(null);
  });
});

onEveryAdapter('clusters', (adapter) => {
  it('are edited by their own members and validated by validators', async () => {
    const forum = await startTestApp(adapter.settings());
    const [ada, vera, eva] = await Promise.all([
      forum.person('Ada', ['administrator']),
      forum.person('Vera', ['validator']),
      forum.person('Eva'),
    ]);
    const { id: clusterId } = await ada.http('cluster:create', {
      name: 'Texfor',
      country: 'ES',
      nuts: 'ES511',
    });
    expect(
      (await refusal(eva.http('cluster:edit', { clusterId, website: 'https://texfor.example' })))
        .code,
    ).to.equal('forbidden');
    await forum.join(eva, clusterId);
    const fresh = await forum.app.services.authenticate(eva.accessToken);
    expect(fresh.clusterId).to.equal(clusterId);
    expect(
      (await eva.http('cluster:edit', { clusterId, website: 'https://texfor.example' })).website,
    ).to.equal('https://texfor.example');
    expect(
      (await refusal(eva.http('cluster:validate', { clusterId, validated: true }))).code,
    ).to.equal('forbidden');
    expect(
      (await vera.http('cluster:validate', { clusterId, validated: true })).validated?.by,
    ).to.equal(vera.account.id);
    expect((await eva.http('cluster:list', {}))[0]).to.include({ members: 1 });
    for (const [name, reason] of [
      ['texfor', 'CLUSTER_NAME_TAKEN'],
      ['Texf0r', 'CLUSTER_NAME_ALIKE'],
    ] as const)
      expect(
        (await refusal(ada.http('cluster:create', { name, country: 'ES' }))).details?.reason,
      ).to.equal(reason);
    expect(
      (await eva.http('cluster:edit', { clusterId, name: 'Texfor', description: 'Textiles' })).slug,
    ).to.equal('texfor');
    await forum.stop();
  });
});
