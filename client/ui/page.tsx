/** A page that is no channel: a bar with a title, and what it is about in a column. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { cameBack } from '../links.ts';
import { ArrowLeft } from './icons.ts';
import { useTitle } from './title.ts';

/** How far each page was scrolled when one left it. */
const places = new Map<string, number>();

export function Page({
  title,
  back = '/',
  children,
}: {
  title: string;
  back?: string;
  children: ComponentChildren;
}) {
  useTitle(title);
  const body = useRef<HTMLDivElement>(null);
  const { pathname } = location;
  useLayoutEffect(() => {
    if (body.current && cameBack()) body.current.scrollTop = places.get(pathname) ?? 0;
  }, [pathname]);
  return (
    <section class="page" aria-label={title}>
      <header class="bar">
        <a class="icon back" href={back} aria-label={t('back')}>
          <ArrowLeft size={20} />
        </a>
        <h1 dir="auto">{title}</h1>
      </header>
      <div
        class="page-body"
        ref={body}
        tabIndex={0}
        role="group"
        aria-label={title}
        onScroll={(event) => places.set(pathname, event.currentTarget.scrollTop)}
      >
        {children}
      </div>
    </section>
  );
}
