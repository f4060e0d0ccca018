/** What a refusal says, in the reader's language: why, or which field is not as it should be. */
import i18next from 'i18next';
import type { ErrorBody } from '../shared/errors.ts';
import type { FieldIssue, RefusalReason } from '../shared/refusals.ts';
import { alsoExplain } from './errors.ts';
import { formatClock, formatNumber, formatWhole, language, loadPageWords, t } from './i18n.ts';
import en from './locales/refusals.en.json' with { type: 'json' };

i18next.addResourceBundle('en', 'refusals', en);
if (language === 'de')
  i18next.addResourceBundle(
    'de',
    'refusals',
    (await import('./locales/refusals.de.json', { with: { type: 'json' } })).default,
  );

// Fields are named by the words of their forms.
await loadPageWords();

const words = i18next.getFixedT(null, 'refusals');
const reasons: Record<RefusalReason, string> = en.reason;
const has = <T extends object>(known: T, name: unknown): name is keyof T & string =>
  typeof name === 'string' && Object.hasOwn(known, name);

type Labels = Record<string, () => string>;

/** What the form calls each field; where the same field has several names, behind the operation. */
const labels: Labels = {
  name: () => t('account.name'),
  handle: () => t('account.handle'),
  email: () => t('account.email'),
  password: () => t('account.password'),
  current: () => t('settings.currentPassword'),
  next: () => t('settings.newPassword'),
  languages: () => t('account.languages'),
  clusterId: () => t('cluster.yours'),
  cluster: () => t('cluster.yours'),
  'cluster.name': () => t('cluster.name'),
  'cluster.country': () => t('cluster.country'),
  country: () => t('cluster.country'),
  sectors: () => t('cluster.sectors'),
  website: () => t('cluster.website'),
  description: () => t('cluster.description'),
  topic: () => t('channel.topic'),
  forEveryone: () => t('channel.forEveryone'),
  text: () => words('fields.text'),
  title: () => words('fields.title'),
  reason: () => t('post.reason'),
  uses: () => t('admin.uses'),
  roles: () => t('admin.roles'),
  posts: () => t('deletion.posts'),
  days: () => t('members.howLong'),
  slug: () => t('admin.productName', { language: 'English' }),
  names: () => t('admin.productName', { language: 'English' }),
  also: () => t('admin.productAlso'),
};
for (const operation of ['channel:create', 'channel:edit'])
  nameFields(
    {
      name: () => t('channel.name'),
      description: () => t('channel.description'),
      emoji: () => t('channel.emoji'),
      kind: () => t('channel.kind'),
    },
    operation,
  );
nameFields({ name: () => t('cluster.name') }, 'account:add-cluster');
for (const operation of ['cluster:create', 'cluster:edit'])
  nameFields(
    {
      name: () => t('cluster.name'),
      kind: () => t('cluster.kind'),
      nuts: () => t('cluster.nuts'),
      languages: () => t('cluster.languages'),
    },
    operation,
  );
nameFields({ name: () => t('forum.name') }, 'forum:edit');
nameFields({ name: () => t('bots.name'), channelIds: () => t('bots.channels') }, 'bot:create');
nameFields({ channelIds: () => t('bots.channels') }, 'bot:set-channels');

/** Tells what forms call fields, of one operation or wherever they are asked for. */
export function nameFields(named: Labels, operation?: string): void {
  for (const [field, label] of Object.entries(named))
    labels[operation ? `${operation} ${field}` : field] = label;
}

function labelOf(path: string, operation = ''): string | undefined {
  const parts = path.split('.').filter((part) => !/^\d+$/.test(part));
  const places = [parts.join('.'), parts.at(-1) ?? '', parts[0] ?? ''];
  const label = [...places.map((place) => `${operation} ${place}`), ...places]
    .map((place) => labels[place])
    .find(Boolean);
  return label?.();
}

const minute = 60_000;

/** When what was refused may be tried again, to the minute: the clock for today. */
function whenAgain({ retryAfter }: { retryAfter?: unknown }): string {
  const ms = Date.now() + Number(retryAfter ?? 0) * 1000;
  const at = new Date(Math.ceil(ms / minute) * minute);
  const today = at.toDateString() === new Date().toDateString();
  return (today ? formatClock : formatWhole)(at.toISOString());
}

const numbered = (details: object) =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatNumber(value) : value,
    ]),
  );

/** What is wrong with one field, which is named as its form names it. */
function explainField({ path, problem, ...figures }: FieldIssue, operation?: string): string {
  const field = labelOf(path, operation);
  if (!field || problem === 'unknown') return words('page');
  const key = path.split('.').findLast((part) => !/^\d+$/.test(part));
  if (problem === 'format' && has(en.expected, key))
    return words('field', { field, problem: words(`expected.${key}`) });
  const known = has(en.problem, problem) ? problem : 'format';
  const said = known === 'too_long' && figures.unit === 'bytes' ? 'too_long_bytes' : known;
  return words('field', { field, problem: words(`problem.${said}`, numbered(figures)) });
}

const isIssue = (issue: unknown): issue is FieldIssue =>
  typeof issue === 'object' && issue !== null && 'path' in issue && 'problem' in issue;

function explains({ code, details = {} }: ErrorBody, operation?: string): string | null {
  const { reason, state, issues } = details;
  if (has(reasons, reason))
    return words(`reason.${reason}`, { ...numbered(details), date: whenAgain(details) });
  if (code === 'conflict' && has(en.state, state)) return words(`state.${state}`);
  if (code !== 'bad_request') return null;
  const said = Array.isArray(issues)
    ? issues.filter(isIssue).map((issue) => explainField(issue, operation))
    : [];
  return said.length > 0 ? [...new Set(said)].slice(0, 3).join(' ') : words('page');
}

alsoExplain(explains);
