/** Who is signed in here: the access token in memory, renewed in time, one tab at a time. */
import { signal } from '@preact/signals';
import { v4 as uuid } from 'uuid';
import type { Account, SignedIn } from '../../../shared/contract/accounts.ts';
import type { ErrorBody } from '../../../shared/errors.ts';
import { CallError, call, connect, disconnect, on, post, renewConnection } from '../../api.ts';
import { t } from '../../i18n.ts';
import { tell } from '../../ui/notice.tsx';

/** Undefined while it is not known, null when nobody is. */
export const account = signal<Account | null | undefined>(undefined);

/** Whether one moderates the whole forum. */
export const moderatesAll = () =>
  account.value?.roles.some((role) => role === 'moderator' || role === 'administrator') ?? false;

const flag = 'muster:signed-in';
/** Kept until answered: a renewal whose answer was lost is asked for again under the same name. */
const attemptKey = 'muster:renewal';
const ownerKey = 'muster:owner';
const endedKey = 'muster:ended';

/** Why the server ended the session that was here: the details of its refusal, null when none was. */
export const ended = signal<ErrorBody['details'] | null>(
  JSON.parse(sessionStorage.getItem(endedKey) ?? 'null'),
);

/** `until` is a time of `performance.now`, which nobody sets: the calendar of the device may be wrong. */
let token: { value: string; until: number } | null = null;
/** ms between two renewals: at least, and at most. */
const renewal = { least: 10_000, most: 3_600_000 };
let timer = 0;

/** Takes up the session of an earlier visit, if there is one. */
export async function resume(): Promise<void> {
  if (!localStorage.getItem(flag)) {
    account.value = null;
    return;
  }
  if (await accessToken()) start();
}

export async function signIn(email: string, password: string): Promise<void> {
  enter(await post<SignedIn>('/sessions', { email, password }));
}

/** Creates an account, to sign in with; whether there was one with this address already, nobody is told. */
export async function register(form: object): Promise<void> {
  await post('/accounts', form);
}

export async function signOut(): Promise<void> {
  await post('/sessions/end', {}).catch(() => {});
  leave(() => location.replace('/sign-in'));
}

function enter(signedIn: SignedIn) {
  keep(signedIn);
  start();
}

function start() {
  connect(accessToken);
}

function keep({ accessToken, expiresIn, account: who }: SignedIn) {
  localStorage.setItem(flag, '1');
  sessionStorage.removeItem(endedKey);
  ended.value = null;
  takeOver(who.id);
  token = { value: accessToken, until: performance.now() + expiresIn * 1000 };
  account.value = who;
  renewIn(expiresIn * 800);
}

function renewIn(ms: number) {
  clearTimeout(timer);
  timer = window.setTimeout(
    async () => {
      if (await renew()) renewConnection(token?.value ?? '');
      else if (token) renewIn(renewal.least);
    },
    Math.min(Math.max(ms, renewal.least), renewal.most),
  );
}

/** Drafts on this device belong to whoever wrote them; the next account does not find them. */
function takeOver(memberId: string) {
  const owner = localStorage.getItem(ownerKey);
  localStorage.setItem(ownerKey, memberId);
  if (owner === null || owner === memberId) return;
  for (const key of Object.keys(localStorage))
    if (/^muster:(draft|listing):/.test(key)) localStorage.removeItem(key);
  location.reload();
}

/** Ends the session here; what this page remembers is theirs who left, so it starts afresh as `restart` says. */
function leave(restart: () => void) {
  localStorage.removeItem(flag);
  clearTimeout(timer);
  token = null;
  disconnect();
  const was = account.peek();
  account.value = null;
  if (was) restart();
}

/** The server has ended the session: the page says why, and after signing in again it is the same page. */
function expelled(why: ErrorBody['details'] | null = null) {
  ended.value = why;
  sessionStorage.setItem(endedKey, JSON.stringify(why));
  leave(() => location.reload());
}

/** A token that is good for another while, a new one when the last was `refused`; null when the session has ended. Waits while the server cannot be reached. */
export async function accessToken(refused = false): Promise<string | null> {
  if (refused) token = null;
  for (let pause = 500; ; pause = Math.min(pause * 2, 30_000)) {
    if (token && token.until - performance.now() > renewal.least) return token.value;
    if (await renew()) return token?.value ?? null;
    if (!localStorage.getItem(flag)) return null;
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
  }
}

/** One renewal; the tabs of a browser share the cookie, so they take turns. */
async function renew(): Promise<boolean> {
  const once = async () => {
    const attempt = localStorage.getItem(attemptKey) ?? uuid();
    localStorage.setItem(attemptKey, attempt);
    try {
      keep(await post<SignedIn>('/sessions/renew', { attempt }));
      localStorage.removeItem(attemptKey);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof CallError) || thrown.body.code !== 'unauthenticated') return false;
      localStorage.removeItem(attemptKey);
      expelled(thrown.body.details);
      return false;
    }
  };
  return navigator.locks ? await navigator.locks.request('muster:renewal', once) : once();
}

// Another tab signed out, or in.
addEventListener('storage', ({ key, newValue }) => {
  if (key === flag && (newValue === null) === (account.peek() !== null)) location.reload();
});

on('account:changed', (changed) => {
  const asked = account.peek()?.joining;
  account.value = changed;
  if (asked && !changed.joining)
    tell(t(changed.clusterId === asked ? 'cluster.admitted' : 'cluster.declined'));
});

on('member:changed', (person) => {
  const own = account.peek();
  if (own?.id === person.id) account.value = { ...own, ...person };
});

export async function editAccount(patch: {
  name?: string;
  languages?: string[];
  clusterId?: string;
}): Promise<void> {
  account.value = await call('account:edit', patch);
}

export async function changeHandle(handle: string): Promise<void> {
  account.value = await call('handle:change', { handle });
}
