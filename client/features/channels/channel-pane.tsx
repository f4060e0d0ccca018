/** About a channel: what it is for, who is in it, and what its members and moderators can do. */
import { useEffect, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Listed } from '../../../shared/contract/channels.ts';
import type { Answer } from '../../../shared/contract/index.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Star, X } from '../../ui/icons.ts';
import { attempt, tell } from '../../ui/notice.tsx';
import { Pane } from '../../ui/pane.tsx';
import { findPeople, personById } from '../accounts/people.state.ts';
import { account, moderatesAll } from '../accounts/session.state.ts';
import { here } from '../presence/presence.state.ts';
import { ChannelDialog } from './channel-dialog.tsx';
import { detailsById } from './details.state.ts';

type Members = Answer<'channel:members'>;

export function ChannelPane({ listed, moderates }: { listed: Listed; moderates: boolean }) {
  const { channel, membership } = listed;
  const details = detailsById(channel.id);
  const [members, setMembers] = useState<Members>([]);
  const [editing, setEditing] = useState(false);
  const load = () =>
    attempt(async () => setMembers(await call('channel:members', { channelId: channel.id })));
  useEffect(() => void load(), [channel.id, membership !== null]);

  const leave = () =>
    attempt(async () => {
      await call('channel:leave', { channelId: channel.id });
      navigate(channel.kind === 'private' ? '/' : `/c/${channel.slug}`);
    });

  return (
    <Pane title={t('channel.about')} close={`/c/${channel.slug}`}>
      <div class="pane-body">
        <p dir="auto">{details?.topic}</p>
        {details?.description && (
          <p class="prewrap" dir="auto">
            {details.description}
          </p>
        )}
        <div class="buttons">
          {membership && (
            <button
              type="button"
              aria-pressed={membership.starred}
              onClick={() =>
                attempt(() =>
                  call('channel:star', { channelId: channel.id, starred: !membership.starred }),
                )
              }
            >
              <Star size={18} aria-hidden="true" /> {t('channel.star')}
            </button>
          )}
          {moderates && details && (
            <button type="button" onClick={() => setEditing(true)}>
              {t('channel.edit')}
            </button>
          )}
          {moderates && (
            <button
              type="button"
              onClick={() =>
                attempt(() =>
                  call('channel:edit', { channelId: channel.id, archived: !channel.archivedAt }),
                )
              }
            >
              {channel.archivedAt ? t('channel.restore') : t('channel.archive')}
            </button>
          )}
          {membership && (
            <button type="button" onClick={leave}>
              {t('channel.leave')}
            </button>
          )}
        </div>
        {membership && <Invite channelId={channel.id} invited={load} />}
        <h3>{t('channel.members', { count: members.length })}</h3>
        <ul class="people">
          {members.map(({ memberId, moderator }) => (
            <MemberLine
              key={memberId}
              memberId={memberId}
              moderator={moderator}
              channelId={channel.id}
              moderates={moderates}
              changed={load}
            />
          ))}
        </ul>
      </div>
      {editing && details && <ChannelDialog channel={details} close={() => setEditing(false)} />}
    </Pane>
  );
}

interface Line {
  memberId: string;
  moderator: boolean;
  channelId: string;
  moderates: boolean;
  changed(): Promise<void>;
}

function MemberLine({ memberId, moderator, channelId, moderates, changed }: Line) {
  const person = personById(memberId);
  const me = account.value;
  const appoints = moderatesAll();
  const then = (work: () => Promise<unknown>) => attempt(() => work().then(changed));
  return (
    <li>
      <Avatar id={memberId} name={person?.name ?? '?'} here={here.value.has(memberId)} small />
      <a href={`/people/${person?.handle ?? ''}`}>
        <bdi>{person?.name ?? '…'}</bdi>
      </a>
      {moderator && <span class="tag">{t('role.moderator')}</span>}
      <span class="row">
        {appoints && person?.kind === 'person' && (
          <button
            type="button"
            class="quiet"
            onClick={() =>
              then(() =>
                call('channel:set-moderator', { channelId, memberId, moderator: !moderator }),
              )
            }
          >
            {moderator ? t('channel.dismiss') : t('channel.appoint')}
          </button>
        )}
        {moderates && memberId !== me?.id && (
          <button
            type="button"
            class="icon"
            aria-label={t('channel.removeMember', { name: person?.name ?? '' })}
            title={t('channel.removeMember', { name: person?.name ?? '' })}
            onClick={() => then(() => call('channel:remove-member', { channelId, memberId }))}
          >
            <X size={18} />
          </button>
        )}
      </span>
    </li>
  );
}

function Invite({ channelId, invited }: { channelId: string; invited(): Promise<void> }) {
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<{ id: string; name: string; handle: string }[]>([]);
  const look = (word: string) => {
    setSearch(word);
    if (word.trim() === '') setFound([]);
    else void findPeople(word.trim(), 6).then(setFound, () => {});
  };
  const invite = (memberId: string, name: string) =>
    attempt(async () => {
      const { joined } = await call('channel:invite', { channelId, memberId });
      look('');
      tell(t(joined ? 'channel.joined' : 'channel.invited', { name }));
      await invited();
    });
  return (
    <div class="field">
      <input
        type="search"
        dir="auto"
        value={search}
        placeholder={t('channel.invite')}
        aria-label={t('channel.invite')}
        onInput={(event) => look(event.currentTarget.value)}
        onKeyDown={({ key }) => key === 'Enter' && found[0] && invite(found[0].id, found[0].name)}
      />
      <ul class="people">
        {found.map(({ id, name, handle }) => (
          <li key={id}>
            <button type="button" class="quiet" onClick={() => invite(id, name)}>
              <Avatar id={id} name={name} small /> <bdi>{name}</bdi>{' '}
              <span class="muted">@{handle}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
