/** Reads new posts of the channel on screen to a screen reader, politely. */
import { signal } from '@preact/signals';
import { on } from '../../api.ts';
import { t } from '../../i18n.ts';
import { personById } from '../accounts/people.state.ts';
import { account } from '../accounts/session.state.ts';
import { channelById } from '../channels/channels.state.ts';

const words = signal('');

on('feed:changed', ({ channelId, posts }) => {
  const slug = channelById(channelId)?.channel.slug;
  if (!slug || !location.pathname.startsWith(`/c/${slug}`)) return;
  const fresh = posts.filter(
    (post) =>
      post.rev === post.seq ||
      (!post.editedAt && !post.deleted && !post.replies && !post.reactions && !post.pinned),
  );
  const said = fresh.filter((post) => post.authorId !== account.peek()?.id).at(-1);
  if (said?.text)
    words.value = t('announce', {
      name: personById(said.authorId)?.name ?? '',
      text: said.text.slice(0, 200),
    });
});

export function Announcer() {
  return (
    <div class="hidden" role="log" aria-live="polite" aria-label={t('announcements')}>
      {words.value}
    </div>
  );
}
