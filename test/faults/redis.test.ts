import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { type Cluster, ready, startCluster } from '../helpers/cluster.ts';
import {
  checkHistory,
  quantile,
  say,
  soaking,
  startLoad,
  startReader,
} from '../helpers/history.ts';

const still = soaking ? 30_000 : 5000;
/** ms by which everything has settled after a fault has begun or ended: heads are told every 1.5 s. */
const settling = 3000;

describe('nodes whose Redis fails', function () {
  this.timeout(180_000);
  let cluster: Cluster | null;
  beforeEach(async function () {
    cluster = await startCluster({ nodes: 2, bots: 6 });
    if (!cluster) this.skip();
  });
  afterEach(() => cluster?.stop());

  async function through(fault: () => Promise<void>, mend: () => Promise<void>) {
    const { urls, forum } = cluster as Cluster;
    const [one = '', two = ''] = urls;
    // Whoever writes does so on one node, whoever reads on the other.
    const reader = await startReader([two], forum.tokens[0] ?? '', forum.channelId);
    const load = startLoad([one], forum, 20);
    await setTimeout(1000);
    const began = Date.now();
    await fault();
    await setTimeout(settling);
    for (const url of urls) expect(await ready(url)).to.include({ code: 200, status: 'degraded' });
    await setTimeout(still - settling);
    await mend();
    const mended = Date.now();
    await setTimeout(settling);
    for (const url of urls) expect(await ready(url)).to.include({ code: 200, status: 'ready' });
    const late = Date.now();
    await setTimeout(2000);
    await load.stop();
    await checkHistory(one, forum, load, [reader]);
    reader.close();
    const refused = load.answers.filter(({ code }) => code);
    const acks = load.answers.map(({ ms }) => ms);
    const during = reader.arrivals
      .filter(({ at }) => at > began && at < mended)
      .map(({ ms }) => ms);
    const after = reader.arrivals.filter(({ at }) => at > late).map(({ ms }) => ms);
    say(
      `${acks.length} posts, ack p99 ${quantile(acks, 0.99)} ms; to the other node meanwhile at most ${Math.max(...during)} ms, afterwards p99 ${quantile(after, 0.99)} ms`,
    );
    expect(refused).to.be.empty;
    expect(quantile(acks, 0.99)).to.be.below(1000);
    expect(Math.max(...during)).to.be.below(3000);
    expect(quantile(after, 0.99)).to.be.below(1000);
  }

  it('by being killed go on, and carry events again once it is back', async () => {
    const { redis } = cluster as Cluster;
    await through(
      () => redis.stop(),
      () => redis.restart(),
    );
  });

  it(`by standing still for ${still / 1000} s go on, and carry events again once it moves`, async () => {
    const { redis } = cluster as Cluster;
    await through(
      async () => redis.freeze(),
      async () => redis.thaw(),
    );
  });
});
