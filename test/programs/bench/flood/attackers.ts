/** The attackers as children: told their parts, counted, ended. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RUN_TYPESCRIPT } from '../../../setup/commands/run-typescript.ts';
import type { MemberName } from '../../attacks/scene/cast.ts';
import type { OwnGateway } from '../../attacks/scene/scene.ts';
import type { AttackOrder, Part } from './attacker-process.ts';

export interface Attackers {
  readonly pids: readonly number[];
  /** What each part has sent, or had answered, so far. */
  count(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

/** Who does it, where it takes somebody. */
const DONE_BY: Readonly<Record<Part, MemberName>> = {
  'idle connections': 'adams',
  'slow readers': 'adams',
  'rsa proofs': 'adams',
  'no credentials': 'adams',
  refusals: 'thornton',
  'fresh officers': 'arapahoe',
  searches: 'an-auditor',
  pushes: 'adams',
  'sign-ins': 'adams',
};

/** @param gateways addresses of the nodes */
export async function startAttackers(target: OwnGateway, gateways: readonly string[]): Promise<Attackers> {
  const parts = Object.keys(DONE_BY) as Part[];
  const children = await Promise.all(parts.map((part) => start(part, target, gateways)));
  return {
    pids: children.map(({ pid }) => pid as number),
    count: async () => {
      const counts = children.map(async (child) => {
        child.send('count');
        const [{ sent }] = await once(child, 'message');
        return sent as number;
      });
      const sent = await Promise.all(counts);
      return Object.fromEntries(parts.map((part, i) => [part, sent[i] as number]));
    },
    stop: async () => {
      await Promise.all(
        children.map(async (child) => {
          const exited = once(child, 'exit');
          child.disconnect();
          await exited;
        }),
      );
    },
  };
}

async function start(part: Part, target: OwnGateway, gateways: readonly string[]): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./attacker-process.ts', import.meta.url));
  const child = fork(file, [], { execArgv: [...RUN_TYPESCRIPT] });
  const lastResort = () => child.kill('SIGKILL');
  process.once('exit', lastResort);
  child.once('exit', () => process.off('exit', lastResort));
  const [{ thumbprint }] = (await once(child, 'message')) as [{ thumbprint: string }];
  const { ori, token } = target.as(DONE_BY[part], { cnf: { jkt: thumbprint } });
  const plate = target.plates[0] as string;
  const order: AttackOrder = { part, gateways, publicUrl: target.url, token, ori, plate };
  child.send(order);
  return child;
}
