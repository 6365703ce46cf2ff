/**
 * Whether Redis is there and takes our credentials, asked before Bull gets a connection: Bull leaves promises without a
 * handler where its first commands are refused, which ends the process and prints the refused `AUTH`, password included.
 */
import { Redis } from 'ioredis';

/** `refused`: the credentials of REDIS_URL are not accepted, or allow too little. */
export type RedisFault = 'unreachable' | 'refused';

/** Ms to connect and be answered. */
const PATIENCE = 2_000;

/** What Redis answers to wrong, missing and insufficient credentials (Redis ACL). */
const REFUSALS = /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ERR invalid password)/;

/** Null where Redis answers. Never rejects, and never repeats what Redis said: that names the command it refused. */
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
    // A command that Bull needs, so that a log-in that may do nothing is noticed.
    await client.info('server');
    return null;
  } catch (error) {
    return faultOf(error) === 'refused' ? 'refused' : fault;
  } finally {
    client.disconnect();
  }
}

/** By what Redis answered; its words go no further. */
export function faultOf(error: unknown): RedisFault {
  return REFUSALS.test((error as Error | undefined)?.message ?? '') ? 'refused' : 'unreachable';
}
