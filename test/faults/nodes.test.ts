import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { type Cluster, startCluster } from '../helpers/cluster.ts';
import { checkHistory, say, soaking, startLoad, startReader } from '../helpers/history.ts';

const kills = soaking ? 50 : 4;

describe('nodes that are killed one after another under load', function () {
  this.timeout(soaking ? 900_000 : 120_000);
  let cluster: Cluster | null;
  before(async function () {
    cluster = await startCluster({ nodes: 2, bots: 10 });
    if (!cluster) this.skip();
  });
  after(() => cluster?.stop());

  it(`lose nothing and double nothing, ${kills} times`, async () => {
    const { nodes, urls, forum } = cluster as Cluster;
    const readers = await Promise.all(
      [0, 1].map((n) => startReader(urls, forum.tokens[n] ?? '', forum.channelId)),
    );
    const load = startLoad(urls, forum, 10);
    for (let n = 0; n < kills; n++) {
      const before = load.acknowledged.size;
      while (load.acknowledged.size < before + 20) await setTimeout(20);
      await nodes[Math.floor(Math.random() * nodes.length)]?.restart();
    }
    await load.stop();
    const posts = await checkHistory(urls[0] ?? '', forum, load, readers);
    for (const reader of readers) reader.close();
    expect(posts.length).to.be.at.least(kills * 20);
    say(
      `${kills} kills, ${load.acknowledged.size} posts acknowledged, ${posts.length} stored, all of them once`,
    );
  });
});
