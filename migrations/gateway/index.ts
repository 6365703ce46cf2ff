/** The steps of the gateway's database, in order. A merged step is never edited: write the next one. */
import type { Migration } from '../migration.ts';
import { up as identityProposals } from './172-identity-proposals.ts';
import { up as noticesByMail } from './173-notices-by-mail.ts';
import { up as projections } from './174-projections.ts';
import { up as numbersProjected } from './175-numbers-projected.ts';
import { up as refusedNothingLeft } from './176-refused-nothing-left.ts';
import { up as servedProcesses } from './177-served-processes.ts';
import { up as preservation } from './178-preservation.ts';
import { up as wrongHits } from './179-wrong-hits.ts';
import { up as unusedTables } from './180-unused-tables.ts';
import { up as ownUse } from './181-own-use.ts';
import { up as agreements } from './182-agreements.ts';
import { up as asks } from './183-asks.ts';
import { up as crossChecks } from './184-cross-checks.ts';
import { up as agreementFile } from './185-agreement-file.ts';
import { up as alteredEntries } from './186-altered-entries.ts';
import { up as askAfterSignal } from './187-ask-after-signal.ts';
import { up as baseline } from './baseline.ts';

export const gatewayMigrations: readonly Migration[] = [
  { name: '171-baseline', up: baseline, replaces: '171-entries-by-plate' },
  { name: '172-identity-proposals', up: identityProposals },
  { name: '173-notices-by-mail', up: noticesByMail },
  { name: '174-projections', up: projections },
  { name: '175-numbers-projected', up: numbersProjected },
  { name: '176-refused-nothing-left', up: refusedNothingLeft },
  { name: '177-served-processes', up: servedProcesses },
  { name: '178-preservation', up: preservation },
  { name: '179-wrong-hits', up: wrongHits },
  { name: '180-unused-tables', up: unusedTables },
  { name: '181-own-use', up: ownUse },
  { name: '182-agreements', up: agreements },
  { name: '183-asks', up: asks },
  { name: '184-cross-checks', up: crossChecks },
  { name: '185-agreement-file', up: agreementFile },
  { name: '186-altered-entries', up: alteredEntries },
  { name: '187-ask-after-signal', up: askAfterSignal },
];
