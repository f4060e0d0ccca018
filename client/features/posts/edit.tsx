/** Editing one's own post where it stands. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Post } from '../../../shared/contract/posts.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { touch } from '../../touch.ts';
import { copy } from '../../ui/copy.ts';
import { Counter, problemWith } from '../../ui/counter.tsx';
import { editOf } from '../drafts/drafts.state.ts';
import { CompletionList, useCompletion } from './completion-list.tsx';
import { closeEdit, leaveEdit, takesFocus, writeEdit } from './edits.ts';
import { showAnswer } from './feed.state.ts';
import { usePaste } from './paste.ts';

interface Props {
  post: Post;
  inThread: boolean;
  /** Called when the box was closed from within. */
  done(): void;
}

export function EditPost(props: Props) {
  const { id, deleted } = props.post;
  useEffect(() => () => leaveEdit(id, props.inThread), [id]);
  const done = () => {
    closeEdit(id);
    props.done();
  };
  return deleted ? <Orphan {...props} done={done} /> : <Box {...props} done={done} />;
}

function Box({ post, inThread, done }: Props) {
  const begun = editOf(post.id);
  const text = begun?.text ?? post.text ?? '';
  const title = begun?.title ?? post.title ?? '';
  const [failure, setFailure] = useState('');
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const saving = useRef(false);
  const id = useId();
  const paste = usePaste();

  const write = (next: string, nextTitle = title) => {
    setAsking(false);
    writeEdit(post, inThread, next, nextTitle);
  };
  const completion = useCompletion(area, write);

  useEffect(() => {
    const element = area.current;
    if (!element || !takesFocus(post.id)) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);
  // What one works with comes into view, and so does what opens below it.
  useEffect(() => {
    if (form.current?.contains(document.activeElement))
      form.current.scrollIntoView({ block: 'nearest' });
  }, [completion.open, failure, asking]);

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
  const leave = () => (begun && !asking ? setAsking(true) : done());

  const onKeyDown = (event: KeyboardEvent) => {
    if (completion.onKeyDown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && (!touch || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };

  return (
    <form
      ref={form}
      class="edit"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        // What is around the box has keys of its own.
        event.stopPropagation();
        if (event.key === 'Escape') leave();
      }}
    >
      {(title || post.title !== undefined) && (
        <input
          value={title}
          dir="auto"
          aria-label={t('composer.title')}
          aria-describedby={`${id}-title`}
          onInput={(event) => write(text, event.currentTarget.value)}
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
        {...completion.field}
        {...paste}
        onInput={({ currentTarget }) => {
          write(currentTarget.value);
          completion.look(currentTarget);
        }}
        onKeyDown={onKeyDown}
      />
      <CompletionList completion={completion} />
      <Counter id={`${id}-text`} text={text} bounds={limits.post} />
      {begun?.edit && <ChangedMeanwhile post={post} from={begun.edit.from} />}
      {(asking || failure) && (
        <p class="failure" role="alert">
          {asking ? t('post.leaveAgain') : failure}
        </p>
      )}
      <div class="buttons">
        <button type="submit" class="primary">
          {t('save')}
        </button>
        <button type="button" onClick={leave}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

/** What the post says by now, when that is not what it said when one began to change it. */
function ChangedMeanwhile({ post, from }: { post: Post; from: { text: string; title: string } }) {
  const { text = '', title = '' } = post;
  if (text === from.text && title === from.title) return null;
  return (
    <div class="meanwhile" role="alert">
      <p class="failure">{t('post.changedMeanwhile')}</p>
      <blockquote dir="auto">{[title, text].filter(Boolean).join('\n\n')}</blockquote>
    </div>
  );
}

/** What one had changed of a post that was deleted meanwhile. */
function Orphan({ post, done }: Props) {
  const begun = editOf(post.id);
  if (!begun) return null;
  const whole = [begun.title, begun.text].filter(Boolean).join('\n\n');
  return (
    <div class="edit">
      <p class="failure" role="alert">
        {t('post.deletedMeanwhile')}
      </p>
      <textarea
        readOnly
        value={whole}
        dir="auto"
        rows={Math.min(12, whole.split('\n').length + 1)}
        aria-label={t('post.edit')}
      />
      <div class="buttons">
        <button type="button" class="primary" onClick={() => copy(whole)}>
          {t('post.copyText')}
        </button>
        <button type="button" onClick={done}>
          {t('discard')}
        </button>
      </div>
    </div>
  );
}
