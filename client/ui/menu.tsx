/** A menu that opens under its button and is worked by keyboard. */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

export interface Item {
  label: string;
  icon?: ComponentChildren;
  danger?: boolean;
  act(): void;
}

export function Menu({
  items,
  close,
  anchor,
}: {
  items: Item[];
  close(): void;
  anchor: HTMLElement | null;
}) {
  const list = useRef<HTMLDivElement>(null);

  // In its place and focused before the next key is heard.
  useLayoutEffect(() => {
    const menu = list.current;
    const from = anchor?.getBoundingClientRect();
    if (!menu || !from) return;
    const box = menu.getBoundingClientRect();
    const below = from.bottom + 4 + box.height < innerHeight;
    menu.style.top = `${Math.max(8, below ? from.bottom + 4 : from.top - box.height - 4)}px`;
    menu.style.left = `${Math.max(8, Math.min(from.right - box.width, innerWidth - box.width - 8))}px`;
    menu.querySelector('button')?.focus();
  }, [anchor]);

  const closing = useRef(close);
  closing.current = close;
  useEffect(() => {
    const away = (event: Event) => {
      if (!list.current?.contains(event.target as Node)) closing.current();
    };
    addEventListener('pointerdown', away, true);
    return () => removeEventListener('pointerdown', away, true);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
      anchor?.focus();
    }
  };

  return (
    <div class="menu" role="menu" tabIndex={-1} ref={list} onKeyDown={onKeyDown}>
      {items.map(({ label, icon, danger, act }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          class={danger ? 'danger' : ''}
          onClick={() => {
            close();
            anchor?.focus();
            act();
          }}
        >
          {icon}
          {label}
        </button>
      ))}
    </div>
  );
}
