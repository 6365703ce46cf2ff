/** Hears notifications of PostgreSQL; after a lost connection whoever listens is told to look for themselves. */
import pg from 'pg';
import { connectionSettings } from './db.ts';

/** What the gateway's nodes tell each other, always within the transaction of the change. */
export type Channel = 'registry' | 'marks' | 'hot_list' | 'outbox';

export interface ChannelListener {
  close(): Promise<void>;
}

/** Ms. */
const RECONNECT_AFTER = 500;

/**
 * @param hear given the payload; null: anything may have happened while nobody listened
 * @throws the database's error if the first connection fails
 */
export async function listenTo(
  url: string,
  channel: Channel,
  hear: (payload: string | null) => void,
): Promise<ChannelListener> {
  let current: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const again = () => {
    if (closed) return;
    timer = setTimeout(() => void connect().catch(again), RECONNECT_AFTER);
    timer.unref();
  };
  const connect = async () => {
    const client = new pg.Client(
      connectionSettings(url, { applicationName: `gateway-${channel}`, idleInTransactionTimeout: 0 }),
    );
    const lost = () => {
      if (current !== client) return;
      current = null;
      again();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => hear(payload ?? null));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (closed) return void client.end();
    current = client;
    hear(null);
  };
  await connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      const client = current;
      current = null;
      await client?.end().catch(() => undefined);
    },
  };
}
