/** The rules of presence: who is here, told in batches and never promised. */
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import type { PresenceStore } from './presence.store.ts';

/** At most one message in this many ms. */
const batchTime = 1000;

export interface PresenceService {
  handlers: Handlers<'presence:list'>;
  came(memberId: string): Promise<void>;
  went(memberId: string): Promise<void>;
}

export function createPresenceService({
  store,
  broadcaster,
}: {
  store: PresenceStore;
  broadcaster: Broadcaster;
}): PresenceService {
  const came = new Set<string>();
  const went = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function note(memberId: string, into: Set<string>, outOf: Set<string>) {
    if (!outOf.delete(memberId)) into.add(memberId);
    if (!timer) timer = setTimeout(tell, batchTime).unref();
  }

  function tell() {
    timer = undefined;
    if (came.size + went.size > 0)
      broadcaster.hint(room.everyone, 'presence:changed', { came: [...came], went: [...went] });
    came.clear();
    went.clear();
  }

  store.onMoved((moved) => {
    for (const memberId of moved.came) note(memberId, came, went);
    for (const memberId of moved.went) note(memberId, went, came);
  });

  return {
    async came(memberId) {
      if (await store.came(memberId)) note(memberId, came, went);
    },
    async went(memberId) {
      if (await store.went(memberId)) note(memberId, went, came);
    },
    handlers: { 'presence:list': () => store.here() },
  };
}
