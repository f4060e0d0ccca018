/** A text as it is kept with its post: rendered, with the members and channels it names looked up. */
import type { AccountsStore } from '../accounts/accounts.store.ts';
import type { ChannelsStore } from '../channels/channels.store.ts';
import type { Names } from './posts.markdown.rules.ts';
import { candidates, render } from './posts.markdown.ts';

interface Rendering {
  html: string;
  /** Null where the text says it all by itself. */
  stored: string | null;
  /** Ids of the members it mentions. */
  mentions: string[];
}

export function createRendering(
  accounts: AccountsStore,
  channelsStore: ChannelsStore,
): (text: string) => Promise<Rendering> {
  return async function rendered(text) {
    const found = candidates(text);
    const [members, rooms] = await Promise.all([
      found.handles.length > 0 ? accounts.idsByHandle(found.handles) : new Map<string, string>(),
      found.channels.length > 0
        ? channelsStore.openBySlug(found.channels)
        : new Map<string, string>(),
    ]);
    const names: Names = { handles: new Set(members.keys()), channels: new Set(rooms.keys()) };
    const { html, plain } = render(text, names);
    return { html, stored: plain ? null : html, mentions: [...members.values()] };
  };
}
