/** A host of the tests' own, in a network namespace: it reaches this machine by one wire, which can lose what goes over it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveOut } from './report.ts';
import { undoneAtEnd } from './run.ts';

export interface FarHost {
  /** The address of this machine, as seen from there. */
  address: string;
  /** A program that runs another one there. */
  wrapping(program: string): string;
  /** Loses this share of what comes and goes; 1 is everything, 0 heals. */
  lose(share: number): void;
  close(): void;
}

/** Null where namespaces cannot be made: it takes root, iproute2 and iptables. */
export function openFarHost(): FarHost | null {
  const name = `muster-${process.pid}`;
  const near = `mu${process.pid % 100_000}`;
  const [address, there] = ['10.213.77.1', '10.213.77.2'];
  const run = (...words: string[]) =>
    spawnSync(words[0] ?? '', words.slice(1), { stdio: 'pipe' }).status === 0;
  const inside = (...words: string[]) => run('ip', 'netns', 'exec', name, ...words);
  const made =
    run('ip', 'netns', 'add', name) &&
    run('ip', 'link', 'add', near, 'type', 'veth', 'peer', 'name', 'wire', 'netns', name) &&
    run('ip', 'addr', 'add', `${address}/30`, 'dev', near) &&
    run('ip', 'link', 'set', near, 'up') &&
    inside('ip', 'addr', 'add', `${there}/30`, 'dev', 'wire') &&
    inside('ip', 'link', 'set', 'wire', 'up') &&
    inside('ip', 'link', 'set', 'lo', 'up') &&
    inside('iptables', '-L', '-n');
  const unmake = undoneAtEnd(() => void run('ip', 'netns', 'del', name));
  if (!made) {
    unmake();
    leaveOut('netns', 'A lossy network needs root, iproute2 and iptables.');
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'muster-far-'));
  return {
    address,
    wrapping(program) {
      const file = join(folder, 'run');
      writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${name} ${program} "$@"\n`, {
        mode: 0o755,
      });
      return file;
    },
    lose(share) {
      inside('iptables', '-F');
      if (share === 0) return;
      const some =
        share < 1 ? ['-m', 'statistic', '--mode', 'random', '--probability', `${share}`] : [];
      inside('iptables', '-A', 'INPUT', '-i', 'wire', ...some, '-j', 'DROP');
      inside('iptables', '-A', 'OUTPUT', '-o', 'wire', ...some, '-j', 'DROP');
    },
    close() {
      unmake();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
