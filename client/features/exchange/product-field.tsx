/** Picks a product by any word for it, in any language the catalogue knows. */
import { useId } from 'preact/hooks';
import { findProducts } from '../../../shared/exchange/catalogue.ts';
import { useCodes } from './use-codes.ts';
import { catalogue, productName, x } from './words.ts';

/** The product that is called exactly this, in any language. */
function namedExactly(words: string): string | null {
  const wanted = words.trim().toLowerCase();
  const found = Object.entries(catalogue.value).find(([, { names }]) =>
    Object.values(names).some((name) => name.toLowerCase() === wanted),
  );
  return found?.[0] ?? null;
}

export function ProductField({
  words,
  product,
  change,
  code,
}: {
  words: string;
  product: string | null;
  change(words: string, product: string | null): void;
  /** Takes a code of the common procurement vocabulary, where the catalogue has no product. */
  code(name: string, cpv: string): void;
}) {
  const id = useId();
  const found =
    words.trim() && !product
      ? findProducts(words, catalogue.value)
      : product
        ? []
        : Object.keys(catalogue.value);
  const codes = useCodes('cpv', !product && found.length === 0 ? words : '').filter(
    ({ name }) => name !== words,
  );
  return (
    <div class="field">
      <label for={id}>{x('form.what')}</label>
      <input
        id={id}
        value={words}
        required
        dir="auto"
        autocomplete="off"
        aria-describedby={`${id}-hint`}
        onKeyDown={(event) => {
          const [best] = found;
          if (event.key !== 'Enter' || !words.trim() || !best) return;
          event.preventDefault();
          change(productName(best), best);
        }}
        onInput={(event) =>
          change(event.currentTarget.value, namedExactly(event.currentTarget.value))
        }
      />
      <small id={`${id}-hint`}>{x('form.whatHint')}</small>
      {found.length + codes.length > 0 && (
        <ul class="chips">
          {found.map((slug) => (
            <li key={slug}>
              <button type="button" onClick={() => change(productName(slug), slug)}>
                {productName(slug)}
              </button>
            </li>
          ))}
          {codes.map(({ code: cpv, name }) => (
            <li key={cpv}>
              <button type="button" onClick={() => code(name, cpv)}>
                {name} <small class="muted">{cpv}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
