/** Proposes that an offer gives to a request, from either side: the own listing that fits, and how much. */
import { useEffect, useState } from 'preact/hooks';
import { v4 as uuid } from 'uuid';
import type { Listing } from '../../../shared/contract/listing.ts';
import { call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { tell } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { channelById } from '../channels/channels.state.ts';
import { amount, x } from './words.ts';

export function ProposeDialog({ listing, close }: { listing: Listing; close(): void }) {
  const answers = listing.kind === 'request' ? 'offer' : 'request';
  const [own, setOwn] = useState<Listing[] | null>(null);
  const [held, setHeld] = useState<Listing | null>(null);
  const [failure, setFailure] = useState('');
  const [chosen, setChosen] = useState('');
  const [clientId] = useState(() => uuid());
  useEffect(() => {
    call('listing:list', { own: true, kind: answers, limit: 200 }).then(
      (all) => {
        const fitting = all.filter(({ unit, remaining, cpv }) => unit === listing.unit && remaining > 0 && cpv.slice(0, 2) === listing.cpv.slice(0, 2));
        setOwn(fitting.filter(({ state }) => state === 'open'));
        setHeld(fitting.find(({ state }) => state === 'review') ?? null);
      },
      (thrown) => setFailure(explain(thrown)),
    );
  }, []);
  const mine = own?.find(({ id }) => id === chosen) ?? own?.[0];
  const most = Math.min(listing.remaining, mine?.remaining ?? 0);
  const slug = channelById(listing.channelId)?.channel.slug ?? '';

  return (
    <Dialog title={x('propose.title')} close={close}>
      {failure && <p class="failure">{failure}</p>}
      {!own && !failure && <Skeleton rows={2} />}
      {own?.length === 0 && held && (
        <p>
          {x('propose.held')} <a href={`/listings/${held.id}`}>{held.title}</a>
        </p>
      )}
      {own?.length === 0 && !held && (
        <>
          <p>{x(answers === 'offer' ? 'propose.noneOffer' : 'propose.noneRequest')}</p>
          <p>
            <a class="button primary" href={`/c/${slug}/${answers}/${listing.id}`}>
              {x(answers === 'offer' ? 'answerOffer' : 'answerRequest')}
            </a>
          </p>
        </>
      )}
      {mine && (
        <Form
          label={x('propose.send')}
          submit={async ({ quantity }) => {
            const [offerId, requestId] = answers === 'offer' ? [mine.id, listing.id] : [listing.id, mine.id];
            await call('commitment:propose', { clientId, offerId, requestId, quantity: Number(quantity) });
            tell(x('propose.sent'));
            close();
          }}
        >
          <div class="field">
            <label for="propose-own">{x('propose.with')}</label>
            <select id="propose-own" value={mine.id} onChange={(event) => setChosen(event.currentTarget.value)}>
              {own?.map(({ id, title, remaining, unit }) => (
                <option key={id} value={id}>
                  {title} ({amount(remaining, unit)})
                </option>
              ))}
            </select>
          </div>
          <Field
            key={mine.id}
            name="quantity"
            type="number"
            min={1}
            max={most}
            step={mine.lot}
            defaultValue={`${most - (most % mine.lot)}`}
            required
            label={x('propose.quantity')}
            hint={x('propose.most', { amount: amount(most, listing.unit) })}
          />
        </Form>
      )}
    </Dialog>
  );
}
