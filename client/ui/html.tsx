/** Shows HTML that the server rendered and made safe; nothing else passes the page's Trusted Types policy. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { watchScrollable } from './scrollable.ts';

type Policy = { createHTML(html: string): string };
const factory = (
  globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }
).trustedTypes;
const policy = factory?.createPolicy('muster', { createHTML: (html) => html });

export function Html({ html, class: name }: { html: string; class: string }) {
  const trusted = useMemo(() => policy?.createHTML(html) ?? html, [html]);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => (element.current ? watchScrollable(element.current) : undefined), [html]);
  return (
    <div class={name} dir="auto" ref={element} dangerouslySetInnerHTML={{ __html: trusted }} />
  );
}
