/** What can stand at the caret: people after `@`, channels after `#`, emoji after `:`. */
import { fold, foundIn } from '../../../shared/fold.ts';
import { findPeople } from '../accounts/people.state.ts';
import { channels } from '../channels/channels.state.ts';
import { detailsById } from '../channels/details.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import type { Beginning } from './completion-word.ts';
import { findEmoji, loadEmoji } from './emoji.ts';

export interface Choice {
  /** What is put in place of the beginning. */
  text: string;
  label: string;
  note: string;
}

const most = 8;

/** Whether a word of a choice begins like this. */
export const fits = ({ text, label }: Choice, { sign, word }: Beginning) =>
  text.startsWith(sign) && foundIn(`${text.slice(1)} ${label}`, word);

export async function choicesFor({ sign, word }: Beginning): Promise<Choice[]> {
  if (sign === '@') {
    const people = await findPeople(word, most);
    return people.map(({ handle, name, clusterId, alike }) => {
      const cluster = clusterById(clusterId)?.name;
      return {
        text: `@${handle} `,
        label: name,
        note: [...(alike || !cluster ? [`@${handle}`] : []), cluster].filter(Boolean).join(' · '),
      };
    });
  }
  if (sign === '#') {
    const open = (channels.peek() ?? []).filter(
      ({ channel }) =>
        channel.kind === 'open' &&
        (channel.slug.includes(word) || fold(channel.name).includes(fold(word))),
    );
    return open.slice(0, most).map(({ channel }) => ({
      text: `#${channel.slug} `,
      label: channel.name,
      // Read when it is drawn, and drawn again once it is known.
      get note() {
        return detailsById(channel.id)?.topic ?? '';
      },
    }));
  }
  await loadEmoji();
  return findEmoji(word, most).map(({ name, sign: emoji }) => ({
    text: `:${name}: `,
    label: `${emoji} ${name}`,
    note: '',
  }));
}
