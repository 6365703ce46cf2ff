/** `migrate`: brings both databases to the newest schema. */

import { Command } from 'commander';
import { gatewayMigrations } from '../../migrations/gateway/index.ts';
import { jsonOption } from '../cli/client-options.ts';
import { ownerAddresses } from '../cli/database-addresses.ts';
import { nextCommand } from '../cli/next-command.ts';
import { printResult } from '../cli/print-result.ts';
import type { MigrationTarget } from '../database/migration/migration-target.ts';

const HELP = `
Before it changes anything in either database, it checks that their owners may
do it. They must own their database, and either find the group roles
gateway_app and reads_reader or be allowed to create them. Make them once, as a
superuser, so that the owners need no CREATEROLE:
  CREATE ROLE gateway_app NOLOGIN;
  CREATE ROLE reads_reader NOLOGIN;

Example:
  npm run gateway -- migrate`;

export function migrateCommand(): Command {
  return new Command('migrate')
    .addOption(jsonOption('{ gateway, reads }, the steps taken'))
    .addHelpText('after', HELP)
    .action(async (options: { json?: true }) => {
      const addresses = ownerAddresses();
      const gateway = { ...addresses.gateway, groupRole: 'gateway_app' } as const;
      const reads = { ...addresses.reads, groupRole: 'reads_reader' } as const;
      const faults = [...(await lookAt(gateway)), ...(await lookAt(reads))];
      if (faults.length > 0) throw new Error(faults.join('\n'));
      const { migrateGateway, migrateReads } = await import('../database/migration/migrate.ts');
      const taken = {
        gateway: await inOneLine(gateway, () => migrateGateway(gateway.url)),
        reads: await inOneLine(reads, () => migrateReads(reads.url)),
      };
      printResult(taken, options.json === true, () => describeSteps(taken));
    });
}

/** The steps that were taken in each database, and what comes next. */
export function describeSteps({
  gateway,
  reads,
}: Readonly<Record<'gateway' | 'reads', readonly string[]>>): string {
  const steps = [...gateway, ...reads];
  if (steps.length === 0) return 'both databases are at the newest schema: there is nothing to do';
  const isFresh = gateway.some((step) => step === gatewayMigrations[0]?.name);
  const next = isFresh
    ? "make the nodes' log-ins (gateway/docs/operating.md, step 2), and register the first people: " +
      nextCommand('register --help')
    : 'restart the nodes with this version, one after the other, each when the one before is ready again (`/readyz`)';
  return `steps taken: ${steps.join(', ')}\nnext: ${next}`;
}

/** Returns the faults of one database as lines, so that those of the other are shown too. */
async function lookAt(target: MigrationTarget): Promise<string[]> {
  const { checkMigratable } = await import('../database/migration/check-migratable.ts');
  return checkMigratable(target).catch(async (error) => [await explained(error, target)]);
}

async function inOneLine<T>(target: MigrationTarget, work: () => Promise<T>): Promise<T> {
  return work().catch(async (cause) => {
    throw new Error(await explained(cause, target), { cause });
  });
}

async function explained(error: unknown, target: MigrationTarget): Promise<string> {
  const { explainMigrationFault } = await import('../database/migration/explain-migration-fault.ts');
  return explainMigrationFault(error, target);
}
