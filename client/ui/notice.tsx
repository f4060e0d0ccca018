/** A word in passing, read out politely: something was copied, something did not work. */
import { signal } from '@preact/signals';
import { explain } from '../errors.ts';

const notice = signal<{ text: string; failed: boolean } | null>(null);
let timer = 0;

export function tell(text: string, failed = false): void {
  notice.value = { text, failed };
  clearTimeout(timer);
  timer = window.setTimeout(
    () => {
      notice.value = null;
    },
    failed ? 8000 : 3000,
  );
}

/** Does something and tells if it fails. */
export async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    tell(explain(thrown), true);
  }
}

export function Notice() {
  return (
    <div class="notices" role="status">
      {notice.value && (
        <p class={`notice ${notice.value.failed ? 'failed' : ''}`} dir="auto">
          {notice.value.text}
        </p>
      )}
    </div>
  );
}
