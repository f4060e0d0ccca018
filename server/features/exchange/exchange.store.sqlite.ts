/** The exchange on SQLite. */
import type { Commitment } from '../../../shared/contract/commitments.ts';
import type { Decision } from '../../../shared/contract/listings.ts';
import type { PlanRecord } from '../../../shared/contract/plans.ts';
import type { AddedProduct } from '../../../shared/contract/products.ts';
import type { Shelf } from '../../core/shelf.ts';
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import { documents, type Sqlite, transaction } from '../../storage/sqlite.ts';
import { commitmentShelf, listingShelf } from './exchange.shelf.ts';
import {
  type Changed,
  dueOf,
  type ExchangeShelves,
  type ExchangeStore,
  type Loaded,
  lapseOf,
  type PlanInput,
  type StoredListing,
  type StoredPlan,
} from './exchange.store.ts';

type Row = { doc: string };
const read = <T>(row: unknown) => (row ? (JSON.parse((row as Row).doc) as T) : null);

export function createExchangeSqliteStore(db: Sqlite): ExchangeStore {
  const listingById = db.prepare('SELECT doc FROM listings WHERE id = ?');
  const commitmentById = db.prepare('SELECT doc FROM commitments WHERE id = ?');
  const saveListing = db.prepare(
    `INSERT INTO listings (id, kind, state, product, unit, cpv, nuts, cluster_id, sponsor_id, author_id, client_id, quantity, due_at, asked, behind, changed_at, version, upstream_id, doc)
     VALUES (:id, :kind, :state, :product, :unit, :cpv, :nuts, :clusterId, :sponsorId, :authorId, :clientId, :quantity, :dueAt, :asked, :behind, :changedAt, :version, :upstreamId, :doc)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, product = excluded.product, unit = excluded.unit, cpv = excluded.cpv,
       nuts = excluded.nuts, sponsor_id = excluded.sponsor_id, quantity = excluded.quantity,
       due_at = excluded.due_at, asked = excluded.asked, behind = excluded.behind,
       changed_at = excluded.changed_at, version = excluded.version, doc = excluded.doc`,
  );
  const saveCommitment = db.prepare(
    `INSERT INTO commitments (id, offer_id, request_id, proposed_by, client_id, due_at, changed_at, doc)
     VALUES (:id, :offerId, :requestId, :proposedBy, :clientId, :dueAt, :changedAt, :doc)
     ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, changed_at = excluded.changed_at, doc = excluded.doc`,
  );
  const saveDecision = db.prepare('INSERT INTO decisions (id, subject_id, doc) VALUES (?, ?, ?)');

  const remove = db.prepare("DELETE FROM listings WHERE id = ? AND state = 'draft'");

  const find = (id: string) => read<StoredListing>(listingById.get(id));
  const findBy = (authorId: string, clientId: string) =>
    read<StoredListing>(
      db
        .prepare('SELECT doc FROM listings WHERE author_id = ? AND client_id = ?')
        .get(authorId, clientId),
    );
  const findCommitment = (id: string) => read<Commitment>(commitmentById.get(id));

  function findPlan(id: string): StoredPlan | null {
    const row = db.prepare('SELECT doc, input FROM plans WHERE id = ?').get(id) as
      | { doc: string; input: string }
      | undefined;
    return row
      ? { ...(JSON.parse(row.doc) as PlanRecord), input: JSON.parse(row.input) as PlanInput }
      : null;
  }

  function save(listing: StoredListing) {
    const {
      id,
      kind,
      state,
      product,
      unit,
      cpv,
      nuts,
      clusterId,
      sponsorId,
      authorId,
      clientId,
      quantity,
      asked,
      shown,
      changedAt,
      version,
      upstreamId,
    } = listing;
    saveListing.run({
      ...{
        id,
        kind,
        state,
        product,
        unit,
        cpv,
        nuts,
        clusterId,
        sponsorId,
        authorId,
        clientId,
        quantity,
        changedAt,
        version,
        upstreamId,
      },
      dueAt: dueOf(listing),
      asked: asked ? 1 : 0,
      behind: shown < version ? 1 : 0,
      doc: JSON.stringify(listing),
    });
  }

  function keep({ listings, commitments, decisions }: Changed) {
    for (const listing of listings) save(listing);
    for (const commitment of commitments) {
      const { id, offerId, requestId, proposedBy, clientId, changedAt } = commitment;
      saveCommitment.run({
        id,
        offerId,
        requestId,
        proposedBy,
        clientId,
        changedAt,
        dueAt: lapseOf(commitment),
        doc: JSON.stringify(commitment),
      });
    }
    for (const decision of decisions)
      saveDecision.run(decision.id, decision.subjectId, JSON.stringify(decision));
  }

  const load = (listings: string[], commitments: string[]): Loaded => ({
    listings: new Map(listings.flatMap((id) => entry(find(id)))),
    commitments: new Map(commitments.flatMap((id) => entry(findCommitment(id)))),
  });

  const inList = (ids: readonly string[]) => JSON.stringify(ids);
  const listingsById = documents<StoredListing>(
    db,
    'SELECT doc FROM listings WHERE id IN (SELECT value FROM json_each(?))',
  );
  const commitmentsOf = documents<Commitment>(
    db,
    `SELECT doc FROM commitments WHERE offer_id IN (SELECT value FROM json_each(:ids)) OR request_id IN (SELECT value FROM json_each(:ids))
     ORDER BY changed_at DESC, id DESC`,
  );
  const behind = documents<StoredListing>(
    db,
    'SELECT doc FROM listings WHERE behind = 1 ORDER BY id LIMIT ?',
  );
  const products = documents<AddedProduct>(db, 'SELECT doc FROM products ORDER BY slug');
  const plans = documents<Omit<PlanRecord, 'shipments' | 'shipmentsOf'>>(
    db,
    "SELECT json_remove(doc, '$.shipments', '$.shipmentsOf') AS doc FROM plans ORDER BY id DESC LIMIT ?",
  );
  const decisionsOf = documents<Decision>(
    db,
    'SELECT doc FROM decisions WHERE subject_id IN (SELECT value FROM json_each(?)) ORDER BY id',
  );

  return {
    async add(listing, changed) {
      return transaction(db, () => {
        const earlier = findBy(listing.authorId, listing.clientId);
        if (earlier && earlier.state !== 'draft') return earlier;
        if (earlier) remove.run(earlier.id);
        keep(changed);
        return listing;
      });
    },
    async listing(id) {
      return find(id);
    },
    async listingBy(authorId, clientId) {
      return findBy(authorId, clientId);
    },
    async discard(id) {
      return remove.run(id).changes > 0;
    },
    async listings({
      kind,
      product,
      nuts,
      cpv,
      states,
      clusterId,
      authorId,
      sponsorId,
      upstreamId,
      openedAfter,
      before,
      limit,
    }) {
      const conditions: [sql: string, value: unknown][] = [
        ['kind = ?', kind],
        ['product = ?', product],
        ['cpv = ?', cpv],
        ["nuts LIKE ? || '%'", nuts],
        ['state IN (SELECT value FROM json_each(?))', states && inList(states)],
        ['cluster_id = ?', clusterId],
        ['author_id = ?', authorId],
        ['sponsor_id = ?', sponsorId],
        ['upstream_id = ?', upstreamId],
        ['listed_at > ?', openedAfter],
        ['(listed_at, id) < (SELECT listed_at, id FROM listings WHERE id = ?)', before],
      ];
      const asked = conditions.filter(([, value]) => value !== undefined);
      const where = asked.map(([sql]) => sql).join(' AND ');
      return documents<StoredListing>(
        db,
        `SELECT doc FROM listings ${where && `WHERE ${where}`} ORDER BY listed_at DESC, id DESC LIMIT ?`,
      )(...asked.map(([, value]) => value), limit);
    },
    listingsById: async (ids) => listingsById(inList(ids)),
    async versions(since, open) {
      return db
        .prepare(
          `SELECT id, version FROM listings WHERE changed_at >= :since AND state <> 'draft' ${open ? "UNION SELECT id, version FROM listings WHERE state = 'open'" : ''}`,
        )
        .all({ since }) as { id: string; version: number }[];
    },
    async commitment(id) {
      return findCommitment(id);
    },
    commitmentsOf: async (listingIds) => commitmentsOf({ ids: inList(listingIds) }),
    async commitmentsFor(clusterId, { states, orSince = never, before, limit }) {
      return documents<Commitment>(
        db,
        `WITH own AS (SELECT id FROM listings WHERE cluster_id = :clusterId)
           SELECT doc FROM commitments
           WHERE id IN (SELECT id FROM commitments WHERE offer_id IN own UNION SELECT id FROM commitments WHERE request_id IN own)
             AND (doc ->> 'state' IN (SELECT value FROM json_each(:states)) OR changed_at >= :orSince) ${before ? 'AND id < :before' : ''}
           ORDER BY id DESC LIMIT :limit`,
      )({ clusterId, states: inList(states), orSince, ...(before && { before }), limit });
    },
    async change({ listings, commitments }, apply) {
      return transaction(db, () => {
        const changed = apply(load(listings, commitments));
        keep(changed);
        return changed;
      });
    },
    async propose(commitment, listings, apply) {
      return transaction(db, () => {
        const earlier = db
          .prepare(
            'SELECT doc FROM commitments WHERE (proposed_by = ? AND client_id = ?) OR id = ?',
          )
          .get(commitment.proposedBy, commitment.clientId, commitment.id);
        if (earlier) return { commitment: read<Commitment>(earlier) as Commitment, changed: null };
        const changed = apply(load(listings, []));
        keep(changed);
        return { commitment, changed };
      });
    },
    async shown(id, version) {
      transaction(db, () => {
        const listing = find(id);
        if (listing && listing.shown < version) save({ ...listing, shown: version });
      });
    },
    behind: async (limit) => behind(limit),
    async due(now, soon, limit) {
      const ids = (sql: string, ...values: unknown[]) =>
        (db.prepare(sql).all(...values, limit) as { id: string }[]).map(({ id }) => id);
      return {
        ended: ids('SELECT id FROM listings WHERE due_at <= ? LIMIT ?', now),
        lapsed: ids('SELECT id FROM commitments WHERE due_at <= ? LIMIT ?', now),
        asking: ids(
          `SELECT id FROM listings WHERE due_at <= ? AND asked = 0 AND state = 'open' AND doc ->> 'expiresAt' <= ? LIMIT ?`,
          soon,
          soon,
        ),
      };
    },
    async median(product, unit) {
      const rows = db
        .prepare(
          "SELECT quantity FROM listings WHERE product = ? AND unit = ? AND state IN ('open', 'fulfilled', 'expired') ORDER BY quantity",
        )
        .all(product, unit);
      return rows.length < 5
        ? null
        : (rows[Math.floor(rows.length / 2)] as { quantity: number }).quantity;
    },
    products: async () => products(),
    async product(slug) {
      return read<AddedProduct>(db.prepare('SELECT doc FROM products WHERE slug = ?').get(slug));
    },
    async saveProduct(product) {
      db.prepare('INSERT OR REPLACE INTO products (slug, doc) VALUES (?, ?)').run(
        product.slug,
        JSON.stringify(product),
      );
    },
    async addPlan(plan) {
      const { input, ...record } = plan;
      const added = db
        .prepare('INSERT OR IGNORE INTO plans (id, doc, input) VALUES (?, ?, ?)')
        .run(plan.id, JSON.stringify(record), JSON.stringify(input));
      return added.changes > 0 ? plan : (findPlan(plan.id) as StoredPlan);
    },
    async plan(id) {
      return findPlan(id);
    },
    plans: async (limit) => plans(limit),
    decisionsOf: async (subjectIds) => decisionsOf(inList(subjectIds)),
  };
}

/** After every time. */
const never = '~';

const entry = <T extends { id: string }>(found: T | null): [string, T][] =>
  found ? [[found.id, found]] : [];

const taken = (...fields: string[]) =>
  Object.fromEntries(
    fields.map((field) => [
      field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      `value ->> '${field}'`,
    ]),
  );

export const exchangeSqliteShelves = (db: Sqlite, store: ExchangeStore): ExchangeShelves => ({
  product: sqliteShelf<AddedProduct>(db, 'products', 'doc', { ...taken('slug'), doc: 'value' }),
  plan: sqliteShelf<StoredPlan>(db, 'plans', "json_set(doc, '$.input', json(input))", {
    ...taken('id'),
    doc: "json_remove(value, '$.input')",
    input: "value -> 'input'",
  }),
  decision: sqliteShelf<Decision>(db, 'decisions', 'doc', {
    ...taken('id', 'subjectId'),
    doc: 'value',
  }),
  commitment: commitmentShelf(
    sqliteShelf<Commitment>(db, 'commitments', 'doc', {
      ...taken('id', 'offerId', 'requestId', 'proposedBy', 'clientId', 'changedAt'),
      due_at: "iif(value ->> 'state' = 'proposed', value ->> 'lapsesAt', NULL)",
      doc: 'value',
    }),
  ),
  listing: listingShelf(listingRows(db), store),
});

/** Listings with the time at which the clock is to look at them, which follows from the rule alone. */
function listingRows(db: Sqlite): Shelf<StoredListing> {
  const rows = sqliteShelf<StoredListing>(db, 'listings', 'doc', {
    ...taken(
      'id',
      'kind',
      'state',
      'product',
      'unit',
      'cpv',
      'nuts',
      'clusterId',
      'sponsorId',
      'authorId',
      'clientId',
      'quantity',
      'asked',
      'changedAt',
      'version',
      'upstreamId',
    ),
    due_at: "value ->> 'dueAt'",
    behind: "value ->> 'shown' < value ->> 'version'",
    doc: "json_remove(value, '$.dueAt')",
  });
  return {
    ...rows,
    load: (records) => rows.load(records.map((listing) => ({ ...listing, dueAt: dueOf(listing) }))),
  };
}
