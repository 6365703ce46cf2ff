/** `retention purge`: erases reads older than the limit. */
import { Command } from 'commander';
import { counted } from '../../sharing-rules/text/counted.ts';
import { jsonOption } from '../cli/client-options.ts';
import { ownerAddresses } from '../cli/database-addresses.ts';
import { printResult } from '../cli/print-result.ts';
import { connectPool } from '../database/db.ts';
import { inDatabase } from '../database/in-database.ts';
import { updateDroneDays } from './expired-reads-store.ts';
import { DAYS_WAIT, purgeReads } from './purge-reads.ts';
import { recordPurge } from './record-purge.ts';

export function retentionCommand(): Command {
  const purge = new Command('purge')
    .description('erase reads older than the retention limit (Policy 420.7); it is recorded in the log')
    .option('--retention-days <days>', 'the limit, at most 30', '30')
    .option('--all', 'every day past the limit, and not two an hour: after you have looked at the clocks')
    .addOption(jsonOption('{ before, days, reads, waiting? }'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- retention purge')
    .action(async (options: { retentionDays: string; all?: true; json?: true }) => {
      const retentionDays = Number(options.retentionDays);
      if (!Number.isInteger(retentionDays) || retentionDays < 1 || retentionDays > 30) {
        throw new Error('`--retention-days` must be a whole number from 1 to 30');
      }
      const { gateway, reads } = ownerAddresses();
      const result = await inDatabase(reads, () =>
        purgeReads({ ownerUrl: reads.url, now: Date.now(), retentionDays, all: options.all === true }),
      );
      const pool = connectPool(gateway.url, { applicationName: 'gateway-purge' });
      await inDatabase(gateway, () => recordPurge(pool, result)).finally(() => pool.end());
      printResult(
        { ...result, before: new Date(result.before).toISOString() },
        options.json === true,
        () =>
          `${result.waiting === undefined ? '' : `${counted(result.waiting, 'whole day')} more: ${DAYS_WAIT}\n`}` +
          `${counted(result.reads, 'read')} from before ${new Date(result.before).toISOString()} erased, ${counted(result.days.length, 'whole day')} among them`,
      );
    });
  return new Command('retention')
    .description('what is kept, and for how long')
    .addCommand(purge)
    .addCommand(droneClassCommand());
}

/** Policy 606.7: the owner's records schedule says how long reads of drones are kept, within Policy 420.7. */
function droneClassCommand(): Command {
  return new Command('drones')
    .description('how many days reads of drones are kept and shared (Policy 606.7)')
    .requiredOption('--days <days>', 'from 1 to 30')
    .addOption(jsonOption('{ days }'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- retention drones --days 7')
    .action(async (options: { days: string; json?: true }) => {
      const days = Number(options.days);
      if (!Number.isInteger(days) || days < 1 || days > 30) {
        throw new Error('`--days` must be a whole number from 1 to 30');
      }
      const { reads } = ownerAddresses();
      const pool = connectPool(reads.url, { applicationName: 'gateway-retention' });
      await inDatabase(reads, () => updateDroneDays(pool, days)).finally(() => pool.end());
      printResult(
        { days },
        options.json === true,
        () => `reads of drones are kept and shared for ${days} days`,
      );
    });
}
