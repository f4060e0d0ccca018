/** What the page on screen is called, for the browser's tab. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

export const pageTitle = signal('');

export function useTitle(title: string): void {
  useEffect(() => {
    pageTitle.value = title;
  }, [title]);
}
