/**
 * `npm run test:faults -- [--attempts N] [kind …]`: real nodes, real faults, a checker; one JSON line for each kind.
 * Exits 1 if anything was violated.
 */
import { Command, InvalidArgumentError } from 'commander';
import { runHarness } from '../../setup/run-harness.ts';
import { type Cluster, startCluster } from './cluster/cluster.ts';
import { createWorld } from './cluster/world.ts';
import { breakHotLists } from './hot-lists/break-hot-lists.ts';
import { KINDS, type Kind } from './kinds.ts';
import { MUTANTS } from './mutants/mutants.ts';
import { runMutant } from './mutants/run-mutant.ts';
import { breakProjections } from './projections/kill-followers.ts';
import { isIdle, runKind } from './run-kind.ts';

const UNTIL_CAUGHT = { attempts: 500, atLeast: 6_000, atMost: 20_000, connections: 6, rounds: 20 };

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('give a whole number above 0');
  return value;
}

/** What hot-list jobs and followers of the log are broken by has a testbed of its own. */
const APART = { 'hot-lists': breakHotLists, projections: breakProjections };

function chosen(names: readonly string[]): Kind[] {
  const unknown = names.find((name) => !(name in APART) && !KINDS.some((kind) => kind.name === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `no kind \`${unknown}\`: there are ${[...KINDS.map(({ name }) => name), ...Object.keys(APART)].join(', ')}`,
    );
  }
  return KINDS.filter(({ name }) => names.length === 0 || names.includes(name));
}

interface Options {
  readonly mutants?: true;
  readonly attempts: number;
  readonly nodes: number;
}

const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Each wrongly built gateway under the kind of fault that shows it, until it is caught. Resolves to the survivors. */
async function buildWrongly(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !MUTANTS.some((mutant) => mutant.name === name));
  if (unknown !== undefined) {
    const known = MUTANTS.map(({ name }) => `\`${name}\``).join(', ');
    throw new InvalidArgumentError(`no mutant \`${unknown}\`: there are ${known}`);
  }
  let survivors = 0;
  for (const mutant of MUTANTS) {
    if (names.length > 0 && !names.includes(mutant.name)) continue;
    // A world of its own: one mutant's refusals would count against the agencies of the next.
    const world = await createWorld();
    try {
      const { violations, ...report } = await runMutant(world, mutant, UNTIL_CAUGHT);
      if (violations === 0) survivors += 1;
      print({ mutant: mutant.name, caught: violations > 0, found: violations, ...report });
    } finally {
      await world.close();
    }
  }
  return survivors;
}

/** Resolves to the number of violations. */
async function breakEverything(kinds: readonly Kind[], attempts: number, nodes: number): Promise<number> {
  const world = await createWorld();
  let cluster: Cluster | undefined;
  let violations = 0;
  try {
    cluster = await startCluster(world, { count: nodes });
    for (const kind of kinds) {
      const options = { attempts: attempts / kinds.length, atLeast: 8_000, atMost: 600_000, connections: 6 };
      const report = await runKind(cluster, kind, options);
      const idle = isIdle(report);
      violations += report.violations + (idle ? 1 : 0);
      print(idle ? { ...report, idle } : report);
    }
  } finally {
    await cluster?.close();
    await world.close();
  }
  return violations;
}

async function faults(names: readonly string[], { attempts, mutants, nodes }: Options): Promise<void> {
  let wrong = 0;
  if (!mutants) {
    const kinds = chosen(names);
    if (kinds.length > 0) wrong += await breakEverything(kinds, attempts, nodes);
    for (const [name, breakIt] of Object.entries(APART)) {
      if (names.length === 0 || names.includes(name)) wrong += await breakIt(print);
    }
  }
  if (mutants || names.length === 0) wrong += await buildWrongly(mutants ? names : []);
  if (wrong > 0) process.exitCode = 1;
}

const program = new Command('test:faults')
  .description(
    'Breaks a gateway of several nodes in every way, and looks whether a revocation was ever untrue.',
  )
  .argument(
    '[kinds...]',
    `kinds of fault: ${KINDS.map(({ name }) => name).join(', ')}, ${Object.keys(APART).join(', ')}; default: all, and all mutants`,
  )
  .option('--attempts <number>', 'queries to make, over all kinds', positive, 20_000)
  .option('--mutants', 'only gateways that are built wrongly: each must be caught; names may be given')
  .option('--nodes <number>', 'gateway processes', positive, 3)
  .action(faults);

await runHarness(program);
