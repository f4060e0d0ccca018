/** What the claims of an offer are worth: validators of other clusters say so, or revoke a claim, with a reason. */
import { useState } from 'preact/hooks';
import { isOver } from '../../../shared/calendar.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { call } from '../../api.ts';
import { formatDate } from '../../i18n.ts';
import { attempt } from '../../ui/notice.tsx';
import { saveDocument } from './files.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { x } from './words.ts';

type Level = 'claimed' | 'documented' | 'verified' | null;

export function Evidence({ listing, decides }: { listing: Listing; decides: boolean }) {
  const [asking, setAsking] = useState<{ code: string; level: Level } | null>(null);
  const revoked = listing.revoked ?? [];
  if (listing.claims.length + revoked.length === 0) return null;
  return (
    <section aria-label={x('claims')}>
      <h2>{x('claims')}</h2>
      <ul class="claims">
        {listing.claims.map(
          ({ code, level, regime, notifiedBody, certificate, expires, attachmentId }) => (
            <li key={code}>
              <p>
                <b>{code}</b> {x(`evidence.${level}`)}{' '}
                <span class="muted">
                  {[
                    regime !== 'none' && x(`regime.${regime}`),
                    notifiedBody && x('notifiedBodyIs', { body: notifiedBody }),
                    certificate && x('certificateIs', { certificate }),
                    expires &&
                      x(isOver(expires, new Date().toISOString()) ? 'expiredOn' : 'validUntil', {
                        date: formatDate(expires),
                      }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </p>
              {attachmentId && (
                <Document
                  listingId={listing.id}
                  id={attachmentId}
                  name={`${code} ${listing.title}`}
                />
              )}
              {decides && (
                <p class="listing-actions">
                  {(['verified', 'documented', 'claimed'] as const)
                    .filter((other) => other !== level)
                    .map((other) => (
                      <button
                        key={other}
                        type="button"
                        class={other === 'verified' ? 'primary' : ''}
                        onClick={() => setAsking({ code, level: other })}
                      >
                        {x(`setEvidence.${other}`)}
                      </button>
                    ))}
                  <button
                    type="button"
                    class="danger"
                    onClick={() => setAsking({ code, level: null })}
                  >
                    {x('setEvidence.revoke')}
                  </button>
                </p>
              )}
            </li>
          ),
        )}
        {revoked.map(({ claim: { code, attachmentId }, reason }) => (
          <li key={code}>
            <p class="failure">{x('flagged', { code })}</p>
            <q dir="auto">{reason}</q>
            {attachmentId && (
              <Document
                listingId={listing.id}
                id={attachmentId}
                name={`${code} ${listing.title}`}
              />
            )}
            {decides && (
              <p class="listing-actions">
                <button type="button" onClick={() => setAsking({ code, level: 'documented' })}>
                  {x('setEvidence.documented')}
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {asking && (
        <ReasonDialog
          label={`${asking.code}: ${x(`setEvidence.${asking.level ?? 'revoke'}`)}`}
          danger={asking.level === null}
          give={(reason) =>
            call('listing:set-evidence', {
              listingId: listing.id,
              code: asking.code,
              level: asking.level,
              reason,
            })
          }
          close={() => setAsking(null)}
        />
      )}
    </section>
  );
}

function Document({ listingId, id, name }: { listingId: string; id: string; name: string }) {
  return (
    <p>
      <button type="button" onClick={() => attempt(() => saveDocument(listingId, id, name))}>
        {x('saveDocument')}
      </button>
    </p>
  );
}
