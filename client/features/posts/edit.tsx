/** Editing one's own post where it stands. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Post } from '../../../shared/contract/posts.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { touch } from '../../touch.ts';
import { Counter, problemWith } from '../../ui/counter.tsx';
import { showAnswer } from './feed.state.ts';
import { usePaste } from './paste.ts';

export function EditPost({ post, done }: { post: Post; done(): void }) {
  const [text, setText] = useState(post.text ?? '');
  const [title, setTitle] = useState(post.title ?? '');
  const [failure, setFailure] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const saving = useRef(false);
  const warned = useRef(false);
  const id = useId();
  const paste = usePaste();

  useEffect(() => {
    const element = area.current;
    if (!element) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
    element.form?.scrollIntoView({ block: 'nearest' });
  }, []);

  const save = async () => {
    if (saving.current) return;
    const problem =
      problemWith(text, limits.post) ||
      (title.trim() ? problemWith(title.trim(), limits.title) : '');
    if (problem) return setFailure(problem);
    saving.current = true;
    try {
      showAnswer(
        await call('post:edit', {
          postId: post.id,
          text,
          ...(!post.rootId && { title: title.trim() || null }),
        }),
      );
      done();
    } catch (thrown) {
      setFailure(explain(thrown));
    }
    saving.current = false;
  };

  /** Lets go of what was changed only when that is said twice. */
  const leave = () => {
    const changed = text !== (post.text ?? '') || title !== (post.title ?? '');
    if (!changed || warned.current) return done();
    warned.current = true;
    setFailure(t('post.escapeAgain'));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') leave();
    if (event.key === 'Enter' && !event.shiftKey && (!touch || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };

  return (
    <form
      class="edit"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {post.title !== undefined && (
        <input
          value={title}
          dir="auto"
          aria-label={t('composer.title')}
          aria-describedby={`${id}-title`}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      )}
      <Counter id={`${id}-title`} text={title.trim()} bounds={limits.title} />
      <textarea
        ref={area}
        value={text}
        dir="auto"
        rows={Math.min(12, text.split('\n').length + 1)}
        aria-label={t('post.edit')}
        aria-describedby={`${id}-text`}
        {...paste}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Counter id={`${id}-text`} text={text} bounds={limits.post} />
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <div class="buttons">
        <button type="submit" class="primary">
          {t('save')}
        </button>
        <button type="button" onClick={done}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
