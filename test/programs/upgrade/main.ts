/**
 * `npm run test:upgrade -- [--from REF]`: the version before and this one side by side on one schema, under load. Exits 1
 * where a query or a revocation fails, or the log does not hold afterwards.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { FOR_UPGRADE, requirePackages } from '../../setup/debian-packages.ts';
import { runHarness } from '../../setup/run-harness.ts';
import { askPrevious, knowsAsker, versionWithoutAsker } from './previous-partner.ts';
import type { Site } from './site.ts';
import { type Phase, upgrade } from './upgrade.ts';
import { build, checkOut, versionBefore } from './versions.ts';

interface Options {
  readonly from?: string;
  readonly settle: number;
  readonly json?: true;
  readonly source: string;
}

const tell = (line: string) => void process.stderr.write(`${line}\n`);

function describe({ failed, failedRevocations, name, queries, revocations, seconds }: Phase): string {
  const faults = [...failed, ...failedRevocations].slice(0, 5).map((fault) => `\n    ${fault}`);
  return (
    `${name}: ${seconds} s, ${queries} queries, ${failed.length} failed; ` +
    `${revocations} revocations, ${failedRevocations.length} failed${faults.join('')}`
  );
}

async function run({ from: given, json, settle, source: where }: Options): Promise<void> {
  const source = resolve(where);
  const directory = await mkdtemp(join(tmpdir(), 'upgrade-'));
  let site: Site | null = null;
  try {
    const from = checkOut(source, given ?? versionBefore(source), join(directory, 'before'));
    const to = build('this version', source);
    const added = to.migrations.filter((name) => !from.migrations.includes(name));
    tell(`from ${from.name} to this version: ${added.length === 0 ? 'the same schema' : added.join(', ')}`);
    if (!from.isPatientWithProxies) {
      tell(
        `a node of ${from.name} ends a proxy's idle connections at once when it stops: some requests may fail`,
      );
    }
    await requirePackages(FOR_UPGRADE, tell);
    // It looks for nginx as it is loaded.
    const { Site } = await import('./site.ts');
    site = await Site.open(directory);
    const onPhase = (phase: Phase) => {
      if (json) process.stdout.write(`${JSON.stringify(phase)}\n`);
      else tell(describe(phase));
    };
    const { answers, phases } = await upgrade(site, { from, to, settle: settle * 1_000, onPhase });
    // Both ways: partners verify with the program that they have.
    const logFault = site.verifyLog(to, answers) ?? site.verifyLog(from, answers);
    const sum = (of: (phase: Phase) => number) => phases.reduce((total, phase) => total + of(phase), 0);
    tell('the newest version that does not know `asker`, as a partner');
    const previous = knowsAsker(from)
      ? checkOut(source, versionWithoutAsker(source), join(directory, 'previous-version'))
      : from;
    const asked = await askPrevious(previous, directory);
    const isAsked = asked.outcome === 'released' && asked.order === 'not_proved' && asked.reads > 0;
    const result = {
      ...{ previousPartner: { version: previous.name, ...asked } },
      ...{ from: from.name, migrations: added },
      ...{ queries: sum(({ queries }) => queries), failed: sum(({ failed }) => failed.length) },
      revocations: sum(({ revocations }) => revocations),
      failedRevocations: sum(({ failedRevocations }) => failedRevocations.length),
      ...{ receipts: answers.length, logHolds: logFault === null },
      idle: phases
        .filter(({ queries, revocations }) => queries === 0 || revocations === 0)
        .map(({ name }) => name),
    };
    if (logFault !== null) tell(logFault);
    if (!isAsked) tell(`an ask of ${previous.name} ended as ${asked.outcome}, ${asked.order}`);
    process.stdout.write(
      json
        ? `${JSON.stringify(result)}\n`
        : `${result.queries} queries, ${result.failed} failed; ${result.revocations} revocations, ` +
            `${result.failedRevocations} failed; the log and ${result.receipts} receipts ` +
            `${result.logHolds ? 'hold' : 'do NOT hold'}\n`,
    );
    for (const name of result.idle) tell(`${name}: nobody asked or revoked, so nothing was shown`);
    const isShown = result.idle.length === 0 && answers.length === phases.length;
    if (result.failed + result.failedRevocations > 0 || !result.logHolds || !isShown || !isAsked)
      process.exitCode = 1;
  } finally {
    await site?.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds >= 1 && seconds <= 600) return seconds;
  throw new InvalidArgumentError('from 1 to 600 seconds');
}

// Each program that is started ends with this one.
process.setMaxListeners(100);

const program = new Command('test:upgrade')
  .description(
    'Upgrades two nodes one after the other, from the version before to this one, while partners ask.',
  )
  .option('--from <ref>', 'commit or tag to begin with (default: the newest version with an older schema)')
  .option('--settle <seconds>', 'how long each state is held under load', parseSeconds, 6)
  .option('--json', 'print one JSON object a phase, and their sum last')
  .option('--source <directory>', 'checkout of the gateway', process.cwd())
  .action(run);

await runHarness(program);
