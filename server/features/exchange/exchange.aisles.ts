/**
 * The open listings of the market, where those that could fit one stand together: by kind, unit and the first two digits of
 * the code, and within these by product.
 */
import type { Listing } from '../../../shared/contract/listing.ts';

export type Placed = Pick<Listing, 'id' | 'kind' | 'cpv' | 'product' | 'channelId'> & {
  unit: string;
};

export interface Aisles<T extends Placed> {
  add(stall: T): void;
  remove(stall: Placed): void;
  /** To be called when the contents of stalls were changed in place. */
  changed(): void;
  /** Those of the other kind that could fit one, in some channels: of its aisle, and of its product where both have one. */
  facing(listing: Placed, channelIds: ReadonlySet<string>): Iterable<T>;
}

interface Row<T> {
  stalls: Map<string, T>;
  /** Copies of them, laid down one after another: whoever looks at thousands waits for memory, and least where it lies in order. */
  line: T[] | null;
}

const otherKind = { offer: 'request', request: 'offer' } as const;
const aisleOf = (kind: Listing['kind'], { unit, cpv }: Placed) =>
  `${kind} ${unit} ${cpv.slice(0, 2)}`;

export function createAisles<T extends Placed>(): Aisles<T> {
  const aisles = new Map<string, Map<string | null, Row<T>>>();

  const rowOf = (stall: Placed): Row<T> => {
    const name = aisleOf(stall.kind, stall);
    const aisle = aisles.get(name) ?? new Map<string | null, Row<T>>();
    const row = aisle.get(stall.product) ?? { stalls: new Map<string, T>(), line: null };
    aisles.set(name, aisle.set(stall.product, row));
    return row;
  };

  return {
    add(stall) {
      const row = rowOf(stall);
      row.stalls.set(stall.id, stall);
      row.line = null;
    },
    remove(stall) {
      const row = rowOf(stall);
      row.stalls.delete(stall.id);
      row.line = null;
    },
    changed() {
      for (const aisle of aisles.values()) for (const row of aisle.values()) row.line = null;
    },
    *facing(listing, channelIds) {
      const aisle = aisles.get(aisleOf(otherKind[listing.kind], listing));
      const rows = listing.product
        ? [aisle?.get(listing.product), aisle?.get(null)]
        : [...(aisle?.values() ?? [])];
      for (const row of rows) {
        if (!row) continue;
        row.line ??= Array.from(row.stalls.values(), (stall) => ({ ...stall }));
        for (const stall of row.line) if (channelIds.has(stall.channelId)) yield stall;
      }
    },
  };
}
