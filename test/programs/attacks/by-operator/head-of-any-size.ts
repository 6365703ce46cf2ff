/** The owner of a log's key signs a head of 2^53 - 1 entries, and serves tiles that fit it for as long as somebody reads. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { emptyRoot, leafHash, nodeHash } from '../../../../gateway/audit/merkle.ts';
import { type Attack, control } from '../attack.ts';
import { forgeLog, forger } from '../scene/forged-log.ts';
import { type Program, runProgram } from '../scene/programs.ts';

const WIDTH = 256;
/** Ms that a program has to say that it does not read so much. */
const PATIENCE = 20_000;

/** One entry, again and again: so many fit any tile without being made. */
const ENTRY = Buffer.from(
  `{"agency":null,"commitment":"${'A'.repeat(43)}=","effect":null,"epoch":0,"grant":null,"kind":"log_read","minute":"2026-11-27T04:00Z","v":1}`,
);

/** Roots of complete trees of that entry, by their levels. */
const roots = [leafHash(ENTRY)];
while (roots.length <= 53) roots.push(nodeHash(roots.at(-1) as Buffer, roots.at(-1) as Buffer));

function rootOf(size: number): Buffer {
  const edge = roots.filter((_, level) => Math.floor(size / 2 ** level) % 2 === 1);
  return edge.slice(1).reduce((right, left) => nodeHash(left, right), edge[0] ?? emptyRoot);
}

/** What fits a path of tlog-tiles. */
function answerTo(path: string): Buffer | null {
  const [, kind, , width = String(WIDTH)] =
    /^\/tile\/(entries|\d+)\/([x\d/]+)(?:\.p\/(\d+))?$/.exec(path) ?? [];
  if (kind === undefined) return null;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(ENTRY.length);
  const one = kind === 'entries' ? Buffer.concat([length, ENTRY]) : (roots[8 * Number(kind)] as Buffer);
  return Buffer.concat(Array(Number(width)).fill(one));
}

/** Whether it ends by itself, and says why. */
async function endsWith(program: Program, says: RegExp): Promise<boolean> {
  const ended = await Promise.race([program.ended, pause(PATIENCE, null)]);
  if (ended === null) await program.stop();
  return ended?.code === 2 && says.test(ended.output);
}

export const attack: Attack = {
  tries:
    'a signed head of 2^53 - 1 entries, with tiles without end, keeps a verifier and a mirror busy for ever',
  run: async (scene) => {
    const keys = forger();
    const size = Number.MAX_SAFE_INTEGER;
    let asked = 0;
    const server = createServer(({ url = '' }, response) => {
      asked += 1;
      const bytes = url === '/checkpoint' ? keys.sign(size, rootOf(size)) : answerTo(url);
      response.writeHead(bytes === null ? 404 : 200).end(bytes);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const directory = await scene.newDirectory();
      const honest = join(directory, 'honest');
      await forgeLog(keys, honest, ['log_read']);
      const run = (program: string, ...words: string[]) =>
        runProgram(scene.source, `gateway/audit-verify/${program}.ts`, [...words, '--key', keys.vkey], {});
      control((await run('main', honest).ended).code === 0, 'an honest log does not verify');
      const says = /says that the log has 9007199254740991 entries, and at most \d+ are read/;
      const verified = await endsWith(run('main', url), says);
      const mirrored = await endsWith(run('mirror-main', url, join(directory, 'mirror')), says);
      const told = (ended: boolean) =>
        ended ? 'ends with a clear error' : `does not end within ${PATIENCE / 1_000} s`;
      return {
        refused: verified && mirrored,
        seen: `the verifier ${told(verified)}, the mirror ${told(mirrored)}; ${asked} files asked for`,
      };
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
};
