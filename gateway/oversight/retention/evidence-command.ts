/** `retention export`: reads that were released for a case, as a package for its file. */
import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { createCheckpointSigner } from '../../audit/checkpoint-signer.ts';
import { receiptFinder } from '../../audit/find-receipt.ts';
import { FollowedLog } from '../../audit/follow/followed-log.ts';
import { readClientsFile } from '../../cli/client/connect.ts';
import { jsonOption } from '../../cli/client-options.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { ownerAddresses } from '../../cli/database-addresses.ts';
import { ori } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { connectPool } from '../../database/db.ts';
import { inDatabase } from '../../database/in-database.ts';
import { checkReads, connectReads } from '../../reads/reads-store.ts';
import { KeptHead } from '../../release/lease/kept-head.ts';
import { exportEvidence } from './export-evidence.ts';

interface ExportOptions {
  readonly case: string;
  readonly agency: string;
  readonly out: string;
  readonly json?: true;
}

export function evidenceCommand(): Command {
  return new Command('export')
    .description(
      'reads released for a case, as a BagIt package for evidence.com (Policy 420.7); it is recorded in the log',
    )
    .requiredOption('--case <number>', 'case number')
    .requiredOption('--agency <ori>', 'any ORI of the agency that got them', ori)
    .requiredOption('--out <directory>', 'where to put the package; must not exist yet')
    .addOption(jsonOption('{ releases, reads, changed, bag, index }'))
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- retention export --case CR-2026-0142 \\\n    --agency CO0010000 --out CR-2026-0142',
    )
    .action(async (options: ExportOptions) => {
      const owners = ownerAddresses();
      const { dataDir, logOrigin: origin } = commandConfig();
      const logOrigin = origin ?? (readClientsFile().logKey.split('+')[0] as string);
      const pem = readLogKey(dataDir);
      const directory = resolve(options.out);
      if (existsSync(directory)) throw new Error(`\`${options.out}\` is there already: name a new directory`);
      const pool = connectPool(owners.gateway.url, { applicationName: 'gateway-evidence' });
      const reads = connectReads(owners.reads.url);
      const signer = createCheckpointSigner(logOrigin, pem);
      const { agency, case: caseNumber } = options;
      const order = { agency, caseNumber, directory, by: userInfo().username, now: new Date() };
      try {
        await inDatabase(owners.reads, () => checkReads(reads));
        // Receipts are signed: the head is derived as by a node that starts.
        const kept = new KeptHead({ dataDir, origin: logOrigin });
        const known = await inDatabase(owners.gateway, () => kept.derive(pool));
        const deps = {
          ...{ pool, reads, logOrigin, logKey: createPrivateKey(pem) },
          findReceipt: receiptFinder(pool, signer, new FollowedLog({ db: pool, known })),
        };
        const exported = await inDatabase(owners.gateway, () => exportEvidence(deps, order));
        printResult(exported, options.json === true, () => {
          const late =
            exported.changed === 0 ? '' : `; ${exported.changed} releases are no longer as they were`;
          return `${counted(exported.reads, 'read')} of ${counted(exported.releases, 'release')} in ${options.out}${late}\nlog entry ${exported.index}, bag ${exported.bag}`;
        });
      } finally {
        await Promise.all([pool.end(), reads.end()]);
      }
    });
}

function readLogKey(dataDir: string): string {
  const path = join(dataDir, 'secrets', 'log-key.pem');
  if (!existsSync(path)) throw new Error(`there is no \`${path}\`: set DATA_DIR to the gateway's own`);
  return readFileSync(path, 'utf8');
}
