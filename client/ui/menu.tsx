/** A menu that opens under its button and is worked by keyboard. */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface Item {
  label: string;
  icon?: ComponentChildren;
  danger?: boolean;
  act(): void;
}

export function Menu({ items, close, anchor }: { items: Item[]; close(): void; anchor: HTMLElement | null }) {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ top: number; left: number } | null>(null);

  useLayoutEffect(() => {
    const box = list.current?.getBoundingClientRect();
    const from = anchor?.getBoundingClientRect();
    if (!box || !from) return;
    const below = from.bottom + 4 + box.height < innerHeight;
    setPlace({
      top: Math.max(8, below ? from.bottom + 4 : from.top - box.height - 4),
      left: Math.max(8, Math.min(from.right - box.width, innerWidth - box.width - 8)),
    });
  }, [anchor]);

  useEffect(() => {
    if (place) list.current?.querySelector('button')?.focus();
  }, [place]);

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
    <div
      class="menu"
      role="menu"
      tabIndex={-1}
      ref={list}
      onKeyDown={onKeyDown}
      style={place ? { top: `${place.top}px`, left: `${place.left}px` } : { visibility: 'hidden' }}
    >
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
