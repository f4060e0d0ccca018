/** The rail: the name of the forum, the way about, the channels. */
import { useLocation } from 'wouter-preact';
import type { Listed } from '../../../shared/contract/channels.ts';
import { few, formatNumber, t } from '../../i18n.ts';
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
import { channels, joined, mentionsTotal, unread } from './channels.state.ts';
import { invitations } from './invitations.state.ts';

export function Rail() {
  const [path] = useLocation();
  const open = joined.value?.filter(({ channel }) => channel.kind === 'open');
  const hidden = joined.value?.filter(({ channel }) => channel.kind === 'private');
  const others = (channels.value?.length ?? 0) - (joined.value?.length ?? 0);
  const begun = [...drafts.value.values()].filter((draft) => draft.text || draft.title).length;
  const waits = waiting.value.own + waiting.value.reviews + found.value;
  const invited = invitations.value?.length ?? 0;
  const me = account.value;

  return (
    <nav class="rail" aria-label={t('rail.label')}>
      <header>
        <a href="/" class="forum-name">
          {forumName.value}
        </a>
      </header>
      <button type="button" class="search-button" onClick={() => openDialog('switcher')}>
        <Search size={18} aria-hidden="true" /> {t('rail.search')} <kbd>Ctrl K</kbd>
      </button>
      {setupStep.value && (
        <a class="entry" href="/setup" aria-current={path === '/setup' ? 'page' : undefined}>
          <ShieldCheck size={18} aria-hidden="true" /> <span>{t('setup.title')}</span>
        </a>
      )}
      <a class="entry" href="/mentions" aria-current={path === '/mentions' ? 'page' : undefined}>
        <AtSign size={18} aria-hidden="true" /> <span>{t('rail.mentioned')}</span>
        {mentionsTotal.value > 0 && <span class="badge">{formatNumber(mentionsTotal.value)}</span>}
      </a>
      {(invited > 0 || path === '/invitations') && (
        <a
          class="entry"
          href="/invitations"
          aria-current={path === '/invitations' ? 'page' : undefined}
        >
          <UserPlus size={18} aria-hidden="true" /> <span>{t('invitations.title')}</span>
          {invited > 0 && (
            <span class="badge">
              {formatNumber(invited)}
              <span class="hidden"> {t('rail.invited', { count: invited })}</span>
            </span>
          )}
        </a>
      )}
      <a class="entry" href="/drafts" aria-current={path === '/drafts' ? 'page' : undefined}>
        <Pencil size={18} aria-hidden="true" /> <span>{t('rail.drafts')}</span>{' '}
        {begun > 0 && <span class="count">{formatNumber(begun)}</span>}
      </a>
      <a
        class="entry"
        href="/exchange"
        aria-current={
          path.startsWith('/exchange') || path.startsWith('/listings') ? 'page' : undefined
        }
      >
        <HeartHandshake size={18} aria-hidden="true" /> <span>{t('rail.exchange')}</span>
        {waits > 0 && (
          <span class="badge">
            {formatNumber(waits)}
            <span class="hidden"> {t('rail.waiting', { count: waits })}</span>
          </span>
        )}
      </a>
      <a
        class="entry"
        href={
          applicants.value.length > 0
            ? `/clusters/${clusterById(me?.clusterId ?? null)?.slug ?? ''}`
            : '/clusters'
        }
        aria-current={path.startsWith('/clusters') ? 'page' : undefined}
      >
        <Building2 size={18} aria-hidden="true" /> <span>{t('clusters.title')}</span>
        {applicants.value.length > 0 && (
          <span class="badge">
            {formatNumber(applicants.value.length)}
            <span class="hidden"> {t('rail.applicants', { count: applicants.value.length })}</span>
          </span>
        )}
      </a>
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
      {open ? <List channels={open} path={path} /> : <Skeleton rows={4} />}
      {hidden && hidden.length > 0 && (
        <>
          <h2>{t('rail.private')}</h2>
          <List channels={hidden} path={path} />
        </>
      )}
      {others > 0 && (
        <a
          class="entry muted"
          href="/channels"
          aria-current={path === '/channels' ? 'page' : undefined}
        >
          <Hash size={18} aria-hidden="true" /> <span>{t('rail.browse')}</span>
        </a>
      )}
      <footer>
        <a class="entry" href="/settings" aria-current={path === '/settings' ? 'page' : undefined}>
          <Settings size={18} aria-hidden="true" /> <span dir="auto">{me?.name}</span>
        </a>
        {moderatesAll() && (
          <a class="entry" href="/members" aria-current={path === '/members' ? 'page' : undefined}>
            <Users size={18} aria-hidden="true" /> <span>{t('rail.members')}</span>
          </a>
        )}
        {me?.roles.includes('administrator') && (
          <a
            class="entry"
            href="/administration"
            aria-current={path === '/administration' ? 'page' : undefined}
          >
            <ShieldCheck size={18} aria-hidden="true" /> <span>{t('admin.title')}</span>
          </a>
        )}
      </footer>
    </nav>
  );
}

function List({ channels: listed, path }: { channels: readonly Listed[]; path: string }) {
  return (
    <ul>
      {listed.map((it) => {
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
