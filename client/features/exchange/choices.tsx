/** What is chosen from in more than one place: a product of the catalogue, a unit. */
import { units } from '../../../shared/exchange/catalogue.ts';
import { Select } from '../../ui/field.tsx';
import { catalogue, productName, x } from './words.ts';

/** @param none what no choice means */
export function ProductSelect({
  value,
  change,
  none,
}: {
  value: string;
  change(product: string): void;
  none: string;
}) {
  return (
    <Select label={x('filterProduct')} value={value} change={change}>
      <option value="">{none}</option>
      {Object.keys(catalogue.value).map((slug) => (
        <option key={slug} value={slug}>
          {productName(slug)}
        </option>
      ))}
    </Select>
  );
}

export const UnitOptions = () => (
  <>
    {units.map((unit) => (
      <option key={unit} value={unit}>
        {x(`unitName.${unit}`)}
      </option>
    ))}
  </>
);
