/** The rules of the forum itself: its settings, which are read anew each time, for other nodes change them, too. */
import type { ForumSettings } from '../../../shared/contract/forum.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import type { ForumStore } from './forum.store.ts';

export interface ForumService {
  handlers: Handlers<'forum:about' | 'forum:edit'>;
  /** What the forum is called now. */
  name(): Promise<string>;
}

export function createForumService(deps: {
  store: ForumStore;
  broadcaster: Broadcaster;
  /** What it is called until an administrator names it. */
  initialName: string;
  registration: 'open' | 'invitation' | 'closed';
  version: string;
  /** Whether the forum was in use before it could be set up step by step. */
  inUse(): Promise<boolean>;
}): ForumService {
  const { store, broadcaster, initialName, registration, version } = deps;

  async function settings(): Promise<ForumSettings> {
    const { name = initialName, setup } = await store.settings();
    return { name, setup: setup ?? ((await deps.inUse()) ? 'done' : 'name') };
  }

  return {
    name: async () => (await settings()).name,
    handlers: {
      'forum:about': async () => ({ ...(await settings()), registration, version }),
      'forum:edit': async (patch) => {
        await store.save(patch);
        const changed = await settings();
        broadcaster.tell(room.everyone, 'forum:changed', changed);
        return changed;
      },
    },
  };
}
