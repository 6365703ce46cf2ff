/** The gateway's own nodes: one that ran while it happened, and one that starts afterwards on what it had kept. */
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../../attacks/scene/ask.ts';
import { ADAMS } from '../../attacks/scene/cast.ts';
import { answers, type GatewayNode } from '../../attacks/scene/gateway-node.ts';
import { queryBody } from '../../attacks/scene/query-body.ts';
import type { OwnGateway } from '../../attacks/scene/scene.ts';
import type { Finding } from '../tampering.ts';

/** Ms in which a node that has noticed something says so: it reads the log again to name the entry. */
const TELLS_WITHIN = 30_000;
const ALARM = /ALARM: the log was altered [^"]*?(?=: it does not)/;

/** Whether the node still releases, and signs. */
export async function findAsRunningNode(gateway: OwnGateway, at: number | null): Promise<Finding> {
  const { node, plates, url } = gateway;
  const asked = await ask(
    ...([url, gateway.as('adams'), 'POST', '/v1/queries'] as const),
    queryBody({ ori: ADAMS, plate: plates[0] as string }),
  );
  const checkpoint = await ask(url, null, 'GET', '/log/checkpoint');
  const stopped = asked.status === 503 && checkpoint.status === 503;
  if (!stopped)
    return { found: false, named: false, says: `releases (${asked.status}), signs (${checkpoint.status})` };
  const until = performance.now() + TELLS_WITHIN;
  while (!ALARM.test(node.program.output()) && performance.now() < until) await pause(50);
  const [says = 'has stopped, and does not say where'] = ALARM.exec(node.program.output()) ?? [];
  return { found: true, named: isNamed(says, at), says };
}

export async function findAsStartingNode(started: GatewayNode, at: number | null): Promise<Finding> {
  if (await answers(started)) {
    await started.program.stop();
    return { found: false, named: false, says: 'starts' };
  }
  const says = started.program.output().trim().split('\n').at(-1) ?? '';
  const [, said] = /"msg":"([^"]*)"/.exec(says) ?? [];
  return { found: true, named: isNamed(said ?? says, at), says: said ?? says };
}

/** `at entry 5`, `between the entries 0 and 7`, or, of one that has kept a head and nothing else, all `9 entries` of it. */
function isNamed(says: string, at: number | null): boolean {
  if (at === null) return true;
  const [, from, to] = /between the entries (\d+) and (\d+)/.exec(says) ?? [];
  if (from !== undefined) return Number(from) <= at && at <= Number(to);
  const [, entries] = /not the one that had (\d+) entries/.exec(says) ?? [];
  return entries === undefined ? new RegExp(`entry ${at}\\b`).test(says) : at < Number(entries);
}
