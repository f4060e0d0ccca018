/** A modal dialogue on the browser's own element: focus stays within, Escape closes. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { X } from './icons.ts';

export function Dialog({
  title,
  close,
  children,
  wide = false,
}: {
  title: string;
  close(): void;
  children: ComponentChildren;
  wide?: boolean;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    element.current?.showModal();
    // What the dialogue is for comes before its way out.
    element.current
      ?.querySelector<HTMLElement>(
        '.dialog > :not(header) :is(input, select, textarea), .dialog > :is(input, select, textarea)',
      )
      ?.focus();
    return () => {
      // Once it is gone: as long as it is there, nothing behind it takes the focus.
      requestAnimationFrame(() => {
        // What it was opened from may be gone with what was done.
        const rest = document.querySelector<HTMLElement>('.page-body, .stream-column .stream');
        for (const place of [before, rest])
          if (document.activeElement === document.body) place?.focus({ preventScroll: true });
      });
    };
  }, []);
  // A press that began inside, as when selecting text, does not close.
  const pressed = useRef<EventTarget | null>(null);
  const onClick = (event: MouseEvent) => {
    if (event.target === element.current && pressed.current === element.current) close();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by the browser's own means
    <dialog
      ref={element}
      class={wide ? 'wide' : ''}
      aria-labelledby={id}
      onClose={close}
      onPointerDown={(event) => {
        pressed.current = event.target;
      }}
      onClick={onClick}
    >
      <div class="dialog">
        <header>
          <h2 id={id} dir="auto">
            {title}
          </h2>
          <button type="button" class="icon" onClick={close} aria-label={t('close')}>
            <X size={20} />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
