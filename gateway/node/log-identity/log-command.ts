/** `log`: its key, `log rotate`, and `log adopt`, the way back where keys are lost or the database was restored. */
import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { verifierKey } from '../../audit/signed-note.ts';
import { jsonOption } from '../../cli/client-options.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { printResult } from '../../cli/print-result.ts';
import { print, tell } from '../../cli/write-out.ts';
import { connectPool } from '../../database/db.ts';
import { inDatabase } from '../../database/in-database.ts';
import { findSeenOrigin } from '../../release/lease/kept-head.ts';
import { DEMO_LOG_ORIGIN } from '../../settings/data-dir.ts';
import { ensureLogKey, findNextLogKey, SECRET_FILES } from '../../settings/secrets.ts';
import { describeAdopted, describePlan } from './describe-adoption.ts';
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

const KEY_HELP = `
Prints what a witness and a verifier need to know the log: its name, an id and the public key, on one line.
LOG_ORIGIN names the log (default: the log that was seen in DATA_DIR, else the demo's), and DATA_DIR has its key.
If DATA_DIR has no key yet, this command creates one (secrets/${SECRET_FILES.logKey}, mode 0600). The gateway or demo
that starts in this DATA_DIR signs with it. Nothing else is touched, and no database is needed.

Example:
  LOG_ORIGIN=alpr.example.gov/log npm run gateway -- log key`;

/** `log key`: the key by which others verify the log, known before anything has started. */
function logKeyCommand(): Command {
  return new Command('key')
    .description("print the log's verifier key, and make the key if it is missing")
    .addOption(jsonOption('{ logKey, origin, file, made }'))
    .addHelpText('after', KEY_HELP)
    .action(async ({ json }: { json?: true }) => {
      const { dataDir, logOrigin } = commandConfig();
      const seen = await findSeenOrigin(dataDir);
      const origin = logOrigin ?? seen ?? DEMO_LOG_ORIGIN;
      if (seen !== null && !existsSync(join(dataDir, 'secrets', SECRET_FILES.logKey))) {
        throw new Error(
          `the log \`${seen}\` was seen in DATA_DIR (${dataDir}), and its key is not there, so none is made: bring ` +
            `secrets/${SECRET_FILES.logKey} from a node or a backup, or see \`npm run gateway -- log adopt --help\``,
        );
      }
      const { made, path, pem } = ensureLogKey(dataDir);
      const logKey = verifierKey(origin, createPrivateKey(pem));
      const besidePem = findNextLogKey(dataDir);
      const next = besidePem === null ? null : verifierKey(origin, createPrivateKey(besidePem));
      for (const line of notes({ made, next, origin, path, seen })) tell(line);
      printResult({ logKey, origin, file: path, made }, json === true, () => logKey);
    });
}

interface Found {
  readonly made: boolean;
  /** The next key, which lies beside it; null if none does. */
  readonly next: string | null;
  readonly origin: string;
  readonly path: string;
  readonly seen: string | null;
}

/** Beside the key, and not in what a program reads. */
function notes({ made, next, origin, path, seen }: Found): string[] {
  return [
    ...(made ? [`made a new key: ${path}`] : []),
    ...(next === null ? [] : [`the log may be changing its key (\`log rotate\`): the next one is ${next}`]),
    ...(seen !== null && seen !== origin
      ? [
          `this DATA_DIR has seen the log \`${seen}\`: as \`${origin}\` a node starts only after \`log adopt\``,
        ]
      : []),
  ];
}
