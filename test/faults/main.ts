/**
 * `npm run test:faults -- [--attempts N] [kind …]`: real nodes, real faults, a checker; one JSON line for each kind.
 * Exits 1 if anything was violated.
 */
import { Command, InvalidArgumentError } from 'commander';
import { type Cluster, startCluster } from './cluster/cluster.ts';
import { createWorld } from './cluster/world.ts';
import { KINDS, type Kind } from './kinds.ts';
import { MUTANTS } from './mutants/mutants.ts';
import { runMutant } from './mutants/run-mutant.ts';
import { runKind } from './run-kind.ts';

/** Runs after which a mutant that was not caught counts as a survivor. */
const ROUNDS = 6;

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('give a whole number above 0');
  return value;
}

function chosen(names: readonly string[]): Kind[] {
  const unknown = names.find((name) => !KINDS.some((kind) => kind.name === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `no kind \`${unknown}\`: there are ${KINDS.map(({ name }) => name).join(', ')}`,
    );
  }
  return KINDS.filter(({ name }) => names.length === 0 || names.includes(name));
}

interface Options {
  readonly mutants?: true;
  readonly attempts: number;
  readonly nodes: number;
}

/** Each wrongly built gateway under the kind of fault that shows it, until it is caught. */
async function mutants(names: readonly string[], attempts: number): Promise<void> {
  const world = await createWorld();
  try {
    for (const mutant of MUTANTS) {
      if (names.length > 0 && !names.includes(mutant.name)) continue;
      const kind = chosen([mutant.kind])[0] as Kind;
      const options = { attempts, atLeast: 6_000, atMost: 20_000, connections: 6 };
      const report = await runMutant(world, mutant, kind, options, ROUNDS);
      const caught = report.violations > 0;
      process.stdout.write(`${JSON.stringify({ mutant: mutant.name, caught, ...report })}\n`);
      if (!caught) process.exitCode = 1;
    }
  } finally {
    await world.close();
  }
}

async function faults(names: readonly string[], { attempts, mutants: built, nodes }: Options): Promise<void> {
  if (built) return mutants(names, 500);
  const kinds = chosen(names);
  const world = await createWorld();
  let cluster: Cluster | undefined;
  let violations = 0;
  try {
    cluster = await startCluster(world, nodes);
    for (const kind of kinds) {
      const options = { attempts: attempts / kinds.length, atLeast: 8_000, atMost: 600_000, connections: 6 };
      const report = await runKind(cluster, kind, options);
      violations += report.violations;
      process.stdout.write(`${JSON.stringify(report)}\n`);
    }
  } finally {
    await cluster?.close();
    await world.close();
  }
  if (violations > 0) process.exitCode = 1;
}

const program = new Command('test:faults')
  .description(
    'Breaks a gateway of several nodes in every way, and looks whether a revocation was ever untrue.',
  )
  .argument('[kinds...]', `kinds of fault; default: all of ${KINDS.map(({ name }) => name).join(', ')}`)
  .option('--attempts <number>', 'queries to make, over all kinds', positive, 20_000)
  .option('--mutants', 'instead: gateways that are built wrongly, each must be caught; names may be given')
  .option('--nodes <number>', 'gateway processes', positive, 3)
  .action(faults);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof InvalidArgumentError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 2;
}
