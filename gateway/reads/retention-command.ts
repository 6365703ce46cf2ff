/** `retention purge`: erases reads older than the limit. */
import { Command } from 'commander';
import { counted } from '../../sharing-rules/text/counted.ts';
import { localPart } from '../cli/administration/part.ts';
import { ownerAddresses } from '../cli/database-addresses.ts';
import { connectPool } from '../database/db.ts';
import { inDatabase } from '../database/in-database.ts';
import { updateDroneDays } from './expired-reads-store.ts';
import { DAYS_WAIT, purgeReads } from './purge-reads.ts';
import { recordPurge } from './record-purge.ts';

export function retentionCommand(): Command {
  return new Command('retention').addCommand(purgeCommand()).addCommand(droneClassCommand());
}

const purgeCommand = () =>
  localPart<{ readonly retentionDays: string; readonly all?: true }>({
    name: 'purge',
    description: 'erase reads older than the retention limit (Policy 420.7); it is recorded in the log',
    options: (command) =>
      command
        .option('--retention-days <days>', 'the limit, at most 30', '30')
        .option(
          '--all',
          'every day past the limit, and not two an hour: after you have looked at the clocks',
        ),
    example: 'retention purge',
    json: '{ before, days, reads, waiting? }',
    work: async ({ all, retentionDays: given }) => {
      const retentionDays = daysOf('--retention-days', given);
      const { gateway, reads } = ownerAddresses();
      const purged = await inDatabase(reads, () =>
        purgeReads({ ownerUrl: reads.url, now: Date.now(), retentionDays, all: all === true }),
      );
      const pool = connectPool(gateway.url, { applicationName: 'gateway-purge' });
      await inDatabase(gateway, () => recordPurge(pool, purged)).finally(() => pool.end());
      const { days, reads: count, waiting } = purged;
      const before = new Date(purged.before).toISOString();
      const more = waiting === undefined ? '' : `${counted(waiting, 'whole day')} more: ${DAYS_WAIT}\n`;
      const erased = `${counted(count, 'read')} from before ${before} erased, ${counted(days.length, 'whole day')} among them`;
      return { result: { ...purged, before }, say: () => more + erased };
    },
  });

/** Policy 606.7: the owner's records schedule says how long reads of drones are kept, within Policy 420.7. */
const droneClassCommand = () =>
  localPart<{ readonly days: string }>({
    name: 'drones',
    description: 'how many days reads of drones are kept and shared (Policy 606.7)',
    options: (command) => command.requiredOption('--days <days>', 'from 1 to 30'),
    example: 'retention drones --days 7',
    json: '{ days }',
    work: async (typed) => {
      const days = daysOf('--days', typed.days);
      const { reads } = ownerAddresses();
      const pool = connectPool(reads.url, { applicationName: 'gateway-retention' });
      await inDatabase(reads, () => updateDroneDays(pool, days)).finally(() => pool.end());
      return { result: { days }, say: () => `reads of drones are kept and shared for ${days} days` };
    },
  });

function daysOf(option: string, text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 30) return days;
  throw new Error(`\`${option}\` must be a whole number from 1 to 30`);
}
