/** The rail: the name of the forum, the way about, the channels. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Listed } from '../../../shared/contract/channels.ts';
import { few, formatNumber, language, t } from '../../i18n.ts';
import {
  AtSign,
  Building2,
  Hash,
  HeartHandshake,
  Lock,
  MessageSquareReply,
  Pencil,
  Plus,
  Search,
  Settings,
  ShieldCheck,
  UserPlus,
  Users,
} from '../../ui/icons.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { forumName } from '../accounts/forum.state.ts';
import { account, moderatesAll } from '../accounts/session.state.ts';
import { applicants } from '../clusters/applicants.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { drafts } from '../drafts/drafts.state.ts';
import { found } from '../exchange/searches.state.ts';
import { waiting } from '../exchange/waiting.state.ts';
import { openDialog } from '../help/dialogs.tsx';
import { newRepliesIn } from '../posts/replies.state.ts';
import { setupStep } from '../setup/setup.state.ts';
import { channelById, channels, joined, mentionsTotal, unread } from './channels.state.ts';
import { invitations } from './invitations.state.ts';
import { inLists } from './rail-order.ts';

export function Rail() {
  const [path] = useLocation();
  const [over, setOver] = useState(false);
  const invited = invitations.value?.length ?? 0;
  const held = useRef<ReturnType<typeof layout>>(null);
  // Nothing moves under the pointer: rows come, go and change places once it has left.
  if (!over || !held.current) held.current = layout(invited > 0 || path === '/invitations');
  const rows = held.current;
  const begun = [...drafts.value.values()].filter((draft) => draft.text || draft.title).length;
  const waits = waiting.value.own + waiting.value.reviews + found.value;
  const applying = applicants.value.length;
  const me = account.value;
  const own = clusterById(me?.clusterId ?? null)?.slug ?? '';

  return (
    <nav
      class="rail"
      aria-label={t('rail.label')}
      onPointerEnter={({ pointerType }) => setOver(pointerType === 'mouse')}
      onPointerLeave={() => setOver(false)}
    >
      <header>
        <a href="/" class="forum-name">
          {forumName.value}
        </a>
      </header>
      <button type="button" class="search-button" onClick={() => openDialog('switcher')}>
        <Search size={18} aria-hidden="true" /> {t('rail.search')} <kbd>Ctrl K</kbd>
      </button>
      {rows?.setup && <Entry to="/setup" icon={ShieldCheck} label={t('setup.title')} />}
      <Entry to="/mentions" icon={AtSign} label={t('rail.mentioned')}>
        {mentionsTotal.value > 0 && <span class="badge">{formatNumber(mentionsTotal.value)}</span>}
      </Entry>
      {rows?.invited && (
        <Entry to="/invitations" icon={UserPlus} label={t('invitations.title')}>
          <Badge count={invited} says={t('rail.invited', { count: invited })} />
        </Entry>
      )}
      <Entry to="/drafts" icon={Pencil} label={t('rail.drafts')}>
        {begun > 0 && <span class="count">{formatNumber(begun)}</span>}
      </Entry>
      <Entry
        to="/exchange"
        icon={HeartHandshake}
        label={t('rail.exchange')}
        here={path.startsWith('/exchange') || path.startsWith('/listings')}
      >
        <Badge count={waits} says={t('rail.waiting', { count: waits })} />
      </Entry>
      <Entry
        to={applying > 0 ? `/clusters/${own}` : '/clusters'}
        icon={Building2}
        label={t('clusters.title')}
        here={path.startsWith('/clusters')}
      >
        <Badge count={applying} says={t('rail.applicants', { count: applying })} />
      </Entry>
      {rows && rows.starred.length > 0 && (
        <>
          <h2>{t('rail.starred')}</h2>
          <List channels={rows.starred} path={path} />
        </>
      )}
      <h2>
        {t('rail.channels')}
        <button
          type="button"
          class="icon"
          aria-label={t('channel.create')}
          title={t('channel.create')}
          onClick={() => openDialog('create-channel')}
        >
          <Plus size={18} />
        </button>
      </h2>
      {rows ? <List channels={rows.open} path={path} /> : <Skeleton rows={4} />}
      {rows && rows.private.length > 0 && (
        <>
          <h2>{t('rail.private')}</h2>
          <List channels={rows.private} path={path} />
        </>
      )}
      {rows?.others && <Entry to="/channels" icon={Hash} label={t('rail.browse')} />}
      <footer>
        <Entry to="/settings" icon={Settings} label={me?.name} />
        {moderatesAll() && <Entry to="/members" icon={Users} label={t('rail.members')} />}
        {me?.roles.includes('administrator') && (
          <Entry to="/administration" icon={ShieldCheck} label={t('admin.title')} />
        )}
      </footer>
    </nav>
  );
}

/** Which rows there are, and in which order; null until the channels are known. */
function layout(invited: boolean) {
  const known = joined.value;
  return known
    ? {
        ...inLists(known, language),
        others: known.length < (channels.value?.length ?? 0),
        setup: setupStep.value,
        invited,
      }
    : null;
}

function Entry({
  to,
  icon: Icon,
  label,
  here,
  children,
}: {
  to: string;
  icon: typeof Hash;
  label: string | undefined;
  here?: boolean;
  children?: ComponentChildren;
}) {
  const [path] = useLocation();
  return (
    <a class="entry" href={to} aria-current={(here ?? path === to) ? 'page' : undefined}>
      <Icon size={18} aria-hidden="true" /> <span dir="auto">{label}</span> {children}
    </a>
  );
}

function Badge({ count, says }: { count: number; says: string }) {
  return count > 0 ? (
    <span class="badge">
      {formatNumber(count)}
      <span class="hidden"> {says}</span>
    </span>
  ) : null;
}

function List({ channels: listed, path }: { channels: readonly Listed[]; path: string }) {
  return (
    <ul>
      {listed.map((held) => {
        const it = channelById(held.channel.id) ?? held;
        const { channel, mentions } = it;
        const fresh = unread(it);
        const replies = newRepliesIn(channel.id);
        const here = path === `/c/${channel.slug}` || path.startsWith(`/c/${channel.slug}/`);
        return (
          <li key={channel.id}>
            <a
              class={`entry ${fresh + replies > 0 ? 'unread' : ''}`}
              href={`/c/${channel.slug}`}
              aria-current={here ? 'page' : undefined}
            >
              <span class="sign" aria-hidden="true">
                {channel.emoji ||
                  (channel.kind === 'private' ? <Lock size={16} /> : <Hash size={16} />)}
              </span>
              <span dir="auto">{channel.name}</span>
              {mentions > 0 ? (
                <span class="badge" title={t('rail.mentions', { count: mentions })}>
                  <span aria-hidden="true">@</span>
                  {formatNumber(mentions)}
                  <span class="hidden"> {t('rail.mentions', { count: mentions })}</span>
                </span>
              ) : (
                fresh > 0 && (
                  <span class="count">
                    {fresh > 999 ? '999+' : formatNumber(fresh)}
                    <span class="hidden"> {t('rail.unread')}</span>
                  </span>
                )
              )}
              {replies > 0 && (
                <span class="count replies-count">
                  <MessageSquareReply size={14} aria-hidden="true" />
                  {few(replies)}
                  <span class="hidden"> {t('rail.replies', { count: replies })}</span>
                </span>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
