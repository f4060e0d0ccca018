/** Presence within one process. */
import type { PresenceStore } from './presence.store.ts';

export function createPresenceMemoryStore(): PresenceStore {
  const connections = new Map<string, number>();
  return {
    async came(memberId) {
      const count = (connections.get(memberId) ?? 0) + 1;
      connections.set(memberId, count);
      return count === 1;
    },
    async went(memberId) {
      const count = (connections.get(memberId) ?? 0) - 1;
      if (count > 0) connections.set(memberId, count);
      else connections.delete(memberId);
      return count === 0;
    },
    async here() {
      return [...connections.keys()];
    },
    onMoved() {},
    async close() {},
  };
}
