/** Chooses an emoji by name. */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { findEmoji, loadEmoji } from './emoji.ts';
import '../../styles/emoji.css';

export function EmojiPicker({ pick, close }: { pick(name: string): void; close(): void }) {
  const take = (name: string) => {
    pick(name);
    close();
  };
  const [search, setSearch] = useState('');
  useEffect(() => void loadEmoji(), []);
  const found = findEmoji(search, 120);
  return (
    <Dialog title={t('post.react')} close={close}>
      <input
        type="search"
        dir="auto"
        value={search}
        placeholder={t('emoji.search')}
        aria-label={t('emoji.search')}
        onInput={(event) => setSearch(event.currentTarget.value.toLowerCase())}
        onKeyDown={({ key }) => key === 'Enter' && search && found[0] && take(found[0].name)}
      />
      <div class="emoji-grid">
        {found.map(({ name, sign }) => (
          <button
            key={name}
            type="button"
            title={name}
            aria-label={name}
            onClick={() => take(name)}
          >
            {sign}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
