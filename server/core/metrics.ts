/** What is counted while the server runs: for Prometheus, and as a moving picture for the dashboard. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Measured } from '../../shared/contract/operations.ts';
import type { ErrorCode } from '../../shared/errors.ts';

export interface Metrics {
  /** An operation was answered, after so many ms; with an error code when it was refused. */
  answered(operation: string, ms: number, refusal?: ErrorCode): void;
  /** A commit was told: so many new posts, the first of its changes made so many ms ago. */
  told(created: number, waitedMs: number): void;
  /** A frame of the feed was handed to a socket. */
  delivered(): void;
  /** A reader that had missed something was brought up to date. */
  healed(): void;
  /** How late the event loop runs, ms. */
  delayed(ms: number): void;
  /** What is asked for when somebody looks. */
  watch(sources: { connections(): number; redis(): boolean | null }): void;
  /** Prometheus' text format. */
  render(): Promise<{ type: string; text: string }>;
  /** What happened since the last call. */
  measure(): Omit<Measured, 'node' | 'at'>;
}

/** Answers whose times are kept between two measurements. */
const mostKept = 2000;

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
  const ack = new Histogram({
    name: 'muster_ack_seconds',
    help: 'Time from the arrival of a call to its answer',
    labelNames: ['operation'],
    buckets,
    registers,
  });
  const lag = new Histogram({
    name: 'muster_feed_lag_seconds',
    help: 'Time from a change being made to its being told',
    buckets,
    registers,
  });
  const posts = new Counter({ name: 'muster_posts_total', help: 'Posts stored', registers });
  // Counted by the thousand with each post, so handed over only when somebody looks.
  let delivered = 0;
  let deliveredBefore = 0;
  new Counter({
    name: 'muster_deliveries_total',
    help: 'Frames of the feed handed to sockets of this node',
    registers,
    collect() {
      this.reset();
      this.inc(delivered);
    },
  });
  const gaps = new Counter({
    name: 'muster_gaps_healed_total',
    help: 'Readers brought up to date after they missed something',
    registers,
  });
  const errors = new Counter({
    name: 'muster_errors_total',
    help: 'Calls refused or failed, by code',
    labelNames: ['code'],
    registers,
  });
  const loop = new Gauge({
    name: 'muster_event_loop_delay_seconds',
    help: 'How late the event loop runs',
    registers,
  });

  let sources = { connections: () => 0, redis: (): boolean | null => null };
  new Gauge({
    name: 'muster_connections',
    help: 'Open sockets',
    registers,
    collect() {
      this.set(sources.connections());
    },
  });

  const acks = new Map<string, { observe(seconds: number): void }>();
  const ackOf = (operation: string) => {
    const known = acks.get(operation) ?? ack.labels({ operation });
    acks.set(operation, known);
    return known;
  };

  let since = performance.now();
  let times: number[] = [];
  const count = { calls: 0, posts: 0, gaps: 0, errors: {} as Record<string, number>, loop: 0 };

  return {
    answered(operation, ms, refusal) {
      ackOf(operation).observe(ms / 1000);
      count.calls++;
      if (times.length < mostKept) times.push(ms);
      if (!refusal) return;
      errors.inc({ code: refusal });
      count.errors[refusal] = (count.errors[refusal] ?? 0) + 1;
    },
    told(created, waitedMs) {
      lag.observe(waitedMs / 1000);
      posts.inc(created);
      count.posts += created;
    },
    delivered() {
      delivered++;
    },
    healed() {
      gaps.inc();
      count.gaps++;
    },
    delayed(ms) {
      loop.set(ms / 1000);
      count.loop = Math.max(count.loop, ms);
    },
    watch(given) {
      sources = given;
    },
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
    measure() {
      const now = performance.now();
      const seconds = Math.max(0.001, (now - since) / 1000);
      times.sort((a, b) => a - b);
      const at = (share: number) =>
        times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
      const measured = {
        connections: sources.connections(),
        callsPerSecond: count.calls / seconds,
        postsPerSecond: count.posts / seconds,
        deliveriesPerSecond: (delivered - deliveredBefore) / seconds,
        ackMs: { p50: at(0.5), p99: at(0.99) },
        loopDelayMs: count.loop,
        memoryMb: process.memoryUsage.rss() / 1e6,
        gapsHealed: count.gaps,
        errors: count.errors,
        redis: sources.redis(),
      };
      since = now;
      deliveredBefore = delivered;
      times = [];
      Object.assign(count, { calls: 0, posts: 0, gaps: 0, errors: {}, loop: 0 });
      return measured;
    },
  };
}
