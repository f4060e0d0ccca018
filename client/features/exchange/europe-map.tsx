/** Europe, shaded by how well its requests are covered, with the figure in each country that asks. */
import europe from 'virtual:europe';
import { countryOf } from '../../../shared/exchange/regions.ts';
import { countryName } from '../../i18n.ts';
import { type Board, type BoardRow, covered, nameOf, x } from './words.ts';

/** The shades, by the least coverage each stands for. */
const shades = [
  ['well', 1],
  ['fair', 0.7],
  ['thin', 0.3],
  ['bare', 0],
] as const;

const shadeOf = (coverage: number) => shades.find(([, least]) => coverage >= least)?.[0] ?? 'bare';

/** Of each country the product that is covered least: of one product, its own figure. */
function scarcest(rows: BoardRow[]): Map<string, BoardRow> {
  const found = new Map<string, BoardRow>();
  for (const row of rows) {
    const country = row.nuts.slice(0, 2);
    if (row.coverage === null || !country) continue;
    const known = found.get(country);
    if (!known || row.coverage < (known.coverage ?? 1)) found.set(country, row);
  }
  return found;
}

export function EuropeMap({
  board,
  product,
  chosen,
  addressOf,
}: {
  board: Board;
  product: string;
  chosen: string;
  addressOf(nuts: string): string;
}) {
  const byCountry = scarcest(board.rows.filter((row) => !product || row.product === product));
  const { width, height, countries } = europe;
  return (
    <figure class="europe">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={x('board.map')}>
        {countries.map(({ code, outline }) => {
          const row = byCountry.get(code);
          if (!row) return <path key={code} d={outline} />;
          return (
            <a
              key={code}
              href={addressOf(code)}
              aria-label={`${countryName(countryOf(code))}: ${nameOf(row)} ${covered(row.coverage)}`}
            >
              <path
                class={`${shadeOf(row.coverage ?? 0)} ${chosen.startsWith(code) ? 'chosen' : ''}`}
                d={outline}
              />
            </a>
          );
        })}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused */}
        <g aria-hidden="true">
          {countries.map(({ code, at: [left, top] }) => {
            const row = byCountry.get(code);
            return (
              row && (
                <text key={code} x={left} y={top}>
                  {covered(row.coverage)}
                </text>
              )
            );
          })}
        </g>
      </svg>
      <figcaption class="legend muted">
        {shades.map(([name]) => (
          <span key={name}>
            <i class={name} /> {x(`board.shade.${name}`)}
          </span>
        ))}
        <span>{x(product ? 'board.ofProduct' : 'board.ofScarcest')}</span>
      </figcaption>
    </figure>
  );
}
