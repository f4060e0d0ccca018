/** Invitations to channels on SQLite. */
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import type {
  ChannelInvitation,
  ChannelInvitationsStore,
  InvitationRefusal,
} from './channel-invitations.store.ts';

const fields = {
  id: 'id',
  channelId: 'channel_id',
  memberId: 'member_id',
  inviterId: 'inviter_id',
  createdAt: 'created_at',
};
const columns =
  'id, channel_id AS channelId, member_id AS memberId, inviter_id AS inviterId, created_at AS createdAt';

export function createChannelInvitationsSqliteStore(db: Sqlite): ChannelInvitationsStore {
  return {
    async invite({ id, channelId, memberId, inviterId, createdAt }, refusedAfter) {
      return transaction(db, () => {
        const refusal = db
          .prepare(
            'SELECT refused_at AS refusedAt FROM invitation_refusals WHERE inviter_id = ? AND member_id = ? AND refused_at > ?',
          )
          .get(inviterId, memberId, refusedAfter) as { refusedAt: string } | undefined;
        if (refusal) return { refusedAt: refusal.refusedAt };
        db.prepare(
          `DELETE FROM channel_invitations WHERE channel_id = ? AND member_id = ?
           AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.channel_id = channel_invitations.channel_id AND m.member_id = inviter_id)`,
        ).run(channelId, memberId);
        const added = db
          .prepare(
            'INSERT INTO channel_invitations (id, channel_id, member_id, inviter_id, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (channel_id, member_id) DO NOTHING',
          )
          .run(id, channelId, memberId, inviterId, createdAt);
        return added.changes > 0 ? 'added' : 'waiting';
      });
    },
    async waitingFor(memberId) {
      return db
        .prepare(
          `SELECT i.id, i.channel_id AS channelId, i.member_id AS memberId, i.inviter_id AS inviterId, i.created_at AS createdAt,
             c.doc ->> 'name' AS channelName
           FROM channel_invitations i JOIN channels c ON c.id = i.channel_id
           JOIN memberships inviter ON inviter.channel_id = c.id AND inviter.member_id = i.inviter_id
           LEFT JOIN memberships own ON own.channel_id = c.id AND own.member_id = i.member_id
           WHERE i.member_id = ? AND own.member_id IS NULL AND c.doc ->> 'archivedAt' IS NULL
           ORDER BY i.created_at DESC, i.id DESC`,
        )
        .all(memberId) as (ChannelInvitation & { channelName: string })[];
    },
    async refuse(id, memberId, at) {
      return transaction(db, () => {
        const ended = db
          .prepare(
            `DELETE FROM channel_invitations WHERE id = ? AND member_id = ? RETURNING ${columns}`,
          )
          .get(id, memberId) as ChannelInvitation | undefined;
        if (!ended) return null;
        db.prepare(
          'INSERT OR REPLACE INTO invitation_refusals (inviter_id, member_id, refused_at) VALUES (?, ?, ?)',
        ).run(ended.inviterId, memberId, at);
        return ended;
      });
    },
    async end({ channelId = null, inviterId = null, memberId = null }) {
      return db
        .prepare(
          `DELETE FROM channel_invitations WHERE channel_id = coalesce(:channelId, channel_id)
           AND inviter_id = coalesce(:inviterId, inviter_id) AND member_id = coalesce(:memberId, member_id) RETURNING ${columns}`,
        )
        .all({ channelId, inviterId, memberId }) as ChannelInvitation[];
    },
  };
}

export const channelInvitationsSqliteShelves = (db: Sqlite) => ({
  channelInvitation: plainShelf<ChannelInvitation>(db, 'channel_invitations', fields),
  invitationRefusal: plainShelf<InvitationRefusal>(db, 'invitation_refusals', {
    inviterId: 'inviter_id',
    memberId: 'member_id',
    refusedAt: 'refused_at',
  }),
});
