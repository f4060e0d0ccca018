/** The rules of bots: accounts driven by a token, shown once and stored hashed. */
import { v7 as uuid } from 'uuid';
import type { Bot } from '../../../shared/contract/bots.ts';
import type { SessionEnd } from '../../../shared/errors.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { assertMayBeCalled, firstHandle } from '../accounts/accounts.names.ts';
import { toPerson } from '../accounts/accounts.person.ts';
import { isShutOut } from '../accounts/accounts.standing.ts';
import type { AccountsStore, Member } from '../accounts/accounts.store.ts';
import { hashToken, randomToken } from '../accounts/accounts.tokens.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { BotsStore, StoredBot } from './bots.store.ts';

/** What a bot's token begins with, so that it is told from an access token, and found when leaked. */
export const botTokenPrefix = 'muster_bot_';

export interface BotsService {
  handlers: Handlers<'bot:list' | 'bot:create' | 'bot:set-channels' | 'bot:renew' | 'bot:revoke'>;
  /** Who a bot's token speaks for; throws `unauthenticated`. */
  authenticate(token: string): Promise<Caller>;
  /** Whether the token by which a bot came is still its own, and neither it nor whoever answers for it is shut out. */
  current(caller: Caller): Promise<boolean>;
  /** Closes the sockets of the bots that a member answers for. */
  disconnectBotsOf(memberId: string): Promise<void>;
  /** Ends the tokens of the bots that a member answers for. */
  revokeBotsOf(memberId: string): Promise<void>;
}

const newToken = () => botTokenPrefix + randomToken();
const now = () => new Date().toISOString();
/** The time of last use is kept to the minute. */
const usedPrecision = 60_000;

export function createBotsService(deps: {
  store: BotsStore;
  accounts: AccountsStore;
  channels: ChannelsService;
  broadcaster: Broadcaster;
  /** What the forum is called now. */
  forumName(): Promise<string>;
}): BotsService {
  const { store, accounts, channels, broadcaster } = deps;

  /** Those of a bot's channels that a caller may see. */
  async function channelsSeen(botId: string, caller: Caller): Promise<string[]> {
    const ids = await channels.idsOf(botId);
    const seen = await Promise.all(ids.map((id) => channels.seenBy(id, caller.memberId)));
    return ids.filter((_, n) => seen[n]);
  }

  const shown = async (
    { createdAt, revokedAt, lastUsedAt }: StoredBot,
    member: Member,
    caller: Caller,
  ): Promise<Bot> => ({
    person: toPerson(member),
    createdAt,
    revokedAt,
    lastUsedAt,
    channelIds: await channelsSeen(member.id, caller),
  });

  async function memberOf(botId: string): Promise<Member> {
    const member = await accounts.member(botId);
    if (!member) throw notFound('bot');
    return member;
  }

  /** A bot whose token was changed; whatever came by the earlier one is closed. */
  function changed(bot: StoredBot | null): StoredBot {
    if (!bot) throw notFound('bot');
    broadcaster.disconnect(room.session(bot.id));
    return bot;
  }

  /** The member that a bot is, unless they or whoever answers for them is shut out. */
  async function admitted({ id, ownerId }: StoredBot): Promise<Member | null> {
    const [member, owner] = await Promise.all([
      accounts.member(id),
      ownerId ? accounts.member(ownerId) : null,
    ]);
    const isOut = [member, owner].some((each) => each && isShutOut(each));
    if (isOut)
      throw new AppError(
        'unauthenticated',
        'This bot, or whoever answers for it, is suspended. An administrator can make it a new token.',
        { reason: 'SUSPENDED' satisfies SessionEnd },
      );
    return member;
  }

  return {
    async authenticate(token) {
      const bot = await store.byToken(hashToken(token));
      const member = bot && (await admitted(bot));
      if (!bot || !member)
        throw new AppError('unauthenticated', 'The token of this bot is not valid or was revoked.');
      if (
        Date.now() - Date.parse(bot.lastUsedAt ?? bot.createdAt) > usedPrecision ||
        !bot.lastUsedAt
      ) {
        await store.used(bot.id, now()).catch(() => {});
        await accounts.sawMember(bot.id, now()).catch(() => {});
      }
      const { id, kind, name, clusterId, roles } = member;
      return {
        memberId: id,
        kind,
        name,
        clusterId,
        roles,
        sessionId: id,
        tokenHash: hashToken(token),
      };
    },
    async current({ memberId, tokenHash }) {
      const bot = await store.bot(memberId);
      if (!bot || bot.tokenHash !== tokenHash) return false;
      return admitted(bot).then(
        (member) => member !== null,
        () => false,
      );
    },
    async disconnectBotsOf(memberId) {
      for (const bot of await store.ownedBy(memberId)) broadcaster.disconnect(room.session(bot.id));
    },
    async revokeBotsOf(memberId) {
      for (const { id, tokenHash } of await store.ownedBy(memberId))
        if (tokenHash) changed(await store.revoke(id, now()));
    },
    handlers: {
      'bot:list': async (_input, caller) => {
        const bots = await store.bots();
        const members = await accounts.members({
          ids: bots.map((bot) => bot.id),
          limit: bots.length,
        });
        const byId = new Map(members.map((member) => [member.id, member]));
        const all = bots.flatMap((bot) => {
          const member = byId.get(bot.id);
          return member ? [shown(bot, member, caller)] : [];
        });
        return Promise.all(all);
      },

      'bot:create': async ({ name, ...input }, caller) => {
        const channelIds = new Set(input.channelIds);
        for (const channelId of channelIds) await channels.visible(channelId, caller);
        const id = uuid();
        const token = newToken();
        const createdAt = now();
        assertMayBeCalled(name, await deps.forumName());
        const handle = firstHandle(name, [], 'bot');
        const member = await accounts.addMember({
          id,
          handle,
          name,
          kind: 'bot',
          clusterId: null,
          joining: null,
          languages: [],
          roles: [],
          email: null,
          passwordHash: null,
          createdAt,
        });
        const bot = {
          id,
          tokenHash: hashToken(token),
          createdAt,
          revokedAt: null,
          lastUsedAt: null,
          ownerId: caller.memberId,
        };
        await store.add(bot);
        for (const each of member.alike ? await accounts.membersAlike(name) : [member])
          broadcaster.tell(room.everyone, 'member:changed', toPerson(each));
        for (const channelId of channelIds) await channels.bringIn(channelId, id);
        return { bot: await shown(bot, member, caller), token };
      },

      'bot:set-channels': async ({ botId, channelIds }, caller) => {
        const bot = await store.bot(botId);
        if (!bot) throw notFound('bot');
        const wanted = new Set(channelIds);
        for (const channelId of wanted) await channels.visible(channelId, caller);
        const before = new Set(await channelsSeen(botId, caller));
        for (const id of wanted) if (!before.has(id)) await channels.bringIn(id, botId);
        for (const id of before) if (!wanted.has(id)) await channels.takeOut(id, botId);
        return shown(bot, await memberOf(botId), caller);
      },

      'bot:renew': async ({ botId }, caller) => {
        const token = newToken();
        const bot = changed(await store.setToken(botId, hashToken(token), caller.memberId));
        return { bot: await shown(bot, await memberOf(botId), caller), token };
      },

      'bot:revoke': async ({ botId }) => {
        changed(await store.revoke(botId, now()));
        return {};
      },
    },
  };
}
