import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { type Cluster, ready, startCluster } from '../helpers/cluster.ts';
import { checkHistory, say, startLoad, startReader } from '../helpers/history.ts';

describe('a node that is asked to stop', function () {
  this.timeout(120_000);
  let cluster: Cluster | null;
  before(async function () {
    cluster = await startCluster({ nodes: 2, bots: 10 });
    if (!cluster) this.skip();
  });
  after(() => cluster?.stop());

  it('says that it is leaving, hands its clients over, finishes what it began, and ends within 30 s', async () => {
    const { nodes, urls, forum } = cluster as Cluster;
    const [leaving] = nodes;
    const readers = await Promise.all(
      [0, 1, 2, 3].map((n) => startReader(urls, forum.tokens[n] ?? '', forum.channelId)),
    );
    const load = startLoad(urls, forum, 10);
    await setTimeout(1000);
    const began = Date.now();
    const ended = once(leaving?.child as NonNullable<typeof leaving>['child'], 'exit');
    leaving?.child.kill('SIGTERM');
    await setTimeout(300);
    expect(await ready(leaving?.url ?? '')).to.include({ code: 503, status: 'draining' });
    const [code] = await ended;
    const took = Date.now() - began;
    await setTimeout(1500);
    await load.stop();
    await checkHistory(urls[1] ?? '', forum, load, readers);
    for (const reader of readers) reader.close();
    say(`ended after ${took} ms; ${load.acknowledged.size} posts acknowledged, none lost`);
    expect(code).to.equal(0);
    expect(took).to.be.below(30_000);
    const failures = load.answers.flatMap(({ code: refused }) =>
      refused && refused !== 'lost' ? [refused] : [],
    );
    expect(failures).to.be.empty;
  });
});
