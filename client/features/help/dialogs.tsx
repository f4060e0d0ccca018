/** The dialogues that are reached from anywhere, and the keys that open them. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { lazy } from '../../ui/lazy.tsx';

const ChannelDialog = lazy(() =>
  import('../channels/channel-dialog.tsx').then((module) => module.ChannelDialog),
);
const Shortcuts = lazy(() => import('./shortcuts.tsx').then((module) => module.Shortcuts));
const Switcher = lazy(() => import('./switcher.tsx').then((module) => module.Switcher));

type Name = 'switcher' | 'shortcuts' | 'create-channel';

const open = signal<Name | null>(null);

export function openDialog(name: Name): void {
  open.value = name;
}

export function Dialogs() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const writing = (event.target as HTMLElement).closest?.('input, textarea, select');
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open.value = open.peek() === 'switcher' ? null : 'switcher';
      } else if (event.key === '?' && !writing && !open.peek()) open.value = 'shortcuts';
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  // A dialogue that closes late must not take the next one with it.
  const closing = (name: Name) => () => {
    if (open.peek() === name) open.value = null;
  };
  if (open.value === 'switcher') return <Switcher close={closing('switcher')} />;
  if (open.value === 'shortcuts') return <Shortcuts close={closing('shortcuts')} />;
  return open.value === 'create-channel' ? (
    <ChannelDialog close={closing('create-channel')} />
  ) : null;
}
