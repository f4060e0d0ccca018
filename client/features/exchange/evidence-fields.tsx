/** What an offer meets and can show for it, and what a request asks for. */

import { useId } from 'preact/hooks';
import { sterileClaim } from '../../../shared/exchange/holds.ts';
import { limits } from '../../../shared/limits.ts';
import { Field, Select } from '../../ui/field.tsx';
import { X } from '../../ui/icons.ts';
import { DateField } from './date-field.tsx';
import { DocumentField } from './document-field.tsx';
import { claimOf, type Draft, type Need, ownLevel, type WrittenClaim } from './listing-draft.ts';
import { x } from './words.ts';

const levels = ['claimed', 'documented', 'verified'] as const;
const regimes = ['ppe_2016_425', 'mdr', 'derogation_2020_403', 'none'] as const;

/**
 * Each claim of an offer, and one more if wanted.
 * @param change makes the claims what they are to be, out of what they are by then: a document arrives late
 */
export function ClaimFields({
  draft,
  change,
}: {
  draft: Draft;
  change(claims: (now: WrittenClaim[]) => WrittenClaim[]): void;
}) {
  const { claims, product } = draft;
  const sterile = claims.some(({ code }) => code === sterileClaim);
  const without = (key: string) => (now: WrittenClaim[]) =>
    now.filter((claim) => claim.key !== key);
  return (
    <>
      {claims
        .filter(({ code }) => code !== sterileClaim)
        .map((claim) => (
          <ClaimField
            key={claim.key}
            claim={claim}
            // What a validator has verified stays so only as long as it is left alone.
            set={(patch) =>
              change((now) =>
                now.map((each) =>
                  each.key === claim.key
                    ? { ...each, ...patch, level: ownLevel({ ...each, ...patch }) }
                    : each,
                ),
              )
            }
            remove={() => change(without(claim.key))}
          />
        ))}
      {product === 'mask_surgical' && (
        <label class="check">
          <input
            type="checkbox"
            checked={sterile}
            onChange={() =>
              change((now) =>
                sterile
                  ? now.filter(({ code }) => code !== sterileClaim)
                  : [...now, claimOf(sterileClaim)],
              )
            }
          />{' '}
          {x('form.sterile')}
        </label>
      )}
      <p>
        <button type="button" onClick={() => change((now) => [...now, claimOf('')])}>
          {x('form.addClaim')}
        </button>
      </p>
    </>
  );
}

function ClaimField({
  claim,
  set,
  remove,
}: {
  claim: WrittenClaim;
  set(patch: Partial<WrittenClaim>): void;
  remove(): void;
}) {
  const legend = useId();
  /** The rules that go with another code, unless others were chosen. */
  const regimeFor = (code: string) =>
    claim.regime === claimOf(claim.code).regime ? claimOf(code).regime : claim.regime;
  const text = (field: 'code' | 'notifiedBody' | 'certificate') => ({
    value: claim[field],
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      set({ [field]: event.currentTarget.value }),
  });
  return (
    <fieldset class="claim" aria-labelledby={legend}>
      <p class="claim-head">
        <b id={legend}>{claim.code || x('form.claim')}</b>
        <button
          type="button"
          class="icon"
          aria-label={x('form.removeClaim', { code: claim.code })}
          onClick={remove}
        >
          <X size={18} />
        </button>
      </p>
      <div class="field-row">
        <Field
          {...text('code')}
          onInput={({ currentTarget: { value } }) =>
            set({ code: value.toUpperCase(), regime: regimeFor(value.toUpperCase()) })
          }
          required
          pattern="[A-Z0-9\-]{2,24}"
          label={x('form.claim')}
          hint={x('form.claimHint')}
        />
        <Select
          label={x('form.regime')}
          value={claim.regime}
          change={(regime) => set({ regime: regime as WrittenClaim['regime'] })}
        >
          {regimes.map((regime) => (
            <option key={regime} value={regime}>
              {x(`regime.${regime}`)}
            </option>
          ))}
        </Select>
      </div>
      <div class="field-row">
        <Field
          {...text('notifiedBody')}
          pattern="\d{4}"
          inputMode="numeric"
          label={x('form.notifiedBody')}
          hint={x('form.notifiedBodyHint')}
        />
        <Field {...text('certificate')} bounds={limits.certificate} label={x('form.certificate')} />
        <DateField
          value={claim.expires}
          change={(expires) => set({ expires })}
          label={x('form.certificateExpires')}
        />
      </div>
      <DocumentField id={claim.attachmentId} change={(attachmentId) => set({ attachmentId })} />
      <p class="muted">{x(`form.as.${claim.level}`)}</p>
    </fieldset>
  );
}

/** Each standard that a request asks for, and one more if wanted. */
export function NeedFields({
  requires,
  change,
}: {
  requires: Need[];
  change(requires: Need[]): void;
}) {
  const set = (need: Need, patch: Partial<Need>) =>
    change(requires.map((other) => (other === need ? { ...need, ...patch } : other)));
  return (
    <>
      {requires.map((need, n) => (
        <div key={n} class="field-row need">
          <Field
            value={need.code}
            required
            pattern="[A-Z0-9\-]{2,24}"
            label={x('form.requires')}
            hint={x('form.claimHint')}
            onInput={(event) => set(need, { code: event.currentTarget.value.toUpperCase() })}
          />
          <Select
            label={x('form.min')}
            value={need.min}
            change={(min) => set(need, { min: min as Need['min'] })}
          >
            {levels.map((level) => (
              <option key={level} value={level}>
                {x(`evidence.${level}`)}
              </option>
            ))}
          </Select>
          <button
            type="button"
            class="icon"
            aria-label={x('form.removeClaim', { code: need.code })}
            onClick={() => change(requires.filter((other) => other !== need))}
          >
            <X size={18} />
          </button>
        </div>
      ))}
      <p>
        <button type="button" onClick={() => change([...requires, { code: '', min: 'claimed' }])}>
          {x('form.addNeed')}
        </button>
      </p>
    </>
  );
}
