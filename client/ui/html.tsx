/** Shows HTML that the server rendered and made safe; nothing else passes the page's Trusted Types policy. */
import { useMemo } from 'preact/hooks';

type Policy = { createHTML(html: string): string };
const factory = (
  globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }
).trustedTypes;
const policy = factory?.createPolicy('muster', { createHTML: (html) => html });

export function Html({ html, class: name }: { html: string; class: string }) {
  const trusted = useMemo(() => policy?.createHTML(html) ?? html, [html]);
  return <div class={name} dangerouslySetInnerHTML={{ __html: trusted }} />;
}
