/** What each node measured in the last five minutes, oldest first. */
import { signal } from '@preact/signals';
import type { Measured } from '../../../shared/contract/operations.ts';
import { call, on } from '../../api.ts';

const kept = 150;

export const nodes = signal<ReadonlyMap<string, readonly Measured[]>>(new Map());

function add(measured: Measured) {
  const known = nodes.peek().get(measured.node) ?? [];
  if (known.some(({ at }) => at === measured.at)) return;
  const all = [...known, measured].sort((a, b) => (a.at < b.at ? -1 : 1)).slice(-kept);
  nodes.value = new Map([...nodes.peek(), [measured.node, all]]);
}

on('node:measured', add);

export async function loadHistory(): Promise<void> {
  for (const measured of await call('node:history', {})) add(measured);
}
