import { expect } from 'chai';
import { networkOf } from '../../server/core/budgets.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';

describe('the limits of an address', () => {
  let forum: TestApp;
  before(async () => {
    forum = await startTestApp({ RATE_LIMITS: '0.01' });
  });
  after(() => forum?.stop());

  it('count also whoever brings tokens that are none', async () => {
    const ask = () =>
      fetch(`${forum.url}/api/v1/channels`, {
        headers: { Authorization: 'Bearer muster_bot_none' },
      });
    const statuses: number[] = [];
    for (let n = 0; n < 40; n++) statuses.push((await ask()).status);
    expect(new Set(statuses)).to.deep.equal(new Set([401, 429]));
  });

  it('are those of a network, where one host has many addresses', () => {
    expect(networkOf('192.0.2.7')).to.equal('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).to.equal('::ffff:192.0.2.7');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).to.equal('2001:db8:1:2::/64');
    expect(networkOf('2001:db8::1')).to.equal(networkOf('2001:db8::ffff:1'));
    expect(networkOf('2001:db8:0:1::1')).not.to.equal(networkOf('2001:db8::1'));
  });
});
