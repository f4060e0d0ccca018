/** Names of official codes: asked for together when they are first shown, and kept. */
import { signal } from '@preact/signals';
import { call, whenConnected } from '../../api.ts';
import { language } from '../../i18n.ts';

type List = 'cpv' | 'nuts';

const names = signal<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();
let waiting: Record<List, string[]> = { cpv: [], nuts: [] };
let due = false;

/** How many codes one call may name. */
const together = 200;

async function ask() {
  due = false;
  const now = waiting;
  waiting = { cpv: [], nuts: [] };
  for (const list of ['cpv', 'nuts'] as const)
    for (let at = 0; at < now[list].length; at += together) {
      const codes = now[list].slice(at, at + together);
      const found = await call('code:names', {
        list,
        codes: codes.join(','),
        lang: language,
      }).catch(() => {
        for (const code of codes) asked.delete(`${list} ${code}`);
        return [];
      });
      if (found.length > 0)
        names.value = new Map([
          ...names.value,
          ...found.map(({ code, name }) => [`${list} ${code}`, name] as const),
        ]);
    }
}

/** What a code is called, once it is known; undefined until then, or when nobody imported its list. */
export function codeName(list: List, code: string): string | undefined {
  const key = `${list} ${code}`;
  const known = names.value.get(key);
  if (known || asked.has(key) || !/^[A-Z0-9]{2,8}$/.test(code)) return known;
  asked.add(key);
  waiting[list].push(code);
  if (!due) queueMicrotask(() => void ask());
  due = true;
  return undefined;
}

whenConnected(() => asked.clear());
