/** `log`: its key, `log rotate`, and `log adopt`, the way back where keys are lost or the database was restored. */
import { Command } from 'commander';
import { jsonOption } from '../../cli/client-options.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { printResult } from '../../cli/print-result.ts';
import { print } from '../../cli/write-out.ts';
import { connectPool } from '../../database/db.ts';
import { inDatabase } from '../../database/in-database.ts';
import { describeAdopted, describePlan } from './describe-adoption.ts';
import { logKeyCommand } from './log-key-command.ts';
import { planAdoption } from './plan-adoption.ts';
import { rotateCommand } from './rotate-command.ts';

export function logCommand(): Command {
  return new Command('log')
    .addCommand(logKeyCommand())
    .addCommand(rotateCommand())
    .addCommand(adoptCommand());
}

const HELP = `
A node starts on a log only with the log's own name and keys. If they are lost, or the database was
restored from a backup, this continues the log, and halts all sharing until two administrators resume.
Under a new name every grant ends too, since a revocation may be missing: two persons grant again.

Before it: if any DATA_DIR/secrets of this log is left anywhere, on a node or in a backup, bring that instead.
To replace an exposed key of envelope-keys.json, move the file away after step 1.
  1. Stop every node.
  2. Set OWNER_DATABASE_URL (the owner of the gateway's schema), DATA_DIR (of the node that starts first) and
     LOG_ORIGIN. A restored database needs a new LOG_ORIGIN: what the log had signed after the backup stays
     signed under the old one. The log then gets a new key.
  3. Look, with nothing changed:
       npm run gateway -- log adopt
  4. Do it:
       npm run gateway -- log adopt --confirm
  5. Start a node, write the log's new key into the files of clients (CLIENTS_FILE, \`logKey\`), let two
     administrators resume, each with --as and their own name, and grant again what shall share.

Example:
  OWNER_DATABASE_URL=postgres://… DATA_DIR=/var/lib/alpr LOG_ORIGIN=alpr.example.gov/log-2 \\
    npm run gateway -- log adopt --confirm`;

function adoptCommand(): Command {
  return new Command('adopt')
    .description('continue a log with new keys or under a new name, and halt all sharing')
    .option('--confirm', 'do it; without it nothing is changed')
    .addOption(jsonOption('{ adopted, needed, recorded, origin, keys, toMake, found, … }'))
    .addHelpText('after', HELP)
    .action(async ({ confirm, json }: { confirm?: true; json?: true }) => {
      const { dataDir, logOrigin: origin, ownerDatabaseUrl } = commandConfig();
      if (ownerDatabaseUrl === undefined || origin === undefined) {
        throw new Error(
          "set OWNER_DATABASE_URL (a role that owns the gateway's schema) and LOG_ORIGIN: see `log adopt --help`",
        );
      }
      const address = { setting: 'OWNER_DATABASE_URL', url: ownerDatabaseUrl } as const;
      const pool = connectPool(ownerDatabaseUrl, { applicationName: 'gateway-log' });
      try {
        const plan = await inDatabase(address, () => planAdoption(pool, { dataDir, origin }));
        if (!plan.needed || !confirm) {
          const next = plan.needed
            ? 'nothing was changed; next, with the same settings: npm run gateway -- log adopt --confirm'
            : 'everything fits, there is nothing to adopt: `serve` starts, and halts if no node here has seen the log';
          printResult({ ...plan, adopted: false }, json === true, () => `${describePlan(plan)}\n\n${next}`);
          return;
        }
        if (!json) print(`${describePlan(plan)}\n\n`);
        const { adoptLog } = await import('./adopt-log.ts');
        const adopted = await inDatabase(address, () => adoptLog(pool, plan, { dataDir, origin }));
        printResult({ ...plan, adopted: true, ...adopted }, json === true, () => describeAdopted(adopted));
      } finally {
        await pool.end();
      }
    });
}
