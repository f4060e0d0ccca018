/** The catalogue: the products that are always there, and those that an administrator added. */

import type { OperationName } from '../../../shared/contract/index.ts';
import type { AddedProduct } from '../../../shared/contract/products.ts';
import { type Product, productOf } from '../../../shared/exchange/catalogue.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import { conflict } from '../../core/errors.ts';
import type { ExchangeStore } from './exchange.store.ts';

export interface Catalogue {
  /** Null for what is not in it. */
  find(slug: string): Promise<Product | null>;
  handlers: Handlers<Extract<OperationName, `product:${string}`>>;
}

export function createCatalogue(
  store: Pick<ExchangeStore, 'products' | 'product' | 'saveProduct'>,
  broadcaster: Broadcaster,
): Catalogue {
  const find = async (slug: string) => productOf(slug) ?? store.product(slug);
  return {
    find,
    handlers: {
      'product:list': () => store.products(),
      'product:save': async (product: AddedProduct) => {
        if (productOf(product.slug))
          throw conflict('This product is always there and cannot be changed.', {
            reason: 'FIXED_PRODUCT',
          });
        await store.saveProduct(product);
        broadcaster.tell(room.everyone, 'product:changed', product);
        return product;
      },
    },
  };
}
