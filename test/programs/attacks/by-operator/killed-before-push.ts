/** A node is killed after a COMMIT, before the witness has seen the head that it made; then it starts again. */

import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { eventually } from '../../../setup/eventually.ts';
import { type RunningWitness, startWitness } from '../../../setup/witness-process.ts';
import { type Attack, control } from '../attack.ts';
import { type Answer, ask, describe, readsIn } from '../scene/ask.ts';
import { ADAMS } from '../scene/cast.ts';
import { LOG_ORIGIN, ready } from '../scene/gateway-node.ts';
import { runProgram } from '../scene/programs.ts';
import { queryBody } from '../scene/query-body.ts';

const KILLS = 4;

/** Between the node and the witness: keeps what is sent, and holds it back while it is told to. */
interface Gate {
  readonly url: string;
  /** Signed heads that the node has sent, each without what the witness was told beside it. */
  readonly notes: string[];
  held: boolean;
  close(): Promise<void>;
}

async function openGate(witness: RunningWitness): Promise<Gate> {
  const server: Server = createServer(async (request, response) => {
    const body = await textOf(request);
    gate.notes.push(body.slice(body.indexOf('\n\n') + 2));
    if (gate.held) return;
    const answer = await witness.ask(body);
    response.writeHead(answer.status, { 'Content-Type': 'text/plain' }).end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gate: Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    notes: [],
    held: false,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gate;
}

/** How many sizes of the log were signed with more than one root. */
function signedTwice(notes: readonly string[]): number {
  const roots = new Map<string, Set<string>>();
  for (const note of notes) {
    const [, size = '', root = ''] = note.split('\n');
    roots.set(size, (roots.get(size) ?? new Set()).add(root));
  }
  return [...roots.values()].filter((of) => of.size > 1).length;
}

export const attack: Attack = {
  tries: `a node is killed ${KILLS} times between a COMMIT and the push of the head that it made to the witness`,
  run: async (scene) => {
    const directory = await scene.newDirectory();
    const key = await scene.command(['log', 'key'], {
      DATA_DIR: await scene.copyOfDataDir(),
      LOG_ORIGIN,
    });
    const vkey = key.output.trim().split('\n').at(-1) as string;
    const witness = await startWitness(directory, 'w', vkey);
    const gate = await openGate(witness);
    try {
      const policy = join(directory, 'policy');
      await writeFile(policy, `log ${vkey}\nwitness w ${witness.vkey} ${gate.url}\nquorum w\n`);
      const target = await scene.gateway({ LOG_WITNESSES: policy });
      let { node } = target;
      const asks = () =>
        ask(
          ...([node.url, target.as('adams'), 'POST', '/v1/queries'] as const),
          queryBody({ ori: ADAMS, plate: target.plates[0] as string }),
        );
      const cosigned = async () =>
        (await ask(node.url, null, 'GET', '/log/checkpoint')).text.split('\n').length > 6;
      await eventually(cosigned);
      const answers: Answer[] = [];
      for (let i = 0; i < KILLS; i++) {
        gate.held = true;
        const before = gate.notes.length;
        const answer = await asks();
        control(readsIn(answer) > 0, `nothing is released before the kill: ${describe(answer)}`);
        answers.push(answer);
        // Every other time while the push is on its way, else before it.
        if (i % 2 === 0) await eventually(() => gate.notes.length > before);
        node.program.child.kill('SIGKILL');
        await node.program.ended;
        gate.held = false;
        node = await ready(await target.spawn({}));
        await eventually(cosigned);
      }
      const lost = await notInLog(scene.source, { answers, directory, url: node.url, vkey });
      const twice = signedTwice([
        ...gate.notes,
        ...answers.map(({ body }) => body.receipt.checkpoint as string),
      ]);
      return {
        refused: lost === 0 && twice === 0,
        seen: `${answers.length} releases, ${lost} not in the log that was cosigned; ${gate.notes.length} heads, ${twice} sizes with two roots`,
      };
    } finally {
      await gate.close();
      await witness.end();
    }
  },
};

interface Held {
  readonly answers: readonly Answer[];
  readonly directory: string;
  readonly url: string;
  readonly vkey: string;
}

/** Receipts that the log does not prove any more. */
async function notInLog(source: string, { answers, directory, url, vkey }: Held): Promise<number> {
  let lost = 0;
  for (const [i, { text }] of answers.entries()) {
    const file = join(directory, `answer-${i}.json`);
    await writeFile(file, text);
    const words = ['--url', `${url}/log`, '--key', vkey, '--receipt', file];
    if ((await runProgram(source, 'gateway/audit-verify/main.ts', words, {}).ended).code !== 0) lost += 1;
  }
  return lost;
}
