/** One tampering on a copy of the log, and what each of those who could find it says. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import { TILE_WIDTH } from '../../../gateway/audit/tile-path.ts';
import { LOG_ORIGIN } from '../attacks/scene/gateway-node.ts';
import type { Scene } from '../attacks/scene/scene.ts';
import { copyDataDir, WITNESS } from './base-log.ts';
import { findWithCheckpoint, findWithMirror, findWithReceipt } from './find/by-holder.ts';
import { findAsRunningNode, findAsStartingNode } from './find/by-nodes.ts';
import { findAsWitness } from './find/by-witness.ts';
import { serveHostileLog } from './hostile-log.ts';
import { openScratch } from './scratch.ts';
import type { BaseLog, Expected, Finding, Tampering } from './tampering.ts';

const WHO = ['checkpoint', 'receipt', 'mirror', 'running', 'starting', 'witness'] as const;
type Who = (typeof WHO)[number];

export interface Result {
  readonly name: string;
  readonly does: string;
  readonly at: number | null;
  readonly by: Readonly<Record<Who, Finding>>;
  /** Whether each who must find it does and names the entry, and nobody finds what is not there. */
  readonly asExpected: boolean;
}

export interface Place {
  readonly scene: Scene;
  readonly base: BaseLog;
  /** For what outsiders hold: the state of the witness lies in it. */
  readonly directory: string;
}

export async function tamperWith(tampering: Tampering, { base, directory, scene }: Place): Promise<Result> {
  const dataDir = join(directory, 'node');
  await mkdir(directory, { recursive: true });
  await copyDataDir(base.dataDir, dataDir);
  const databases = await scene.copyDatabases(base.databases);
  const gateway = await scene.gatewayOn(databases, {}, dataDir);
  const shown = tampering.onCopy === true ? await scene.copyDatabases(base.databases) : databases;
  const owner = new pg.Pool({ connectionString: shown.gatewayOwnerUrl, max: 4 });
  // `end` does not wait until PostgreSQL has closed the connections: its own stop can come first.
  owner.on('error', () => undefined);
  try {
    const scratch = await openScratch(owner);
    const at = await tampering.run(scratch, base);
    await scratch.restore();
    const signer =
      tampering.otherKey === true ? createCheckpointSigner(LOG_ORIGIN, generateLogKey()) : base.signer;
    const hostile = await serveHostileLog(owner, signer);
    const own = join(directory, 'holder');
    await mkdir(own);
    const holding = { source: scene.source, directory: own, base, at };
    const by = {
      checkpoint: await findWithCheckpoint(hostile, holding),
      receipt: await findWithReceipt(hostile, holding),
      mirror: await findWithMirror(hostile, holding),
      witness: await findAsWitness(hostile, { base, directory: join(directory, WITNESS), name: WITNESS }),
      running: await findAsRunningNode(gateway, at),
      starting: await startAfterwards(at),
    };
    await hostile.close();
    const { does, name } = tampering;
    return {
      name,
      does,
      at,
      by,
      asExpected: WHO.every((who) =>
        isAsExpected(by[who], tampering.found[who], { at, base, left: hostile.size }),
      ),
    };
  } finally {
    await owner.end();
  }

  async function startAfterwards(at: number | null): Promise<Finding> {
    await gateway.node.program.stop();
    return findAsStartingNode(await gateway.spawn({}), at);
  }
}

/** Entries that a node looks at when it starts, at least: it begins where a tile does. */
const CHECKED_AT_START = 4_096;
const isChecked = (at: number, left: number) =>
  at >= Math.floor((left - CHECKED_AT_START) / TILE_WIDTH) * TILE_WIDTH;

interface Where {
  readonly at: number | null;
  readonly base: BaseLog;
  /** Entries that are left. */
  readonly left: number;
}

function isAsExpected({ found, named }: Finding, expected: Expected, { at, base, left }: Where): boolean {
  if (expected === 'newest') return found === isChecked(at ?? 0, left) && (named || !found);
  if (expected === 'lost') return found === base.target >= left;
  return expected === 'found' ? found : found === expected && (named || !found);
}

const CELL = 12;
const cell = (text: string | number) => String(text).padEnd(CELL);

/** What each of them says. */
export function resultText({ asExpected, by, does, name }: Result): string {
  const said = WHO.map(
    (who) => `  ${cell(who)}${by[who].found ? 'finds it: ' : ''}${by[who].says.slice(0, 200)}`,
  );
  return [`${name}: ${does}${asExpected ? '' : '  NOT AS EXPECTED'}`, ...said].join('\n');
}

/** Who finds what: `named` where the entry is named, too. */
export function tableText(results: readonly Result[]): string {
  const mark = ({ found, named }: Finding) => (found ? (named ? 'named' : 'found') : '-');
  const rows = results.map(({ at, by, name }) =>
    [name.padEnd(22), cell(at ?? '-'), ...WHO.map((who) => cell(mark(by[who])))].join('').trimEnd(),
  );
  return [['tampering'.padEnd(22), cell('entry'), ...WHO.map(cell)].join('').trimEnd(), ...rows].join('\n');
}
