import type { Unit } from '../../../shared/exchange/catalogue.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { languageName, languages, t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { UnitOptions } from '../exchange/choices.tsx';
import { move } from '../exchange/exchange.state.ts';
import { useLoaded } from '../exchange/use-loaded.ts';
import { x } from '../exchange/words.ts';

const tongues = Object.keys(languages);

/** The key of a product out of its English name. */
const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 40)
    .replace(/^_+|_+$/g, '');

export function Products() {
  const { value: all } = useLoaded('product:list', {});
  return (
    <>
      <ul class="cards">
        {all?.map(({ slug, cpv, unit, names }) => (
          <li key={slug}>
            <div>
              <b>
                {tongues
                  .map((tongue) => names[tongue])
                  .filter(Boolean)
                  .join(' · ')}
              </b>
              <p class="muted">
                {cpv} · {x(`unitName.${unit}`)}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <Form
        label={t('admin.addProduct')}
        submit={async (values) => {
          const names = Object.fromEntries(
            tongues.flatMap((tongue) =>
              values[tongue]?.trim() ? [[tongue, values[tongue].trim()]] : [],
            ),
          );
          await call('product:save', {
            slug: keyOf(names.en ?? ''),
            cpv: values.cpv ?? '',
            unit: values.unit as Unit,
            names,
            also: (values.also ?? '')
              .split(',')
              .map((word) => word.trim())
              .filter(Boolean),
            ...(values.claim && { claim: values.claim.toUpperCase() }),
          });
          move();
        }}
      >
        <div class="field-row">
          {tongues.map((tongue) => (
            <Field
              key={tongue}
              name={tongue}
              bounds={limits.label}
              required={tongue === 'en'}
              label={t('admin.productName', { language: languageName(tongue) })}
            />
          ))}
        </div>
        <div class="field-row">
          <Field
            name="cpv"
            pattern="\d{8}"
            required
            label={x('form.cpv')}
            hint={x('form.cpvHint')}
          />
          <div class="field">
            <label for="product-unit">{x('form.unit')}</label>
            <select id="product-unit" name="unit">
              <UnitOptions />
            </select>
          </div>
          <Field
            name="claim"
            pattern="[A-Za-z0-9\-]{2,24}"
            label={x('form.claim')}
            hint={x('form.claimHint')}
          />
        </div>
        <Field name="also" label={t('admin.productAlso')} hint={t('admin.productAlsoHint')} />
      </Form>
    </>
  );
}
