/** What opens beside the stream: over it on a narrow screen, instead of it on a phone. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import { t } from '../i18n.ts';
import { ArrowLeft, X } from './icons.ts';

/** @param opener the id of what it was opened from, where focus goes back to */
export function Pane({
  title,
  close,
  opener,
  children,
}: {
  title: string;
  close: string;
  opener?: string;
  children: ComponentChildren;
}) {
  const pane = useRef<HTMLElement>(null);
  useEffect(
    () => () => {
      // Focus that was in here goes on beside it.
      requestAnimationFrame(() => {
        const beside =
          document.querySelector<HTMLElement>(
            `.stream-column ${opener ? `#${opener}` : '.stream'}`,
          ) ?? document.querySelector<HTMLElement>('.stream-column .stream');
        if (document.activeElement === document.body) beside?.focus({ preventScroll: true });
      });
    },
    [],
  );
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        !document.querySelector('dialog[open], [role=menu]')
      )
        navigate(close);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [close]);
  return (
    <aside class="pane" ref={pane} aria-label={title}>
      <header class="bar">
        <a class="icon back" href={close} aria-label={t('back')}>
          <ArrowLeft size={20} />
        </a>
        <h2 dir="auto">{title}</h2>
        <a class="icon close" href={close} aria-label={t('close')}>
          <X size={20} />
        </a>
      </header>
      {children}
    </aside>
  );
}
