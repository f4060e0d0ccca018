/** Refusals about channels in the reader's language: by their reason, with when to come back. */
import type { ChannelRefusal } from '../../../shared/errors.ts';
import { alsoExplain } from '../../errors.ts';
import { formatNumber, formatWhole, t } from '../../i18n.ts';

const words = {
  INVITATION_DECLINED: 'channel.refusal.INVITATION_DECLINED',
  CHANNELS_TODAY: 'channel.refusal.CHANNELS_TODAY',
  CHANNELS_IN_ALL: 'channel.refusal.CHANNELS_IN_ALL',
} as const satisfies Record<ChannelRefusal, string>;

alsoExplain(({ details }) => {
  const key = words[details?.reason as ChannelRefusal];
  if (!key) return null;
  const again = new Date(Date.now() + Number(details?.retryAfter ?? 0) * 1000).toISOString();
  return t(key, { date: formatWhole(again), most: formatNumber(Number(details?.most)) });
});
