/** Commitments as a small board: what is proposed, accepted, on its way, done, and what one can do next. */
import { useEffect, useState } from 'preact/hooks';
import type { CommitmentState, OwnCommitment } from '../../../shared/contract/commitments.ts';
import type { Sent } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { call } from '../../api.ts';
import { formatNumber, formatWhole } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { account, moderatesAll } from '../accounts/session.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { AmountField, whole } from './amount-field.tsx';
import { gateBetween } from './fit.ts';
import { ReasonDialog, ReasonField } from './reason-dialog.tsx';
import { amount, gateWords, x } from './words.ts';

type Action = Sent<'commitment:act'>['action'];
const columns: [
  name: 'proposed' | 'accepted' | 'dispatched' | 'received' | 'disputed' | 'closed' | 'ended',
  states: CommitmentState[],
][] = [
  ['proposed', ['proposed']],
  ['accepted', ['accepted']],
  ['dispatched', ['dispatched']],
  ['received', ['received']],
  ['disputed', ['disputed']],
  ['closed', ['closed']],
  ['ended', ['declined', 'lapsed', 'cancelled', 'lost']],
];
/** What needs a word of explanation, or figures. */
const asks = new Set<Action>(['receive', 'cancel', 'lose', 'dispute']);

/** What takes it further. */
const leads = new Set<Action>(['accept', 'dispatch', 'receive', 'close']);

/** What a moderator of neither side decides. */
function decisionsIn(state: CommitmentState): Action[] {
  if (state === 'disputed') return ['cancel', 'receive', 'lose'];
  return state === 'dispatched' ? ['lose'] : [];
}

function actionsOf({ commitment: { state, by }, offer, request, side }: OwnCommitment): Action[] {
  const { clusterId = null, id } = account.value ?? {};
  // Moderators see what is of others, too.
  if (
    ![offer, request].some((listing) => listing.clusterId === clusterId || listing.authorId === id)
  )
    return moderatesAll() ? decisionsIn(state) : [];
  if (state === 'proposed') return by === side ? ['cancel'] : ['accept', 'decline'];
  if (state === 'accepted')
    return side === 'offer' ? ['dispatch', 'cancel', 'dispute'] : ['cancel', 'dispute'];
  if (state === 'dispatched') return side === 'request' ? ['receive', 'dispute'] : ['dispute'];
  if (state === 'received') return side === 'request' ? ['close', 'dispute'] : ['dispute'];
  return [];
}

export function Commitments({ all }: { all: readonly OwnCommitment[] }) {
  if (all.length === 0) return <p class="muted">{x('noCommitments')}</p>;
  return (
    <div class="board">
      {columns.map(([name, states]) => {
        const own = all.filter(({ commitment }) => states.includes(commitment.state));
        return (
          own.length > 0 && (
            <section key={name} aria-label={x(`column.${name}`)}>
              <h3>{x(`column.${name}`)}</h3>
              <ul>
                {own.map((each) => (
                  <Row key={each.commitment.id} own={each} />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </div>
  );
}

/** A listing by its title, which is withheld where one has lost the channel it stands in. */
function Side({ listing: { id, title } }: { listing: Listing }) {
  return title ? (
    <a href={`/listings/${id}`}>
      <bdi>{title}</bdi>
    </a>
  ) : (
    <>{x('plan.unseen')}</>
  );
}

function Row({ own }: { own: OwnCommitment }) {
  const { commitment, offer, request, contacts, side } = own;
  const [asking, setAsking] = useState<Action | null>(null);
  const act = (action: Action) =>
    asks.has(action)
      ? setAsking(action)
      : attempt(() => call('commitment:act', { commitmentId: commitment.id, action }));
  const settling = useSettling(commitment);
  const name = (clusterId: string) => clusterById(clusterId)?.name ?? '…';
  // Who is to accept it is to know what it lacks.
  const gate =
    commitment.state === 'proposed' && commitment.by !== side ? gateBetween(offer, request) : null;
  const other = contacts?.[side === 'offer' ? 'request' : 'offer'];
  return (
    <li class="commitment">
      <p>
        <b>{amount(commitment.quantity, offer.unit)}</b> <Side listing={offer} />{' '}
        <span class="hidden">{x('goesTo')}</span>
        <span aria-hidden="true">→</span> <Side listing={request} />
      </p>
      <p class="muted">
        {x('between', { offer: name(offer.clusterId), request: name(request.clusterId) })} ·{' '}
        {x(`cstate.${commitment.state}`)} <Time iso={commitment.changedAt} brief />
        {commitment.state === 'proposed' && commitment.by === side && ` · ${x('theirTurn')}`}
        {commitment.accepted !== null &&
          ` · ${x('tookOf', { taken: amount(commitment.accepted, offer.unit), arrived: formatNumber(commitment.received ?? 0) })}`}
        {commitment.by === 'plan' && ` · ${x('byPlan')}`}
        {commitment.state === 'proposed' &&
          ` · ${x('answerBy', { date: formatWhole(commitment.lapsesAt) })}`}
      </p>
      {gate && <p class="failure">{gateWords(gate)}</p>}
      {commitment.flagged && (
        <p class="failure">
          {commitment.flagged === 'SUSPENDED'
            ? x('reliedSuspended')
            : x('relied', { code: commitment.flagged })}
        </p>
      )}
      {commitment.reason && <q dir="auto">{commitment.reason}</q>}
      {other && (
        <p>
          <bdi>{other.name}</bdi>{' '}
          {other.email && <a href={`mailto:${other.email}`}>{other.email}</a>}
        </p>
      )}
      <p class="listing-actions">
        {actionsOf(own).map((action) => (
          <button
            key={action}
            type="button"
            class={leads.has(action) ? 'primary' : ''}
            disabled={settling}
            onClick={() => act(action)}
          >
            {x(`act.${action}`)}
          </button>
        ))}
      </p>
      {asking === 'receive' && (
        <Dialog title={x('act.receive')} close={() => setAsking(null)}>
          <Form
            label={x('act.receive')}
            submit={async ({ received, accepted, reason }) => {
              await call('commitment:act', {
                commitmentId: commitment.id,
                action: 'receive',
                received: whole(received ?? ''),
                accepted: whole(accepted ?? ''),
                ...(reason && { reason }),
              });
              setAsking(null);
            }}
          >
            <AmountField
              name="received"
              min={0}
              max={commitment.quantity}
              required
              defaultValue={`${commitment.quantity}`}
              label={x('arrived')}
            />
            <AmountField
              name="accepted"
              min={0}
              max={commitment.quantity}
              required
              defaultValue={`${commitment.quantity}`}
              label={x('taken')}
            />
            {commitment.state === 'disputed' && <ReasonField />}
          </Form>
        </Dialog>
      )}
      {asking && asking !== 'receive' && (
        <ReasonDialog
          label={x(`act.${asking}`)}
          give={(reason) =>
            call('commitment:act', { commitmentId: commitment.id, action: asking, reason })
          }
          close={() => setAsking(null)}
        />
      )}
    </li>
  );
}

/** ms after a step in which a second click on the same spot does not take the next one. */
const pause = 800;
/** Since when each commitment is in the state in which it is shown; it moves from column to column. */
const since = new Map<string, { state: CommitmentState; at: number }>();

function useSettling({ id, state }: Pick<OwnCommitment['commitment'], 'id' | 'state'>): boolean {
  const known = since.get(id);
  const { at } =
    known?.state === state ? known : { at: known ? performance.now() : Number.NEGATIVE_INFINITY };
  since.set(id, { state, at });
  const [, again] = useState(0);
  const left = at + pause - performance.now();
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => again((n) => n + 1), left);
    return () => clearTimeout(timer);
  }, [at]);
  return left > 0;
}
