/**
 * Limits how many sign-ins may begin and end. Each is a request that this gateway signs and its issuer
 * verifies, and anybody can ask for one. Each node counts for itself.
 */
import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { askerAddress } from '../../http/asker-address.ts';
import type { Sessions } from './sessions.ts';

const MINUTE = 60_000;
/** The most requests in a minute; a sign-in takes two or three. A whole office may share one address. */
const OF_ONE_ADDRESS = 120;
/** The most requests in a minute of all who bring no session; those who bring one have as many each. */
const OF_ALL = 1_000;

/** Asks the second limit only if the first lets through: one address takes an eighth of what all have. */
export function limitSignIns(
  sessions: Pick<Sessions, 'isKnown'>,
  refuse: (response: Response) => void,
): readonly RequestHandler[] {
  const most = (limit: number, keyGenerator: (request: Request) => string) =>
    rateLimit({
      ...{ windowMs: MINUTE, limit, keyGenerator, standardHeaders: false, legacyHeaders: false },
      handler: (_request, response) => refuse(response.set('Retry-After', '60')),
    });
  return [
    most(OF_ONE_ADDRESS, askerAddress),
    most(OF_ALL, (request) => (sessions.isKnown(request) ? 'known' : 'strangers')),
  ];
}
