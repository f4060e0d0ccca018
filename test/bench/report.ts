/** The figures of a bench, each held against its aim; `--json FILE` keeps them. */
import { writeFileSync } from 'node:fs';

const args = process.argv.slice(2);
const results: { figure: string; value: number; aim: string; good: boolean; detail: string }[] = [];

export function note(
  figure: string,
  value: number,
  aim: number,
  better: 'more' | 'less',
  detail: string,
) {
  const sign = better === 'more' ? '≥' : '≤';
  const good = better === 'more' ? value >= aim : value <= aim;
  results.push({ figure, value, aim: `${sign} ${aim}`, good, detail });
  console.log(
    `${good ? 'good' : 'MISS'}  ${figure}: ${value.toFixed(2)} (aim ${sign} ${aim})  ${detail}`,
  );
}

export const round = (value: number) => Math.round(value).toLocaleString('en');
export const short = args.includes('--short');

/** Runs the parts, or with `--only NAME` one of them. */
export async function run(parts: Record<string, () => Promise<void>>) {
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  for (const [name, part] of Object.entries(parts)) if (!only || only === name) await part();
  const file = args.includes('--json') ? args[args.indexOf('--json') + 1] : undefined;
  if (file) writeFileSync(file, JSON.stringify(results, null, 2));
}
