import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { WebSocket } from 'ws';
import { root } from '../../server/root.ts';
import { load as generate } from '../bench/servers.ts';
import { connectSocket } from '../helpers/app.ts';
import {
  checkHistory,
  connectAny,
  type Forum,
  makeForum,
  quantile,
  say,
  soaking,
  startLoad,
  startReader,
} from '../helpers/history.ts';
import { type ServerProcess, startServer } from '../helpers/process.ts';
import { endsWithRun } from '../helpers/run.ts';
import { openWay } from '../helpers/tcp-proxy.ts';

describe('a server among many', function () {
  this.timeout(300_000);
  let folder: string;
  let server: ServerProcess;
  let forum: Forum;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'muster-crowd-'));
    forum = await makeForum({ DATA_DIR: folder }, 12);
    server = await startServer({ DATA_DIR: folder, RATE_LIMITS: '100000' });
  });
  afterEach(async () => {
    await server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const crowdSize = soaking ? 2000 : 400;
  it(`takes ${crowdSize} clients back that were dropped at once, while posting goes on`, async () => {
    const way = await openWay(Number(new URL(server.url).port));
    const crowd = endsWithRun(
      spawn(
        process.execPath,
        [
          ...['--import', 'tsx/esm', join(root, 'test/helpers/crowd.ts')],
          ...[`http://127.0.0.1:${way.port}`, forum.tokens[0] ?? '', `${crowdSize}`],
        ],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      ),
    );
    const here = counted(crowd);
    await here((n) => n === crowdSize);
    const load = startLoad([server.url], { ...forum, tokens: forum.tokens.slice(0, 4) }, 50);
    await setTimeout(1000);
    const dropped = Date.now();
    way.mend();
    await here((n) => n < crowdSize / 2);
    await here((n) => n === crowdSize);
    const back = Date.now() - dropped;
    await load.stop();
    crowd.stdin?.end();
    way.close();
    await checkHistory(server.url, { ...forum, tokens: forum.tokens.slice(0, 4) }, load, []);
    const acks = load.answers.filter(({ at }) => at >= dropped).map(({ ms }) => ms);
    say(
      `all back after ${back} ms; meanwhile ${acks.length} posts, ack p99 ${quantile(acks, 0.99)} ms`,
    );
    expect(back).to.be.at.most(60_000);
    expect(load.answers.filter(({ code }) => code)).to.be.empty;
    expect(quantile(acks, 0.99)).to.be.below(2000);
  });

  const volume = soaking ? 400e6 : 40e6;
  it(`cuts off a reader that does not read while ${volume / 1e6} MB go by, and nobody else notices`, async () => {
    const text = 'x'.repeat(15_000);
    const writers = await Promise.all(
      forum.tokens.slice(0, 4).map((token) => connectSocket(server.url, token)),
    );
    const reader = await startReader([server.url], forum.tokens[5] ?? '', forum.channelId);
    const pass = async (bytes: number) => {
      const from = Date.now();
      let sent = 0;
      await Promise.all(
        writers.map(async (writer) => {
          for (; sent < bytes; sent += text.length)
            await writer.call('post:create', {
              channelId: forum.channelId,
              clientId: uuid(),
              text,
            });
        }),
      );
      return quantile(
        reader.arrivals.filter(({ at }) => at >= from).map(({ ms }) => ms),
        0.99,
      );
    };
    await pass(volume / 8);
    const before = await pass(volume / 4);
    const slow = await stopReading(server.url, forum.tokens[6] ?? '');
    const memory = resident(server);
    const during = await pass(volume);
    const grown = (resident(server) - memory) / 1e6;
    slow.goOn();
    await slow.ended;
    const late = await startReader([server.url], forum.tokens[6] ?? '', forum.channelId);
    await late.settled(Math.max(...[...reader.posts.values()].map(({ rev }) => rev)));
    for (const writer of writers) writer.close();
    reader.close();
    late.close();
    say(
      `memory ${grown.toFixed(0)} MB more; p99 of the others ${before} ms before, ${during} ms meanwhile`,
    );
    expect(grown).to.be.below(100);
    expect(during).to.be.at.most(Math.max(2 * before, 50));
    expect(late.posts.size).to.equal(reader.posts.size);
  });

  it('refuses what is too much for it, says when to come back, and is itself again within ten seconds', async () => {
    const scenario = {
      url: server.url,
      kind: 'muster' as const,
      authors: 12,
      members: forum.tokens.map((token) => ({ auth: { token }, room: forum.channelId })),
    };
    const capacity = (await generate({ ...scenario, rate: 0, window: 40, seconds: 3 }))
      .postsPerSecond;
    const flood = await generate({
      ...scenario,
      rate: 3 * capacity,
      window: 0,
      seconds: soaking ? 20 : 5,
    });
    const over = Date.now();
    const socket = await connectAny([server.url], forum.tokens[0] ?? '');
    for (let calm = 0; calm < 20; ) {
      const from = Date.now();
      const done = await socket
        .call('post:create', { channelId: forum.channelId, clientId: uuid(), text: 'calm again' })
        .catch(() => null);
      calm = done && Date.now() - from < 100 ? calm + 1 : 0;
    }
    const recovered = Date.now() - over;
    socket.close();
    say(
      `capacity ${capacity.toFixed(0)} posts/s; at three times that ${flood.postsPerSecond.toFixed(0)} stored, ${flood.refused} refused, ${flood.unexplained} of them without a time; itself again after ${recovered} ms`,
    );
    expect(flood.refused).to.be.greaterThan(0);
    expect(flood.unexplained).to.equal(0);
    expect(recovered).to.be.at.most(10_000);
  });
});

/** Waits for what a crowd says of its number. */
function counted(crowd: ChildProcess) {
  let latest = 0;
  const waiting = new Set<() => void>();
  crowd.stdout?.on('data', (part) => {
    latest = Number(/here (\d+)\s*$/.exec(String(part))?.[1] ?? latest);
    for (const look of waiting) look();
  });
  return (fits: (n: number) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!fits(latest)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
}

/** A client that signs in and then reads nothing more until told to. */
async function stopReading(url: string, token: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      if (String(data).startsWith('0')) socket.send(`40${JSON.stringify({ token })}`);
      if (String(data).startsWith('40')) resolve();
    });
  });
  socket.pause();
  return {
    goOn: () => socket.resume(),
    ended: new Promise<void>((resolve) => socket.on('close', () => resolve())),
  };
}

const resident = ({ child }: ServerProcess) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024;
