/** What can stand at the caret: people after `@`, channels after `#`, emoji after `:`. */

import { findPeople } from '../accounts/people.state.ts';
import { channels } from '../channels/channels.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { findEmoji, loadEmoji } from './emoji.ts';

export interface Choice {
  /** What is put in place of the beginning. */
  text: string;
  label: string;
  note: string;
}

export interface Beginning {
  sign: '@' | '#' | ':';
  word: string;
  from: number;
}

const most = 8;

/** The word before the caret that may be completed. */
export function beginningAt(text: string, caret: number): Beginning | null {
  const match = /(?:^|[\s(])([@#])([\w-]{0,40})$|(?:^|[\s(])(:)([\w+-]{2,40})$/.exec(
    text.slice(0, caret),
  );
  const sign = match?.[1] ?? match?.[3];
  const word = match?.[2] ?? match?.[4] ?? '';
  return sign
    ? { sign: sign as Beginning['sign'], word: word.toLowerCase(), from: caret - word.length - 1 }
    : null;
}

export async function choicesFor({ sign, word }: Beginning): Promise<Choice[]> {
  if (sign === '@') {
    const people = await findPeople(word, most);
    return people.map(({ handle, name, clusterId }) => ({
      text: `@${handle} `,
      label: name,
      note: clusterById(clusterId)?.name ?? `@${handle}`,
    }));
  }
  if (sign === '#') {
    const open = (channels.peek() ?? []).filter(
      ({ channel }) =>
        channel.kind === 'open' &&
        (channel.slug.includes(word) || channel.name.toLowerCase().includes(word)),
    );
    return open.slice(0, most).map(({ channel }) => ({
      text: `#${channel.slug} `,
      label: channel.name,
      note: channel.topic,
    }));
  }
  await loadEmoji();
  return findEmoji(word, most).map(({ name, sign: emoji }) => ({
    text: `:${name}: `,
    label: `${emoji} ${name}`,
    note: '',
  }));
}
