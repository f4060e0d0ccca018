/** An offer or a request as everybody sees it: what, how much is left, where, until when, how sure, how it stands. */
import type { ComponentChildren } from 'preact';
import type { Listing } from '../../../shared/contract/listing.ts';
import '../../styles/exchange.css';
import { formatAgo, formatDate, formatNumber, formatWhole, language } from '../../i18n.ts';
import { HandHelping, HeartHandshake } from '../../ui/icons.ts';
import { amount, nameOf, productName, region, x } from './words.ts';

export function ListingCard({
  listing,
  children,
}: {
  listing: Listing;
  children?: ComponentChildren;
}) {
  const { kind, quantity, remaining, unit, nuts, on, state, priority } = listing;
  const offers = kind === 'offer';
  const left = offers ? 'remaining' : 'stillNeeded';
  return (
    <div class={`listing ${kind} ${state}`}>
      <p class="listing-kind">
        {offers ? (
          <HandHelping size={18} aria-hidden="true" />
        ) : (
          <HeartHandshake size={18} aria-hidden="true" />
        )}{' '}
        <b>{x(kind)}</b>
        {priority !== 'normal' && !offers && (
          <span class={`tag ${priority}`}>{x(`priority.${priority}`)}</span>
        )}
        {state !== 'open' && <span class="tag">{x(`state.${state}`)}</span>}
      </p>
      <p class="listing-what">
        <b>{amount(quantity, unit)}</b> {nameOf(listing)}
      </p>
      <div class="listing-left">
        <progress
          value={quantity - remaining}
          max={quantity}
          aria-label={x(left, {
            remaining: formatNumber(remaining),
            total: formatNumber(quantity),
          })}
        />
        <small>
          {x(left, { remaining: formatNumber(remaining), total: formatNumber(quantity) })}
        </small>
      </div>
      <p class="listing-facts muted">
        {/^[A-Z]{2}/.test(nuts) && <span>{region(nuts)}</span>}
        {!(listing.mode === 'capacity' && listing.from) && (
          <time dateTime={on} title={formatAgo(on)}>
            {x(offers ? 'deliverable' : 'needed', { date: formatDate(on) })}
          </time>
        )}
        {listing.mode === 'capacity' && (
          <span>
            {x('mode.capacity')}
            {listing.ratePerWeek &&
              `, ${x('perWeek', { amount: amount(listing.ratePerWeek, unit) })}`}
            {listing.from && ` ${x('fromDay', { date: formatDate(listing.from) })}`}
          </span>
        )}
        {listing.mode === 'service' && <span>{x('mode.service')}</span>}
        {listing.missingInputs.length > 0 && (
          <span>
            {x('stillMissing', { inputs: listing.missingInputs.map(productName).join(', ') })}
          </span>
        )}
        {offers && (
          <span>
            {listing.shipsTo.includes('*')
              ? x('shipsEverywhere')
              : x('shipsTo', { regions: listing.shipsTo.join(', ') })}
          </span>
        )}
        {listing.claims.map(({ code, level }) => (
          <span key={code}>
            {code} {x(`evidence.${level}`)}
          </span>
        ))}
        {listing.revoked?.map(({ claim: { code } }) => (
          <b key={code} class="failure">
            {x('flagged', { code })}
          </b>
        ))}
        {listing.requires.map(({ code, min }) => (
          <span key={code}>{x('requires', { code, level: x(`evidence.${min}`) })}</span>
        ))}
        {!offers && state === 'open' && <FirstResponse listing={listing} />}
      </p>
      {children}
    </div>
  );
}

/** How long a request has waited for its first answer, or did. */
function FirstResponse({ listing: { openedAt, firstResponseAt } }: { listing: Listing }) {
  if (!openedAt) return null;
  if (!firstResponseAt)
    return (
      <span title={formatWhole(openedAt)}>{x('unanswered', { ago: formatAgo(openedAt) })}</span>
    );
  const minutes = Math.max(
    1,
    Math.round((Date.parse(firstResponseAt) - Date.parse(openedAt)) / 60_000),
  );
  const [value, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 2880
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  const time = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    value,
  );
  return <span title={formatWhole(firstResponseAt)}>{x('answered', { time })}</span>;
}

/** Why a listing is not shown to others yet. */
export function Holds({ holds, title }: { holds: Listing['holds']; title: string }) {
  return (
    <div class="holds" role="status">
      {holds.length > 0 && (
        <>
          <p dir="auto">{title}</p>
          <ul>
            {holds.map((hold) => (
              <li key={hold}>{x(`hold.${hold}`)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
