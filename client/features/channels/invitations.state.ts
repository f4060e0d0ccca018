/** The invitations to channels that wait for one's answer; invited.ts keeps them. */
import { signal } from '@preact/signals';
import type { ChannelInvitation } from '../../../shared/contract/channels.ts';

/** Newest first; undefined until loaded. */
export const invitations = signal<readonly ChannelInvitation[] | undefined>(undefined);
