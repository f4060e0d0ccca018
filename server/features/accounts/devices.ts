/**
 * Devices that have signed in before. A signed cookie names them, so that failures of others, which may exhaust what an account
 * allows, do not keep its owner out. https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
import type { Call } from '../../core/caller.ts';
import { randomToken, type Tokens } from './accounts.tokens.ts';

export interface Devices {
  /** What this device is called since the member signed in on it; null where they never did. */
  idFor(memberId: string, call: Call): string | null;
  /** Keeps that a member has signed in on this device. */
  remember(memberId: string, call: Call): void;
}

const lifetime = 365 * 86_400_000;
/** How many members a device is kept for, the latest of them: a desk may be shared. */
const most = 5;
const separator = '~';

export function createDevices(tokens: Tokens): Devices {
  const heldBy = ({ device }: Call) =>
    (device?.token ?? '')
      .split(separator)
      .slice(0, most)
      .flatMap((token) => {
        const read = tokens.readDevice(token);
        return read ? [{ ...read, token }] : [];
      });

  return {
    idFor: (memberId, call) =>
      heldBy(call).find((held) => held.memberId === memberId)?.deviceId ?? null,
    remember(memberId, call) {
      const others = heldBy(call).filter((held) => held.memberId !== memberId);
      const all = [tokens.device(memberId, randomToken()), ...others.map(({ token }) => token)];
      call.device?.keep(all.slice(0, most).join(separator), new Date(Date.now() + lifetime));
    },
  };
}
