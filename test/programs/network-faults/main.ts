/**
 * `npm run test:network -- [--asks N] [--kills N]`: a gateway asks three partners, while faults befall each step and nodes
 * and databases are killed; afterwards the logs of all and what was shown must agree. Exits 1 where they do not.
 */
import { Command, InvalidArgumentError } from 'commander';
import { findCosignature, parseWitnessKey } from '../../../gateway/audit/cosignature.ts';
import { splitNote, verifyNote } from '../../../gateway/audit/signed-note.ts';
import { runCli } from '../../setup/commands/run-cli.ts';
import { eventually } from '../../setup/eventually.ts';
import { runHarness } from '../../setup/run-harness.ts';
import { checkAllLogs } from './check-logs.ts';
import { measureDeadPartner } from './dead-partner.ts';
import { readLogs } from './read-logs.ts';
import { runAsks } from './run-asks.ts';
import { openScene, type Scene } from './scene.ts';

interface Options {
  readonly asks: number;
  readonly kills: number;
  readonly minutes: number;
}

const EXAMPLES = 10;
/** Asks beside a partner that is dead, and as many without it. */
const BESIDE_DEAD = 60;
const tell = (line: string) => void process.stderr.write(`${line}\n`);

async function breakNetwork({ asks, kills, minutes }: Options): Promise<void> {
  const scene = await openScene();
  try {
    tell(
      `a gateway and its three partners run${scene.witness === null ? '' : '; the log of B is cosigned by sigsum-witness'}`,
    );
    const dead = await measureDeadPartner(scene, BESIDE_DEAD);
    process.stdout.write(`${JSON.stringify({ dead })}\n`);
    const began = performance.now();
    const { shown, odd, ...ran } = await runAsks(scene, { asks, kills, atMost: minutes * 60_000, tell });
    const seconds = Math.round((performance.now() - began) / 1_000);
    const logs = await readLogs(scene);
    const violations = [
      ...odd,
      ...checkAllLogs(logs, shown),
      ...(await verifyChain(scene, 'a')),
      ...(await verifyChain(scene, 'b')),
      ...(await cosigned(scene)),
    ];
    const partners = [...logs].map(([ori, { answered, asked, theirs }]) => ({
      ...{ ori, befell: Object.fromEntries(scene.ways.get(ori)?.done ?? []) },
      ...{ shown: shown.filter(({ partner }) => partner === ori).length, peerAsked: asked.length },
      ...{ peerAnswered: answered.length, theirEntries: theirs.length },
    }));
    const sum = { ...ran, partners, seconds, violations: violations.length };
    process.stdout.write(`${JSON.stringify({ ...sum, examples: violations.slice(0, EXAMPLES) })}\n`);
    if (violations.length > 0) process.exitCode = 1;
  } finally {
    await scene.close();
  }
}

async function verifyChain(scene: Scene, side: 'a' | 'b'): Promise<string[]> {
  const { dataDir } = scene[side].demo;
  const { code, stderr, stdout } = await runCli(['audit', 'verify'], { DATA_DIR: dataDir });
  return code === 0 ? [] : [`the log of ${side} does not verify: ${`${stderr}${stdout}`.slice(-300)}`];
}

/** The witness follows within moments. */
async function cosigned({ b, witness }: Scene): Promise<string[]> {
  if (witness === null) return [];
  const { gateway, logKey } = b.demo.file;
  const isCosigned = async () => {
    const note = await (await fetch(`${gateway}/log/checkpoint`)).text();
    const { text } = verifyNote(note, logKey);
    return findCosignature(text, splitNote(note).signatures, parseWitnessKey(witness.vkey)) !== null;
  };
  return eventually(isCosigned).then(
    () => [],
    () => ['the newest head of B is not cosigned'],
  );
}

function whole(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('give a whole number');
}

// Each program that is started ends with this one.
process.setMaxListeners(500);

const program = new Command('test:network')
  .description('Breaks a gateway that asks three others, and compares the logs of all with what was shown.')
  .option('--asks <number>', 'asks', whole, 1_000)
  .option('--kills <number>', '`kill -9` of nodes and databases of both sides', whole, 100)
  .option('--minutes <number>', 'begin no ask after', whole, 60)
  .action(breakNetwork);

await runHarness(program);
// Pipes of what was killed may still be open.
process.exit();
