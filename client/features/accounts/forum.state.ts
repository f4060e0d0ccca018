/** What the forum is called, how one gets in, and how far it is set up. */
import { computed, signal } from '@preact/signals';
import type { Answer } from '../../../shared/contract/index.ts';
import { get, on, whenConnected } from '../../api.ts';
import { loadInto } from '../../load-into.ts';

export const about = signal<Answer<'forum:about'> | null>(null);
export const forumName = computed(() => about.value?.name ?? 'Muster');

export const loadAbout = () => loadInto(about, () => get<Answer<'forum:about'>>('/forum'));

// What changed while one was away was told to nobody here.
whenConnected(() => void loadAbout().catch(() => {}));

on('forum:changed', (settings) => {
  const known = about.peek();
  if (known) about.value = { ...known, ...settings };
});
