/** What can be done with a post: on hover and focus, by long press, by keyboard. */
import { useRef, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Post } from '../../../shared/contract/posts.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import {
  Copy,
  Ellipsis,
  History,
  Link,
  MessageSquareReply,
  Pencil,
  Pin,
  PinOff,
  Quote,
  SmilePlus,
  Trash2,
} from '../../ui/icons.ts';
import { lazy } from '../../ui/lazy.tsx';
import { type Item, Menu } from '../../ui/menu.tsx';
import { attempt } from '../../ui/notice.tsx';
import { account } from '../accounts/session.state.ts';
import { openEdit } from './edits.ts';
import { showAnswer } from './feed.state.ts';
import type { Place } from './place.ts';
import { react } from './reactions.tsx';

const EmojiPicker = lazy(() => import('./emoji-picker.tsx').then((module) => module.EmojiPicker));
const HistoryDialog = lazy(() => import('./history.tsx').then((module) => module.HistoryDialog));
const DeleteDialog = lazy(() =>
  import('./delete-dialog.tsx').then((module) => module.DeleteDialog),
);
const RemoveDialog = lazy(() =>
  import('../moderation/remove-dialog.tsx').then((module) => module.RemoveDialog),
);

type Open = 'menu' | 'emoji' | 'history' | 'delete' | 'remove' | null;

const copied = (text: string) => void import('../../ui/copy.ts').then(({ copy }) => copy(text));

export function PostTools({ post, place }: { post: Post; place: Place }) {
  const [open, setOpen] = useState<Open>(null);
  const more = useRef<HTMLButtonElement>(null);
  const own = post.authorId === account.value?.id;
  const close = () => setOpen(null);
  const edit = () => openEdit(post.id, place.inThread);
  const reply = () => navigate(`/c/${place.slug}/t/${post.rootId ?? post.id}`);
  if (post.deleted) return null;

  const pin = (pinned: boolean) =>
    attempt(async () => showAnswer(await call('post:pin', { postId: post.id, pinned })));
  const items: (Item | false | undefined)[] = [
    place.writes && {
      label: t('post.react'),
      icon: <SmilePlus size={18} />,
      act: () => setOpen('emoji'),
    },
    !place.inThread && {
      label: t('post.reply'),
      icon: <MessageSquareReply size={18} />,
      act: reply,
    },
    place.writes && {
      label: t('post.quote'),
      icon: <Quote size={18} />,
      act: () => void import('./quote.ts').then(({ quote }) => quote(post, place)),
    },
    {
      label: t('post.copyLink'),
      icon: <Link size={18} />,
      act: () => copied(`${location.origin}/c/${place.slug}/p/${post.id}`),
    },
    {
      label: t('post.copyText'),
      icon: <Copy size={18} />,
      act: () => copied(post.text ?? ''),
    },
    {
      label: t('post.markUnread'),
      act: () =>
        attempt(() => call('channel:mark-unread', { channelId: post.channelId, seq: post.seq })),
    },
    post.editedAt !== undefined && {
      label: t('post.history'),
      icon: <History size={18} />,
      act: () => setOpen('history'),
    },
    place.moderates && {
      label: post.pinned ? t('post.unpin') : t('post.pin'),
      icon: post.pinned ? <PinOff size={18} /> : <Pin size={18} />,
      act: () => pin(!post.pinned),
    },
    own &&
      place.writes &&
      !post.listing && { label: t('post.edit'), icon: <Pencil size={18} />, act: edit },
    own &&
      place.writes &&
      !post.listing && {
        label: t('post.delete'),
        icon: <Trash2 size={18} />,
        danger: true,
        act: () => setOpen('delete'),
      },
    !own &&
      place.moderates &&
      !post.listing && {
        label: t('post.remove'),
        icon: <Trash2 size={18} />,
        danger: true,
        act: () => setOpen('remove'),
      },
  ];

  return (
    <div class={`tools ${open ? 'open' : ''}`}>
      {place.writes && (
        <button
          type="button"
          class="icon"
          data-key="+"
          aria-label={t('post.react')}
          title={t('post.react')}
          onClick={() => setOpen('emoji')}
        >
          <SmilePlus size={20} />
        </button>
      )}
      {!place.inThread && (
        <button
          type="button"
          class="icon"
          data-key="r"
          aria-label={t('post.reply')}
          title={`${t('post.reply')} (r)`}
          onClick={reply}
        >
          <MessageSquareReply size={20} />
        </button>
      )}
      {own && place.writes && !post.listing && (
        <button
          type="button"
          class="icon"
          data-key="e"
          aria-label={t('post.edit')}
          title={`${t('post.edit')} (e)`}
          onClick={edit}
        >
          <Pencil size={20} />
        </button>
      )}
      <button
        type="button"
        class="icon"
        data-key="."
        ref={more}
        aria-haspopup="menu"
        aria-expanded={open === 'menu'}
        aria-label={t('post.more')}
        title={`${t('post.more')} (.)`}
        onClick={() => setOpen('menu')}
      >
        <Ellipsis size={20} />
      </button>
      {open === 'menu' && (
        <Menu
          items={items.filter((item): item is Item => Boolean(item))}
          close={close}
          anchor={more.current}
        />
      )}
      {open === 'emoji' && <EmojiPicker pick={(name) => react(post, name)} close={close} />}
      {open === 'history' && <HistoryDialog post={post} close={close} />}
      {open === 'remove' && <RemoveDialog post={post} close={close} />}
      {open === 'delete' && <DeleteDialog post={post} close={close} />}
    </div>
  );
}
