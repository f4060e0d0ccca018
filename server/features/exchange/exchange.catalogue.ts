/** The catalogue: the products that are always there, and those that an administrator added. */
import type { AddedProduct } from '../../../shared/contract/exchange.ts';
import type { OperationName } from '../../../shared/contract/index.ts';
import { type Product, products } from '../../../shared/exchange/catalogue.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import { conflict } from '../../core/errors.ts';
import type { ExchangeStore } from './exchange.store.ts';

export interface Catalogue {
  /** Null for what is not in it. */
  find(slug: string): Promise<Product | null>;
  /** Those of some slugs that are in it. */
  among(slugs: readonly string[]): Promise<Map<string, Product>>;
  handlers: Handlers<Extract<OperationName, `product:${string}`>>;
}

export function createCatalogue(store: Pick<ExchangeStore, 'products' | 'product' | 'saveProduct'>, broadcaster: Broadcaster): Catalogue {
  const find = async (slug: string) => products[slug] ?? store.product(slug);
  return {
    find,
    async among(slugs) {
      const found = await Promise.all(slugs.map(async (slug) => [slug, await find(slug)] as const));
      return new Map(found.flatMap(([slug, product]) => (product ? [[slug, product] as const] : [])));
    },
    handlers: {
      'product:list': () => store.products(),
      'product:save': async (product: AddedProduct) => {
        if (product.slug in products) throw conflict('This product is always there and cannot be changed.');
        await store.saveProduct(product);
        broadcaster.tell(room.everyone, 'product:changed', product);
        return product;
      },
    },
  };
}
