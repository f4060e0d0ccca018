/** Light, dark, or as the system has it. */
import { signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';
const kept = 'muster:theme';

export const theme = signal<Theme>((localStorage.getItem(kept) as Theme | null) ?? 'system');

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme.value;
}

export function setTheme(next: Theme): void {
  theme.value = next;
  localStorage.setItem(kept, next);
  applyTheme();
}
