/** What fits a listing, best first, with the reason for each point; and what nearly does. */
import { useState } from 'preact/hooks';
import type { Listing } from '../../../shared/contract/listing.ts';
import { type Score, weights } from '../../../shared/exchange/match.ts';
import { formatNumber } from '../../i18n.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { ProposeDialog } from './propose-dialog.tsx';
import { useLoaded } from './use-loaded.ts';
import { amount, gateWords, region, x } from './words.ts';

const terms = Object.keys(weights) as (keyof Score)[];

/** @param mine whether the listing is one's own: then what fits it can be proposed from here */
export function Matches({ listing, mine }: { listing: Listing; mine: boolean }) {
  const [proposing, setProposing] = useState<Listing | null>(null);
  const { value, failure } = useLoaded('listing:matches', { listingId: listing.id });
  if (failure) return <p class="failure">{failure}</p>;
  return (
    <>
      <h2>{x('matches')}</h2>
      {value?.matches.length === 0 && <p class="muted">{x('noMatches')}</p>}
      <ol class="matches">
        {value?.matches.map(({ listing: other, total, score }) => (
          <li key={other.id}>
            <Line listing={other} />
            {mine && (
              <p class="listing-actions">
                <button type="button" onClick={() => setProposing(other)}>
                  {x(listing.kind === 'offer' ? 'iCanHelp' : 'iNeedThis')}
                </button>
              </p>
            )}
            <p class="points">
              <b>{x('points', { total: formatNumber(total) })}</b>
              {terms.map((term) => (
                <span key={term}>
                  {x(`term.${term}`)} {score[term]}/{weights[term]}
                </span>
              ))}
            </p>
          </li>
        ))}
      </ol>
      {value && value.near.length > 0 && (
        <>
          <h3>{x('near')}</h3>
          <ul class="matches">
            {value.near.map(({ listing: other, gate }) => (
              <li key={other.id}>
                <Line listing={other} />
                <p class="muted">{gateWords(gate)}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {proposing && (
        <ProposeDialog listing={proposing} ours={listing.id} close={() => setProposing(null)} />
      )}
    </>
  );
}

function Line({ listing: { id, title, remaining, unit, clusterId, nuts } }: { listing: Listing }) {
  return (
    <p>
      <a href={`/listings/${id}`}>
        <b>
          <bdi>{title}</bdi>
        </b>
      </a>{' '}
      {amount(remaining, unit)}{' '}
      <span class="muted">
        <bdi>{clusterById(clusterId)?.name}</bdi> · {region(nuts)}
      </span>
    </p>
  );
}
