/** Who asks to join one's cluster; applied.ts keeps it. */
import { signal } from '@preact/signals';
import type { Person } from '../../../shared/contract/accounts.ts';

export const applicants = signal<readonly Person[]>([]);
