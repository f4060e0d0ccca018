/** Who is writing, in one quiet line that keeps its place. */
import { t } from '../../i18n.ts';
import { personById } from '../accounts/people.state.ts';
import { typingIn } from './presence.state.ts';

export function TypingLine({ channelId, rootId }: { channelId: string; rootId: string | null }) {
  const ids = typingIn(channelId, rootId);
  const names = ids.slice(0, 2).map((id) => personById(id)?.name ?? '…');
  return (
    <p class="typing muted">
      {ids.length > 2
        ? t('typing.many')
        : ids.length > 0
          ? t('typing.some', { count: ids.length, names: names.join(', ') })
          : ''}
    </p>
  );
}
