/** Proposes that an offer gives to a request, from either side: the own listing that fits, and how much. */
import { useEffect, useState } from 'preact/hooks';
import { v4 as uuid } from 'uuid';
import type { Listing } from '../../../shared/contract/listing.ts';
import { isolate } from '../../../shared/direction.ts';
import { isHopeless, lotOf } from '../../../shared/exchange/match.ts';
import { call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { tell } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { channelById } from '../channels/channels.state.ts';
import { AmountField, whole } from './amount-field.tsx';
import { gateBetween } from './fit.ts';
import { amount, gateWords, nameOf, x } from './words.ts';

/** @param ours the own listing that is proposed, where it is known */
export function ProposeDialog({
  listing,
  ours = '',
  close,
}: {
  listing: Listing;
  ours?: string;
  close(): void;
}) {
  const answers = listing.kind === 'request' ? 'offer' : 'request';
  const [own, setOwn] = useState<Listing[] | null>(null);
  const [held, setHeld] = useState<Listing | null>(null);
  const [failure, setFailure] = useState('');
  const [chosen, setChosen] = useState(ours);
  const [clientId] = useState(() => uuid());
  useEffect(() => {
    const mine = (state: 'open' | 'review') =>
      call('listing:list', { own: true, kind: answers, state, limit: 200 });
    Promise.all([mine('open'), mine('review')]).then(
      ([open, review]) => {
        const gates = new Map(
          [...open, ...review].map((each) => [each, gateBetween(each, listing)]),
        );
        const fits = (each: Listing) => !isHopeless(gates.get(each) ?? null);
        setOwn(
          open
            .filter(fits)
            .sort((a, b) => Number(gates.get(a) !== null) - Number(gates.get(b) !== null)),
        );
        setHeld(review.find(fits) ?? null);
      },
      (thrown) => setFailure(explain(thrown)),
    );
  }, []);
  const mine = own?.find(({ id }) => id === chosen) ?? own?.[0];
  const gate = mine && gateBetween(mine, listing);
  const most = Math.min(listing.remaining, mine?.remaining ?? 0);
  const step = mine ? lotOf(mine, listing) : 1;
  const slug = channelById(listing.channelId)?.channel.slug ?? '';

  return (
    <Dialog title={x('propose.title')} close={close}>
      <p>
        <b>
          <bdi>{listing.title}</bdi>
        </b>{' '}
        {amount(listing.remaining, listing.unit)} {nameOf(listing)}
      </p>
      {failure && <p class="failure">{failure}</p>}
      {!own && !failure && <Skeleton rows={2} />}
      {own?.length === 0 && held && (
        <p>
          {x('propose.held')}{' '}
          <a href={`/listings/${held.id}`}>
            <bdi>{held.title}</bdi>
          </a>
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
            const [offerId, requestId] =
              answers === 'offer' ? [mine.id, listing.id] : [listing.id, mine.id];
            await call('commitment:propose', {
              clientId,
              offerId,
              requestId,
              quantity: whole(quantity ?? ''),
            });
            tell(x('propose.sent'));
            close();
          }}
        >
          <div class="field">
            <label for="propose-own">{x('propose.with')}</label>
            <select
              id="propose-own"
              value={mine.id}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              {own?.map(({ id, title, remaining, unit }) => (
                <option key={id} value={id}>
                  {isolate(title)} ({amount(remaining, unit)})
                </option>
              ))}
            </select>
          </div>
          {gate && (
            <p class="failure" role="status">
              {gateWords(gate)}
            </p>
          )}
          <AmountField
            key={mine.id}
            name="quantity"
            max={most}
            step={step}
            defaultValue={`${most - (most % step)}`}
            required
            label={x('propose.quantity')}
            hint={x('propose.most', { amount: amount(most, listing.unit) })}
          />
        </Form>
      )}
    </Dialog>
  );
}
