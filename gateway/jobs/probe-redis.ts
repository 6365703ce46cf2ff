/**
 * Probes whether Redis takes our credentials before Bull connects: where its first commands are refused, Bull
 * leaves promises without a handler, which ends the process and prints `AUTH`, password included.
 */
import { Redis } from 'ioredis';

/** `refused`: the credentials of REDIS_URL are not accepted, or allow too little. */
export type RedisFault = 'unreachable' | 'refused';

/** Milliseconds to connect and be answered. */
const PATIENCE = 2_000;

/** The answers of Redis to wrong, missing and insufficient credentials (Redis ACL). */
const REFUSALS = /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ERR invalid password)/;

/** Returns null if Redis answers. Never rejects, nor repeats its words: they name the refused command. */
export async function probeRedis(url: string): Promise<RedisFault | null> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE,
    commandTimeout: PATIENCE,
    disconnectTimeout: 0,
    retryStrategy: () => null,
  });
  let fault: RedisFault = 'unreachable';
  client.on('error', (error) => {
    fault = faultOf(error);
  });
  try {
    await client.connect();
    // A command that Bull needs, so that a login that may do nothing is noticed.
    await client.info('server');
    return null;
  } catch (error) {
    return faultOf(error) === 'refused' ? 'refused' : fault;
  } finally {
    client.disconnect();
  }
}

/** Classifies an answer of Redis; its words go no further. */
export function faultOf(error: unknown): RedisFault {
  return REFUSALS.test((error as Error | undefined)?.message ?? '') ? 'refused' : 'unreachable';
}
