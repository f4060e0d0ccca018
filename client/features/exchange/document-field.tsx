/** The document of a claim: sent as soon as it is chosen, told beside the field if it cannot be. */
import { useId, useState } from 'preact/hooks';
import { v4 as uuid } from 'uuid';
import { explain } from '../../errors.ts';
import { nameOfFile, sendFile } from './files.ts';
import { x } from './words.ts';

/** Bytes of the largest that is taken. */
const largest = 5 * 1024 * 1024;

/** @param id of what is attached; empty: nothing */
export function DocumentField({ id, change }: { id: string; change(id: string): void }) {
  const input = useId();
  const [sending, setSending] = useState('');
  const [failure, setFailure] = useState('');
  const take = async (file: File | undefined) => {
    if (!file || sending) return;
    setFailure(file.size > largest ? x('form.documentTooLarge') : '');
    if (file.size > largest) return;
    setSending(file.name);
    try {
      change(await sendFile(uuid(), file));
    } catch (thrown) {
      setFailure(explain(thrown));
    }
    setSending('');
  };
  return (
    <div class="field">
      <label for={input}>{x('form.documentFile')}</label>
      {id ? (
        <p class="row">
          <span class="clip">{nameOfFile(id) ?? x('form.documentKept')}</span>
          <button type="button" id={input} onClick={() => change('')}>
            {x('search.remove')}
          </button>
        </p>
      ) : (
        <input
          id={input}
          type="file"
          accept="application/pdf,image/png,image/jpeg"
          ref={(element) =>
            element?.setCustomValidity(sending && x('form.documentSending', { name: sending }))
          }
          aria-describedby={`${input}-hint`}
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      )}
      <small id={`${input}-hint`} role="status" class={failure ? 'failure' : ''}>
        {failure ||
          (sending
            ? x('form.documentSending', { name: sending })
            : id
              ? ''
              : x('form.documentHint'))}
      </small>
    </div>
  );
}
