/** What the forum is called and how one gets in. */
import { signal } from '@preact/signals';
import type { Answer } from '../../../shared/contract/index.ts';
import { get } from '../../api.ts';

export const about = signal<Answer<'forum:about'> | null>(null);
export const forumName = signal('Muster');

export async function loadAbout(): Promise<void> {
  about.value = await get<Answer<'forum:about'>>('/forum');
  forumName.value = about.value.name;
}
