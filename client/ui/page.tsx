/** A page that is no channel: a bar with a title, and what it is about in a column. */
import type { ComponentChildren } from 'preact';
import { t } from '../i18n.ts';
import { ArrowLeft } from './icons.ts';
import { useTitle } from './title.ts';

export function Page({ title, back = '/', children }: { title: string; back?: string; children: ComponentChildren }) {
  useTitle(title);
  return (
    <section class="page" aria-label={title}>
      <header class="bar">
        <a class="icon back" href={back} aria-label={t('back')}>
          <ArrowLeft size={20} />
        </a>
        <h1>{title}</h1>
      </header>
      <div class="page-body" tabIndex={0} role="group" aria-label={title}>
        {children}
      </div>
    </section>
  );
}
