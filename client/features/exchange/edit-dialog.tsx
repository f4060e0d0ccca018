/** Changing a listing: its words at once; another quantity or other evidence bring it back to review. */
import type { Listing } from '../../../shared/contract/listing.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { tell } from '../../ui/notice.tsx';
import { x } from './words.ts';

export function EditDialog({ listing, close }: { listing: Listing; close(): void }) {
  const [claim] = listing.claims;
  const offers = listing.kind === 'offer';
  return (
    <Dialog title={x('edit')} close={close}>
      <Form
        label={t('save')}
        submit={async ({ title = '', body = '', quantity, on = '', notifiedBody = '', certificate = '', documented }) => {
          const { notifiedBody: _body, certificate: _certificate, ...rest } = claim ?? {};
          const judged = claim && {
            ...(rest as typeof claim),
            // What a validator has verified stays so only as long as it is left alone.
            level: documented ? ('documented' as const) : ('claimed' as const),
            ...(notifiedBody && { notifiedBody }),
            ...(certificate.trim() && { certificate: certificate.trim() }),
          };
          const reshaped =
            claim &&
            (notifiedBody !== (claim.notifiedBody ?? '') || certificate !== (claim.certificate ?? '') || Boolean(documented) !== (claim.level !== 'claimed'));
          const answer = await call('listing:edit', {
            listingId: listing.id,
            ...(title !== listing.title && { title }),
            ...(body !== listing.body && { body }),
            ...(Number(quantity) !== listing.quantity && { quantity: Number(quantity) }),
            ...(on !== listing.on && { on }),
            ...(judged && reshaped && { claims: [judged, ...listing.claims.slice(1)] }),
          });
          tell(x(answer.state === 'review' ? 'editedReview' : 'edited'));
          close();
        }}
      >
        <Field name="title" required minLength={5} maxLength={120} defaultValue={listing.title} label={x('form.title')} />
        <div class="field">
          <label for="edit-body">{x('form.body')}</label>
          <textarea id="edit-body" name="body" rows={3} maxLength={4000} defaultValue={listing.body} />
        </div>
        <div class="field-row">
          <Field
            name="quantity"
            type="number"
            min={listing.lot}
            max={1_000_000_000}
            step={listing.lot}
            required
            defaultValue={`${listing.quantity}`}
            label={x('form.quantity')}
          />
          <Field name="on" type="date" required defaultValue={listing.on} label={x(offers ? 'form.onOffer' : 'form.onRequest')} />
        </div>
        {claim && (
          <>
            <div class="field-row">
              <Field
                name="notifiedBody"
                pattern="\d{4}"
                defaultValue={claim.notifiedBody ?? ''}
                label={`${claim.code}: ${x('form.notifiedBody')}`}
                hint={x('form.notifiedBodyHint')}
              />
              <Field name="certificate" maxLength={100} defaultValue={claim.certificate ?? ''} label={x('form.certificate')} />
            </div>
            <label class="check">
              <input type="checkbox" name="documented" defaultChecked={claim.level !== 'claimed'} /> {x('form.document')}
            </label>
          </>
        )}
      </Form>
    </Dialog>
  );
}
