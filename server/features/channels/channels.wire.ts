/** A channel as it travels. */
import type { Listed } from '../../../shared/contract/channels.ts';
import type { Visible } from './channels.store.ts';

/** @param mentions of the caller in what they have not read */
export const toListed = (
  { channel: { head, activeAt, ...channel }, membership }: Visible,
  mentions = 0,
): Listed => ({
  channel,
  head,
  activeAt,
  membership,
  mentions,
});
