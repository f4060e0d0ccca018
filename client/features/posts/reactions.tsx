/** The reactions under a post. */
import type { Post } from '../../../shared/contract/posts.ts';
import { call } from '../../api.ts';
import { formatNumber, t } from '../../i18n.ts';
import { attempt } from '../../ui/notice.tsx';
import { personById } from '../accounts/people.state.ts';
import { account } from '../accounts/session.state.ts';
import { emojiOf } from './emoji.ts';
import { showAnswer } from './feed.state.ts';

export function react(post: Post, emoji: string): Promise<void> {
  const mine =
    post.reactions
      ?.find((reaction) => emojiOf(reaction.emoji) === emojiOf(emoji))
      ?.by.includes(account.peek()?.id ?? '') ?? false;
  return attempt(async () =>
    showAnswer(await call('post:react', { postId: post.id, emoji, on: !mine })),
  );
}

export function Reactions({ post, writes }: { post: Post; writes: boolean }) {
  const me = account.value?.id ?? '';
  return (
    <div class="reactions">
      {post.reactions?.map(({ emoji, by }) => {
        const names = by
          .slice(0, 20)
          .map((id) => personById(id)?.name ?? '…')
          .join(', ');
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={by.includes(me)}
            disabled={!writes}
            title={names}
            aria-label={t('post.reaction', { emoji, count: by.length, names })}
            onClick={() => react(post, emoji)}
          >
            {emojiOf(emoji)} <b>{formatNumber(by.length)}</b>
          </button>
        );
      })}
    </div>
  );
}
