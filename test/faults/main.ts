/**
 * `npm run test:faults -- [--attempts N] [kind …]`: real nodes, real faults, a checker; one JSON line for each kind.
 * Exits 1 if anything was violated.
 */
import { Command, InvalidArgumentError } from 'commander';
import { startCluster } from './cluster/cluster.ts';
import { createWorld } from './cluster/world.ts';
import { KINDS, type Kind } from './kinds.ts';
import { runKind } from './run-kind.ts';

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
  readonly attempts: number;
  readonly nodes: number;
}

async function faults(names: readonly string[], { attempts, nodes }: Options): Promise<void> {
  const kinds = chosen(names);
  const world = await createWorld();
  const cluster = await startCluster(world, nodes);
  let violations = 0;
  try {
    for (const kind of kinds) {
      const options = { attempts: attempts / kinds.length, atLeast: 8_000, atMost: 600_000, connections: 6 };
      const report = await runKind(cluster, kind, options);
      violations += report.violations;
      process.stdout.write(`${JSON.stringify(report)}\n`);
    }
  } finally {
    await cluster.close();
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
  .option('--nodes <number>', 'gateway processes', positive, 3)
  .action(faults);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof InvalidArgumentError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 2;
}
