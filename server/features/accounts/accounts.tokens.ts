/** The proofs of identity: short-lived access tokens (JWT), and refresh tokens that follow from a session's generation. */
import { createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { sameSecret } from '../../core/same-secret.ts';

const issuer = 'muster';
const audience = 'muster';
const algorithm = 'HS256';
/** Seconds an access token lives. */
export const accessLifetime = 15 * 60;

const claims = z.object({ sub: z.uuid(), sid: z.uuid(), typ: z.literal('access'), exp: z.int() });

export interface Tokens {
  access(
    memberId: string,
    sessionId: string,
  ): { token: string; expiresAt: string; expiresIn: number };
  /** The one place where an access token is checked: algorithm, issuer, audience, type, expiry, subject. Throws `unauthenticated`. */
  readAccess(token: string): { memberId: string; sessionId: string; expiresAt: number };
  refresh(sessionId: string, generation: number): string;
  /** Null for anything this server did not make. */
  readRefresh(token: string): { sessionId: string; generation: number } | null;
  /** Says that a member has signed in on a device. */
  device(memberId: string, deviceId: string): string;
  /** Null for anything this server did not make. */
  readDevice(token: string): { memberId: string; deviceId: string } | null;
}

export function createTokens(secret: string): Tokens {
  // A string would be tried as a public key first, on every verification.
  const key = createSecretKey(secret, 'utf8');
  const seal = (kind: 'refresh' | 'device', text: string) =>
    createHmac('sha256', key).update(`${kind} ${text}`).digest('base64url');
  return {
    access(memberId, sessionId) {
      const expires = Math.floor(Date.now() / 1000) + accessLifetime;
      const token = jwt.sign({ sid: sessionId, typ: 'access', exp: expires }, key, {
        algorithm,
        issuer,
        audience,
        subject: memberId,
      });
      return {
        token,
        expiresAt: new Date(expires * 1000).toISOString(),
        expiresIn: accessLifetime,
      };
    },
    readAccess(token) {
      try {
        const { sub, sid, exp } = claims.parse(
          jwt.verify(token, key, { algorithms: [algorithm], issuer, audience }),
        );
        return { memberId: sub, sessionId: sid, expiresAt: exp * 1000 };
      } catch {
        throw new AppError('unauthenticated', 'The access token is not valid or has expired.');
      }
    },
    refresh: (sessionId, generation) =>
      `${sessionId}.${generation}.${seal('refresh', `${sessionId}.${generation}`)}`,
    readRefresh(token) {
      const [sessionId = '', generation = '', mac = ''] = token.split('.');
      if (!sameSecret(mac, seal('refresh', `${sessionId}.${generation}`))) return null;
      return { sessionId, generation: Number(generation) };
    },
    device: (memberId, deviceId) =>
      `${memberId}.${deviceId}.${seal('device', `${memberId}.${deviceId}`)}`,
    readDevice(token) {
      const [memberId = '', deviceId = '', mac = ''] = token.split('.');
      return sameSecret(mac, seal('device', `${memberId}.${deviceId}`))
        ? { memberId, deviceId }
        : null;
    },
  };
}

/** A secret for a link or a bot, to be shown once. */
export const randomToken = () => randomBytes(24).toString('base64url');

/** How such a secret is stored. It is random, so a plain digest suffices. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url');
