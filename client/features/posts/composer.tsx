/** Where one writes: Markdown, completion, a draft that keeps itself, an optional title. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../shared/limits.ts';
import { CallError, call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { narrow, touch } from '../../touch.ts';
import { Html } from '../../ui/html.tsx';
import { HandHelping, HeartHandshake, SendHorizontal } from '../../ui/icons.ts';
import { lazy } from '../../ui/lazy.tsx';
import { attempt, tell } from '../../ui/notice.tsx';
import { draftOf, saveDraft } from '../drafts/drafts.state.ts';
import { sayTyping } from '../presence/presence.state.ts';
import { CompletionList, useCompletion } from './completion-list.tsx';
import { forgetReturned, returnedTo, send } from './outbox.state.ts';
import { usePaste } from './paste.ts';

const Counter = lazy(() => import('../../ui/counter.tsx').then((module) => module.Counter));
/** The rules of what can be sent; fetched once the page is drawn, as nobody has written anything before. */
let rules: typeof import('../../ui/counter.tsx') | undefined;
void import('../../ui/counter.tsx').then((module) => {
  rules = module;
});

export interface ComposerProps {
  channelId: string;
  rootId: string | null;
  placeholder: string;
  /** The channel's own, where offers and requests can be posted from here. */
  slug?: string;
  /** Called when something was sent, with whether it has a title. */
  sent?(titled: boolean): void;
  /** Called when the arrow up is pressed in an empty field. */
  up?(): void;
}

export function Composer({ channelId, rootId, placeholder, slug, sent, up }: ComposerProps) {
  const draft = draftOf(channelId, rootId);
  const text = draft?.text ?? '';
  const title = draft?.title ?? '';
  const [titled, setTitled] = useState(title !== '');
  const [also, setAlso] = useState(false);
  const [preview, setPreview] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const paste = usePaste();
  const returned = returnedTo(channelId, rootId);
  useEffect(() => {
    if (!returned) return;
    setTitled(title !== '');
    setAlso(returned.alsoInChannel === true);
    setPreview(null);
  }, [returned]);

  useLayoutEffect(() => {
    if (!area.current) return;
    area.current.style.height = 'auto';
    area.current.style.height = `${area.current.scrollHeight}px`;
  }, [text, preview]);
  useEffect(() => {
    if (!touch && !narrow.matches) area.current?.focus({ preventScroll: true });
  }, []);

  const write = (next: string, nextTitle = title) => {
    if (returned) forgetReturned(channelId, rootId);
    saveDraft(channelId, rootId, next, nextTitle);
  };
  const completion = useCompletion(area, write);

  const submit = () => {
    const trimmed = title.trim();
    if (!text.trim()) return;
    const problem =
      rules?.problemWith(text, limits.post) ||
      (titled && trimmed && rules?.problemWith(trimmed, limits.title));
    if (problem) return tell(problem, true);
    send({
      channelId,
      text,
      ...(titled && trimmed && { title: trimmed }),
      ...(rootId && { rootId }),
      ...(rootId && also && { alsoInChannel: true as const }),
    });
    sent?.(titled && trimmed !== '');
    write('', '');
    setTitled(false);
    setAlso(false);
    setPreview(null);
    requestAnimationFrame(() => area.current?.focus());
  };

  const onInput = (event: Event) => {
    const element = event.currentTarget as HTMLTextAreaElement;
    write(element.value);
    completion.look(element);
    sayTyping(channelId, rootId);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (completion.onKeyDown(event)) return;
    const plainEnter = event.key === 'Enter' && !event.shiftKey && !touch;
    if (plainEnter || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      area.current?.form?.requestSubmit();
    } else if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault();
      up?.();
    }
  };

  const onTitleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    area.current?.focus();
  };

  const toggleTitle = () => {
    if (titled) write(text, '');
    setTitled(!titled);
  };

  const togglePreview = () =>
    attempt(async () =>
      setPreview(
        preview === null && text.trim() ? (await call('post:preview', { text })).html : null,
      ),
    );

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {titled && (
        <input
          class="composer-title"
          value={title}
          dir="auto"
          placeholder={t('composer.title')}
          aria-label={t('composer.title')}
          aria-describedby={`${id}-title`}
          onInput={(event) => write(text, event.currentTarget.value)}
          onKeyDown={onTitleKey}
        />
      )}
      {titled && <Counter id={`${id}-title`} text={title.trim()} bounds={limits.title} />}
      <CompletionList completion={completion} />
      {preview === null ? (
        <textarea
          ref={area}
          rows={1}
          value={text}
          dir="auto"
          placeholder={placeholder}
          aria-label={placeholder}
          aria-describedby={`${id}-text`}
          {...completion.field}
          {...paste}
          onInput={onInput}
          onKeyDown={onKeyDown}
        />
      ) : (
        <Html class="body preview" html={preview} />
      )}
      <Counter id={`${id}-text`} text={text} bounds={limits.post} />
      {returned && (
        <p class="failure" role="alert" dir="auto">
          {t('composer.returned', { why: explain(new CallError(returned.refused)) })}
        </p>
      )}
      <div class="composer-row">
        {!rootId && (
          <button type="button" class="quiet add-title" aria-pressed={titled} onClick={toggleTitle}>
            {t('composer.addTitle')}
          </button>
        )}
        {slug && (
          <>
            <a class="button quiet" href={`/c/${slug}/offer`} title={t('composer.offer')}>
              <HandHelping size={18} aria-hidden="true" /> <span>{t('composer.offer')}</span>
            </a>
            <a class="button quiet" href={`/c/${slug}/request`} title={t('composer.request')}>
              <HeartHandshake size={18} aria-hidden="true" /> <span>{t('composer.request')}</span>
            </a>
          </>
        )}
        {rootId && (
          <label class="check">
            <input
              type="checkbox"
              checked={also}
              onChange={(event) => setAlso(event.currentTarget.checked)}
            />{' '}
            {t('composer.also')}
          </label>
        )}
        <button type="button" class="quiet" aria-pressed={preview !== null} onClick={togglePreview}>
          {t('composer.preview')}
        </button>
        <span class="spring" />
        <button type="submit" class="primary send" disabled={!text.trim()}>
          <SendHorizontal size={18} aria-hidden="true" /> <span>{t('composer.post')}</span>
        </button>
      </div>
    </form>
  );
}
