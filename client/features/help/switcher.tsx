/** The quick switcher: a few letters, Enter, and one is there. */
import { useEffect, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Person } from '../../../shared/contract/accounts.ts';
import { fold } from '../../../shared/fold.ts';
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { findPeople } from '../accounts/people.state.ts';
import { channels, unread } from '../channels/channels.state.ts';
import { detailsById } from '../channels/details.state.ts';
import { clusters } from '../clusters/clusters.state.ts';

interface Goal {
  key: string;
  label: string;
  note: string;
  href: string;
}

const most = 12;

function goals(word: string, people: Person[]): Goal[] {
  const fits = (text: string) => fold(text).includes(word);
  const places: Goal[] = [
    ...(channels.value ?? [])
      .filter(({ channel }) => fits(channel.name))
      .sort((a, b) => Number(unread(b) > 0) - Number(unread(a) > 0))
      .slice(0, most)
      .map(({ channel }) => ({
        key: channel.id,
        label: `${channel.emoji || '#'} ${channel.name}`,
        note: detailsById(channel.id)?.topic ?? '',
        href: `/c/${channel.slug}`,
      })),
    ...(word ? (clusters.value ?? []).filter(({ name }) => fits(name)) : []).map(
      ({ id, name, slug }) => ({
        key: id,
        label: name,
        note: t('switcher.cluster'),
        href: `/clusters/${slug}`,
      }),
    ),
    ...people.map(({ id, name, handle }) => ({
      key: id,
      label: name,
      note: `@${handle}`,
      href: `/people/${handle}`,
    })),
  ];
  return places.slice(0, most);
}

export function Switcher({ close }: { close(): void }) {
  const [word, setWord] = useState('');
  const [people, setPeople] = useState<Person[]>([]);
  const [at, setAt] = useState(0);
  useEffect(() => {
    setAt(0);
    if (word) findPeople(word, 5).then(setPeople, () => setPeople([]));
    else setPeople([]);
  }, [word]);

  const found = goals(fold(word.trim()), people);
  const go = (goal: Goal | undefined) => {
    if (!goal) return;
    close();
    navigate(goal.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') go(found[at]);
    // A search field would empty itself first.
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t('switcher.title')} close={close}>
      <input
        type="search"
        dir="auto"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="switcher-list"
        aria-activedescendant={found[at] ? `switcher-${at}` : undefined}
        aria-label={t('switcher.placeholder')}
        placeholder={t('switcher.placeholder')}
        value={word}
        onInput={(event) => setWord(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="switcher" role="listbox" id="switcher-list" aria-label={t('switcher.title')}>
        {found.map((goal, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          <div
            key={goal.key}
            id={`switcher-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => go(goal)}
          >
            <b dir="auto">{goal.label}</b>{' '}
            <span class="muted" dir="auto">
              {goal.note}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="muted">{t('switcher.none')}</p>}
    </Dialog>
  );
}
