/** A channel: header, key information, stream or topics, composer, and what opens beside it. */
import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useSearch } from 'wouter-preact';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Listed } from '../../../shared/contract/channels.ts';
import { call, connected } from '../../api.ts';
import { explain, isMissing } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useTitle } from '../../ui/title.ts';
import { newcomer } from '../accounts/newcomer.state.ts';
import { moderatesAll } from '../accounts/session.state.ts';
import { KeyInformation } from '../moderation/key-information.tsx';
import { Composer } from '../posts/composer.tsx';
import { type Feed, feedAtHand, openFeed, showStreamAt } from '../posts/feed.state.ts';
import { pendingIn } from '../posts/outbox.state.ts';
import { PendingView } from '../posts/pending.tsx';
import { listingsDrawable } from '../posts/post.tsx';
import { Stream } from '../posts/stream.tsx';
import { TypingLine } from '../presence/typing.tsx';
import { ChannelHeader } from './channel-header.tsx';
import { channelBySlug, channels, firstChannel, joinChannel } from './channels.state.ts';

const WelcomeNote = lazy(() => import('./welcome-note.tsx').then((module) => module.WelcomeNote));
const ChannelPane = lazy(() => import('./channel-pane.tsx').then((module) => module.ChannelPane));
const Thread = lazy(() => import('../posts/thread.tsx').then((module) => module.Thread));
const Topics = lazy(
  () => import('../posts/topics.tsx').then((module) => module.Topics),
  <Skeleton />,
);

export type Beside =
  | { kind: 'none' }
  | { kind: 'topics' }
  | { kind: 'about' }
  | { kind: 'thread'; rootId: string }
  | { kind: 'post'; postId: string };

export function ChannelPage({ slug, beside }: { slug: string; beside: Beside }) {
  const listed = channelBySlug(slug);
  if (!channels.value) return <Skeleton />;
  if (!listed)
    return (
      <Empty action={<a href="/channels">{t('rail.browse')}</a>}>{t('channel.unknown')}</Empty>
    );
  return <OpenChannel key={listed.channel.id} listed={listed} beside={beside} />;
}

/** ms for which the cards of listings are waited for, so that nothing grows under the reader's eyes. */
const patience = 2000;

async function drawable({ stream }: Feed) {
  if (stream.window.peek().posts.some((post) => post.listing))
    await Promise.race([
      listingsDrawable().catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, patience)),
    ]);
}

function OpenChannel({ listed, beside }: { listed: Listed; beside: Beside }) {
  const { channel, membership } = listed;
  const [feed, setFeed] = useState<Feed | undefined>(() => feedAtHand(channel.id));
  useTitle(channel.name);
  const [failure, setFailure] = useState('');
  const [target, setTarget] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);

  useEffect(() => {
    openFeed(channel.id, !feed).then(
      async (opened) => {
        await drawable(opened);
        setFeed(opened);
        setFailure('');
      },
      (thrown) => setFailure(explain(thrown)),
    );
  }, [channel.id, membership !== null, connected.value]);
  const waiting = useComputed(() => pendingIn(channel.id).value).value;

  const reply = new URLSearchParams(useSearch()).get('post');
  const wanted = beside.kind === 'post' ? beside.postId : null;
  useEffect(() => {
    setMissing(false);
    if (!feed || !wanted) return setTarget(null);
    void attempt(() =>
      goTo(feed, wanted, channel.slug).then(setTarget, (thrown) => {
        if (!isMissing(thrown)) throw thrown;
        setMissing(true);
      }),
    );
  }, [feed, wanted, channel.slug]);

  const writes = membership !== null && !channel.archivedAt;
  const moderates = membership?.moderator === true || moderatesAll();
  const place = useMemo(
    () => ({ slug: channel.slug, writes, moderates, inThread: false }),
    [channel.slug, writes, moderates],
  );
  const focusLast = () => {
    const posts = document.querySelectorAll<HTMLElement>('.stream-column article.post');
    posts[posts.length - 1]?.focus();
  };

  return (
    <div
      class={`channel-page ${beside.kind === 'thread' || beside.kind === 'about' ? 'with-pane' : ''}`}
    >
      <section class="stream-column" aria-label={channel.name}>
        <ChannelHeader listed={listed} topics={beside.kind === 'topics'} />
        {newcomer.value && channel.id === firstChannel.value?.id && (
          <WelcomeNote channel={channel} />
        )}
        {failure && <Empty>{failure}</Empty>}
        {missing && (
          <p class="failure" role="alert">
            {t('post.unknown')}
          </p>
        )}
        {!feed?.stream.loaded.value && !failure && <Skeleton />}
        {!feed && waiting.map((post) => <PendingView key={post.clientId} post={post} />)}
        {feed?.stream.loaded.value && (
          <>
            <KeyInformation feed={feed} slug={channel.slug} />
            {beside.kind === 'topics' ? (
              <Topics feed={feed} slug={channel.slug} writes={place.writes} />
            ) : (
              <Stream key={feed.channelId} feed={feed} place={place} target={target} />
            )}
          </>
        )}
        <TypingLine channelId={channel.id} rootId={null} />
        {place.writes ? (
          <Composer
            key={channel.id}
            channelId={channel.id}
            rootId={null}
            slug={channel.slug}
            placeholder={t('composer.placeholder', { name: channel.name })}
            // Among the topics a post without a title is not to be seen.
            sent={(titled) => beside.kind === 'topics' && !titled && navigate(`/c/${channel.slug}`)}
            up={focusLast}
          />
        ) : (
          <p class="no-composer">
            {channel.archivedAt ? (
              t('channel.archivedNote')
            ) : (
              <>
                {t('channel.joinNote')}{' '}
                <button
                  type="button"
                  class="primary"
                  onClick={() => attempt(() => joinChannel(channel.id))}
                >
                  {t('channel.join')}
                </button>
              </>
            )}
          </p>
        )}
      </section>
      {feed && beside.kind === 'thread' && (
        <Thread
          key={beside.rootId}
          feed={feed}
          rootId={beside.rootId}
          place={place}
          target={reply}
        />
      )}
      {beside.kind === 'about' && <ChannelPane listed={listed} moderates={place.moderates} />}
    </div>
  );
}

/** Brings a post into view where it stands: in the stream, or in its thread. */
async function goTo(feed: Feed, postId: string, slug: string): Promise<string | null> {
  const known = feed.stream.window.peek().posts.find((post) => post.id === postId);
  if (known) return postId;
  const post = await call('post:get', { postId });
  if (post.rootId && !post.alsoInChannel) {
    navigate(`/c/${slug}/t/${post.rootId}?post=${postId}`, { replace: true });
    return null;
  }
  await showStreamAt(feed, post.seq);
  return postId;
}
