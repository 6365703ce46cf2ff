/** `migrate`: brings both databases to the newest schema. */
import { Command } from 'commander';
import { ownerAddresses } from './cli/database-addresses.ts';
import { printResult } from './cli/print-result.ts';
import { migrateGateway, migrateReads } from './database/migrate.ts';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring both databases to the newest schema; forward only, as the owner of the schemas')
    .option('--json', 'print the result as JSON: { gateway, reads }, the steps taken')
    .addHelpText('after', '\nExample:\n  npm run gateway -- migrate')
    .action(async (options: { json?: true }) => {
      const { gatewayOwnerUrl, readsOwnerUrl } = ownerAddresses();
      const taken = {
        gateway: await migrateGateway(gatewayOwnerUrl),
        reads: await migrateReads(readsOwnerUrl),
      };
      printResult(taken, options.json === true, () => {
        const steps = [...taken.gateway, ...taken.reads];
        return steps.length === 0
          ? 'both databases are at the newest schema'
          : `steps taken: ${steps.join(', ')}`;
      });
    });
}
