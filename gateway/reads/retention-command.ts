/** `retention purge`: erases reads older than the limit. */
import { Command } from 'commander';
import { ownerAddresses } from '../cli/database-addresses.ts';
import { printResult } from '../cli/print-result.ts';
import { connectPool } from '../db.ts';
import { purgeReads } from './purge-reads.ts';
import { recordPurge } from './record-purge.ts';

export function retentionCommand(): Command {
  const purge = new Command('purge')
    .description('erase reads older than the retention limit (Policy 420.7); the log keeps that it was done')
    .option('--retention-days <days>', 'the limit, at most 30', '30')
    .option('--json', 'print the result as JSON: { before, days, reads }')
    .action(async (options: { retentionDays: string; json?: true }) => {
      const retentionDays = Number(options.retentionDays);
      if (!Number.isInteger(retentionDays) || retentionDays < 1 || retentionDays > 30) {
        throw new Error('`--retention-days` must be a whole number from 1 to 30');
      }
      const { readsOwnerUrl, gatewayOwnerUrl } = ownerAddresses(process.env);
      const result = await purgeReads({ ownerUrl: readsOwnerUrl, now: Date.now(), retentionDays });
      const pool = connectPool(gatewayOwnerUrl, { applicationName: 'gateway-purge' });
      await recordPurge(pool, result).finally(() => pool.end());
      printResult(
        { ...result, before: new Date(result.before).toISOString() },
        options.json === true,
        () =>
          `${result.reads} reads from before ${new Date(result.before).toISOString()} erased, ${result.days.length} whole days among them`,
      );
    });
  return new Command('retention').description('what is kept, and for how long').addCommand(purge);
}
