/**
 * `npm run test:tamper -- [--only NAME …]`: a real log, rewritten in fourteen ways by one who holds its database and its
 * key; and who finds it: a holder of a checkpoint, a receipt or a mirror; the nodes; a witness. And what is derived from
 * it, altered in every column. Exits 1 where somebody who must find it does not, where the entry is not named, or where
 * the untouched log is suspected.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { runHarness } from '../../setup/run-harness.ts';
import { openScene } from '../attacks/scene/scene.ts';
import { makeBaseLog } from './base-log.ts';
import { type Result, resultText, tableText, tamperWith } from './tamper-with.ts';
import { type Named, tamperWithProjections } from './tamper-with-projections.ts';
import type { Tampering } from './tampering.ts';
import { TAMPERINGS, UNTOUCHED } from './tamperings.ts';

interface Options {
  readonly only?: readonly string[];
  readonly entries: number;
  readonly json?: true;
  readonly source: string;
}

/** All that is derived from the log, in one go. */
const DERIVED = 'projections';
const NAMES = [...TAMPERINGS.map(({ name }) => name), DERIVED].join(', ');

function chosen(only?: readonly string[]): readonly Tampering[] {
  if (only === undefined) return TAMPERINGS;
  const unknown = only.find((name) => name !== DERIVED && !TAMPERINGS.some((one) => one.name === name));
  if (unknown === undefined) return TAMPERINGS.filter(({ name }) => only.includes(name));
  throw new InvalidArgumentError(`\`${unknown}\` is not a way to tamper with a log: there are ${NAMES}`);
}

const tell = (line: string) => void process.stderr.write(`${line}\n`);

async function tamper({ entries, json, only, source: given }: Options): Promise<void> {
  const tamperings = chosen(only);
  const source = resolve(given);
  const directory = await mkdtemp(join(tmpdir(), 'tamper-'));
  const scene = await openScene(source);
  const results: Result[] = [];
  const derived: Named[] = [];
  try {
    const onProgress = (reached: number) => tell(`${reached} of ${entries} entries made`);
    const base = await makeBaseLog(scene, { directory, entries, onProgress });
    tell(`a log of ${base.size} entries, with ${base.targets.length} releases to tamper with`);
    for (const tampering of [UNTOUCHED, ...tamperings]) {
      const target = base.targets[Math.floor(Math.random() * base.targets.length)];
      const own = join(directory, tampering.name);
      await cp(join(directory, 'witness'), join(own, 'witness'), { recursive: true });
      const result = await tamperWith(tampering, { scene, base: { ...base, ...target }, directory: own });
      await scene.endAttack();
      results.push(result);
      if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
      else tell(resultText(result));
    }
    if (only === undefined || only.includes(DERIVED)) {
      derived.push(...(await tamperWithProjections({ scene, base, directory })));
      await scene.endAttack();
      for (const one of derived) {
        if (json) process.stdout.write(`${JSON.stringify(one)}\n`);
        else tell(`${one.name}: ${one.does}: ${one.named} of ${one.altered} named ${one.missed.join(', ')}`);
      }
    }
  } finally {
    await scene.close();
    await rm(directory, { recursive: true, force: true });
  }
  const found = results.filter(({ asExpected, name }) => asExpected && name !== UNTOUCHED.name).length;
  const untouched = results[0]?.asExpected === true;
  const missed = derived.flatMap((one) => one.missed).length;
  const sum = { tamperings: tamperings.length, found, untouched, missed, entries };
  const line = `${found} of ${tamperings.length} found; the untouched log ${untouched ? 'passes' : 'is SUSPECTED'}`;
  process.stdout.write(json ? `${JSON.stringify(sum)}\n` : `${tableText(results)}\n${line}\n`);
  if (found < tamperings.length || !untouched || missed > 0) process.exitCode = 1;
}

function parseEntries(text: string): number {
  const entries = Number(text);
  if (Number.isSafeInteger(entries) && entries >= 5_000) return entries;
  throw new InvalidArgumentError('at least 5000 entries are needed, as a whole number');
}

// Each program that is started ends with this one.
process.setMaxListeners(100);

const program = new Command('test:tamper')
  .description('Rewrites a real log in every way that its owner could, and shows who finds it.')
  .option('--only <name...>', `do only these: ${NAMES}`)
  .option('--entries <number>', 'entries of the log', parseEntries, 20_000)
  .option('--json', 'print one JSON object a tampering, and their sum last')
  .option('--source <directory>', 'checkout of the gateway', process.cwd())
  .action(tamper);

await runHarness(program);
