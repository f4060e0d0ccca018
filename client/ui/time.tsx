/** A point in time: absolute, the relative one in the tooltip. */
import { formatAgo, formatBrief, formatClock, formatWhole } from '../i18n.ts';

export function Time({ iso, brief = false }: { iso: string; brief?: boolean }) {
  return (
    <time dateTime={iso} title={`${formatWhole(iso)} (${formatAgo(iso)})`}>
      {brief ? formatBrief(iso) : formatClock(iso)}
    </time>
  );
}
