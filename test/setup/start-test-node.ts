/** A node of its own: with a lease, and with notices that end with it. */
import type pg from 'pg';
import { Notices } from '../../gateway/database/notices.ts';
import { type GatewayNode, startNode } from '../../gateway/release/lease-node.ts';

const log = { warn: () => undefined, error: () => undefined };

export async function startTestNode(url: string, pool: pg.Pool): Promise<GatewayNode> {
  const notices = await Notices.open(url);
  const node = await startNode({ url, notices, pool, log });
  return {
    ...node,
    close: async () => {
      await node.close();
      await notices.close();
    },
  };
}
