import { expect } from 'chai';
import type { Channel } from '../../shared/contract/channels.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { startTestApp } from '../helpers/app.ts';
import { aChannel } from '../helpers/fixtures.ts';

onEveryAdapter('the list of 1,200 channels', (adapter) => {
  it('comes in pages below 100 kB, each channel once, also while more are created', async function () {
    this.timeout(120_000);
    const forum = await startTestApp(adapter.settings());
    const eva = await forum.person('Eva');
    const { add, join } = forum.app.stores.channels;
    const worded = (n: number) =>
      aChannel(`${'a'.repeat(35)}-${1000 + n}`, {
        name: `${String.fromCodePoint(0x20000 + n)}${'𠀀'.repeat(59)}`,
        topic: '𠀀'.repeat(250),
        description: '𠀀'.repeat(4000),
        emoji: '😷'.repeat(16),
      });
    const enter = async (channel: Channel) => {
      await add(channel, null);
      await join(channel.id, eva.account.id);
    };
    const channels = Array.from({ length: 1200 }, (_, n) => worded(n));
    for (let n = 0; n < channels.length; n += 20)
      await Promise.all(channels.slice(n, n + 20).map(enter));

    const arrived: string[] = [];
    for (let more = true; more; ) {
      const after = arrived.at(-1);
      const page = await eva.http('channel:list', after ? { after } : {});
      expect(Buffer.byteLength(JSON.stringify(page))).to.be.lessThan(100_000);
      arrived.push(...page.map(({ channel }) => channel.id));
      more = page.length > 0;
      if (arrived.length > 300 && channels.length < 1202) {
        const created = worded(channels.length);
        await enter(created);
        channels.push(created);
      }
    }
    expect(arrived).to.deep.equal(channels.map(({ id }) => id).sort());
    await forum.stop();
  });
});
