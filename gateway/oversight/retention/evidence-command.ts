/** `retention export`: reads that were released for a case, as a package for its file. */
import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { createCheckpointSigner } from '../../audit/checkpoint-signer.ts';
import { receiptFinder } from '../../audit/find-receipt.ts';
import { FollowedLog } from '../../audit/follow/followed-log.ts';
import { localPart } from '../../cli/administration/part.ts';
import { readClientsFile } from '../../cli/client/connect.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { ownerAddresses } from '../../cli/database-addresses.ts';
import { ori } from '../../cli/ori-argument.ts';
import { connectPool } from '../../database/db.ts';
import { inDatabase } from '../../database/in-database.ts';
import { checkReads, connectReads } from '../../reads/reads-store.ts';
import { KeptHead } from '../../release/lease/kept-head.ts';
import { exportEvidence } from './export-evidence.ts';

interface ExportOptions {
  readonly case: string;
  readonly agency: string;
  readonly out: string;
}

export const evidenceCommand = (): Command =>
  localPart<ExportOptions>({
    name: 'export',
    description:
      'reads released for a case, as a BagIt package for evidence.com (Policy 420.7); it is recorded in the log',
    options: (command) =>
      command
        .requiredOption('--case <number>', 'case number')
        .requiredOption('--agency <ori>', 'any ORI of the agency that got them', ori)
        .requiredOption('--out <directory>', 'where to put the package; must not exist yet'),
    example: `retention export --case CR-2026-0142 \\
    --agency CO0010000 --out CR-2026-0142`,
    json: '{ releases, reads, changed, bag, index }',
    work: async ({ agency, case: caseNumber, out }) => {
      const owners = ownerAddresses();
      const { dataDir, logOrigin: origin } = commandConfig();
      const logOrigin = origin ?? (readClientsFile().logKey.split('+')[0] as string);
      const pem = readLogKey(dataDir);
      const directory = resolve(out);
      if (existsSync(directory)) throw new Error(`\`${out}\` is there already: name a new directory`);
      const pool = connectPool(owners.gateway.url, { applicationName: 'gateway-evidence' });
      const reads = connectReads(owners.reads.url);
      const signer = createCheckpointSigner(logOrigin, pem);
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
        const { bag, changed, index, reads: count, releases } = exported;
        const late = changed === 0 ? '' : `; ${changed} releases are no longer as they were`;
        const say = () =>
          `${counted(count, 'read')} of ${counted(releases, 'release')} in ${out}${late}\nlog entry ${index}, bag ${bag}`;
        return { result: exported, say };
      } finally {
        await Promise.all([pool.end(), reads.end()]);
      }
    },
  });

function readLogKey(dataDir: string): string {
  const path = join(dataDir, 'secrets', 'log-key.pem');
  if (!existsSync(path)) throw new Error(`there is no \`${path}\`: set DATA_DIR to the gateway's own`);
  return readFileSync(path, 'utf8');
}
