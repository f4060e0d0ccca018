/** One figure over time: what it is now, and the line by which it came there. */
import { formatNumber, t } from '../../i18n.ts';

const width = 240;
const height = 48;

export function Chart({
  label,
  unit = '',
  values,
}: {
  label: string;
  unit?: string;
  values: readonly number[];
}) {
  const now = values.at(-1) ?? 0;
  const most = Math.max(...values, 0);
  const shown = (value: number) =>
    formatNumber(value < 10 ? Math.round(value * 10) / 10 : Math.round(value)) +
    (unit && ` ${unit}`);
  const points = values.map((value, index) => {
    const x = (index / Math.max(1, values.length - 1)) * width;
    const y = height - 1 - (most > 0 ? value / most : 0) * (height - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <figure class="chart">
      <figcaption>
        {label} <b>{shown(now)}</b>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('nodes.chart', { label, now: shown(now), most: shown(most) })}
      >
        <polyline points={points.join(' ')} vector-effect="non-scaling-stroke" />
      </svg>
      <small class="muted">{t('nodes.most', { value: shown(most) })}</small>
    </figure>
  );
}
