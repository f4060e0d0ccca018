/** A real server for a test, and callers on both doors that hold every answer and event to the contract. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { v4 as uuid } from 'uuid';
import { type App, startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Disk } from '../../server/core/space.ts';
import type { SignedIn } from '../../shared/contract/accounts.ts';
import { file } from '../../shared/contract/define.ts';
import {
  type Answer,
  type EventData,
  type EventName,
  events,
  type OperationName,
  operations,
  type Sent,
  type SocketOperationName,
} from '../../shared/contract/index.ts';
import type { Ack, ErrorBody } from '../../shared/errors.ts';

export interface TestApp {
  app: App;
  url: string;
  /** Where it keeps its data. */
  folder: string;
  /** Registers a person, with roles, and signs them in. */
  person(name: string, roles?: ('administrator' | 'moderator' | 'validator')[]): Promise<Caller>;
  /** Places somebody in a cluster, whoever would have to confirm it. */
  join(who: Caller, clusterId: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Caller extends SignedIn {
  cookie: string;
  http: ReturnType<typeof httpCaller>;
  /** A connected socket of this person. */
  socket(): Promise<TestSocket>;
}

const byName = new Map(operations.map((operation) => [operation.name, operation]));

export class Refused extends Error {
  readonly body: ErrorBody;
  constructor(body: ErrorBody) {
    super(`${body.code}: ${body.message}`);
    this.body = body;
  }
}

function checked<N extends OperationName>(name: N, ack: Ack<unknown>): Answer<N> {
  if (!ack.ok) throw new Refused(ack.error);
  return byName.get(name)?.output.parse(ack.data) as Answer<N>;
}

/** @param disk what the server takes for the disk of its data */
export async function startTestApp(
  env: Record<string, string> = {},
  disk?: Disk,
): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-app-'));
  const app = await startApp(
    readConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      LOG_LEVEL: 'fatal',
      RATE_LIMITS: '100',
      ...env,
    }),
    disk,
  );
  const url = `http://127.0.0.1:${app.port}`;
  return {
    app,
    url,
    folder,
    async person(name, roles = []) {
      const email = `${uuid()}@example.eu`;
      await app.services.accounts.create({
        name,
        email,
        password: 'correct horse',
        clusterId: null,
        languages: [],
        roles,
      });
      const response = await fetch(`${url}/api/v1/sessions`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ email, password: 'correct horse' }),
      });
      const signedIn = (await response.json()) as SignedIn;
      const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      return {
        ...signedIn,
        cookie,
        http: httpCaller(url, signedIn.accessToken),
        socket: () => connectSocket(url, signedIn.accessToken),
      };
    },
    async join(who, clusterId) {
      await app.stores.accounts.editMember(who.account.id, { clusterId });
    },
    async stop() {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Signs in with a password, and calls over HTTP from then on. */
export async function signedIn(
  url: string,
  email: string,
  password: string,
): Promise<ReturnType<typeof httpCaller>> {
  const response = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email, password }),
  });
  return httpCaller(url, ((await response.json()) as { accessToken: string }).accessToken);
}

/** Registers, and signs in with what was registered. */
export async function register(url: string, form: Sent<'account:register'>): Promise<SignedIn> {
  const call = httpCaller(url);
  await call('account:register', form);
  return call('session:start', { email: form.email, password: form.password });
}

export const json = { 'Content-Type': 'application/json' };

/** Calls over HTTP as the documents say: path, then query or body. */
export function httpCaller(url: string, token?: string) {
  return async <N extends OperationName>(name: N, input: Sent<N>): Promise<Answer<N>> => {
    const operation = byName.get(name);
    if (!operation) throw new Error(`no operation ${name}`);
    const [method, path] = operation.http.split(' ') as [string, string];
    const rest = new Map(Object.entries(input));
    const filled = path.replace(/:(\w+)/g, (_, key: string) => {
      const value = String(rest.get(key));
      rest.delete(key);
      return encodeURIComponent(value);
    });
    const sent = rest.get('content');
    const bytes = sent instanceof Uint8Array ? sent : null;
    if (bytes) rest.delete('content');
    const inBody = !bytes && method !== 'GET' && method !== 'DELETE' && rest.size > 0;
    const query = inBody
      ? ''
      : `?${new URLSearchParams([...rest].map(([key, value]) => [key, String(value)]))}`;
    const response = await fetch(`${url}/api/v1${filled}${query}`, {
      method,
      headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(inBody && json) },
      ...(inBody && { body: JSON.stringify(Object.fromEntries(rest)) }),
      ...(bytes && { body: Buffer.from(bytes) }),
    });
    if (response.ok && operation.output === file)
      return checked(name, { ok: true, data: await fileOf(response) });
    const body = (await response.json()) as { error: ErrorBody };
    return checked(name, response.ok ? { ok: true, data: body } : { ok: false, error: body.error });
  };
}

async function fileOf(response: Response) {
  const name = /filename="(.*)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? '';
  return {
    name,
    type: response.headers.get('content-type') ?? '',
    content: new Uint8Array(await response.arrayBuffer()),
  };
}

export interface TestSocket {
  raw: Socket;
  call<N extends SocketOperationName>(name: N, input: Sent<N>): Promise<Answer<N>>;
  /** The next event of a name that fits, also one that came already. */
  next<N extends EventName>(name: N, fits?: (data: EventData<N>) => boolean): Promise<EventData<N>>;
  /** Everything of a name that came so far. */
  heard<N extends EventName>(name: N): EventData<N>[];
  closed: Promise<string>;
  close(): void;
}

export async function connectSocket(
  url: string,
  token: string | null,
  options: object = {},
): Promise<TestSocket> {
  const raw = io(url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...(token && { auth: { token } }),
    ...options,
  });
  const heard: { name: string; data: unknown }[] = [];
  const waiting = new Set<() => void>();
  raw.onAny((name: string, data: unknown) => {
    heard.push({ name, data: events.find((event) => event.name === name)?.data.parse(data) });
    for (const look of waiting) look();
  });
  const closed = new Promise<string>((resolve) => raw.on('disconnect', resolve));
  await new Promise<void>((resolve, reject) => {
    raw.on('connect', resolve);
    raw.on('connect_error', reject);
  });
  const heardOf = <N extends EventName>(name: N) =>
    heard.filter((event) => event.name === name).map((event) => event.data as EventData<N>);
  return {
    raw,
    closed,
    heard: heardOf,
    async call(name, input) {
      return checked(name, (await raw.timeout(5000).emitWithAck(name, input)) as Ack<unknown>);
    },
    next(name, fits = () => true) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${name} within 5 s`)), 5000);
        const look = () => {
          const found = heardOf(name).find(fits);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
    close: () => raw.disconnect(),
  };
}

/** What a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<ErrorBody> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.body;
    throw thrown;
  }
  throw new Error('It should have been refused.');
}

/** Brings somebody into a channel, with their consent. */
export async function bringIn(channelId: string, host: Caller, guest: Caller): Promise<void> {
  await host.http('channel:invite', { channelId, memberId: guest.account.id });
  for (const { id: invitationId } of await guest.http('channel:invitations', {}))
    await guest.http('channel:accept', { invitationId });
}
