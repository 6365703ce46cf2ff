/** `log key`: the key by which others verify the log, known before anything has started. */
import { createPrivateKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { verifierKey } from '../../audit/signed-note.ts';
import { jsonOption } from '../../cli/client-options.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { printResult } from '../../cli/print-result.ts';
import { tell } from '../../cli/write-out.ts';
import { findSeenOrigin } from '../../release/lease/kept-head.ts';
import { DEMO_LOG_ORIGIN } from '../../settings/data-dir.ts';
import { ensureLogKey, findNextLogKey, SECRET_FILES } from '../../settings/secrets.ts';

const HELP = `
Prints what a witness and a verifier need to know the log: its name, an id and the public key, on one line.
LOG_ORIGIN names the log (default: the log that was seen in DATA_DIR, else the demo's), and DATA_DIR has its key.
If there is no key yet, it is made there (secrets/${SECRET_FILES.logKey}, mode 0600), and the gateway or the demo that
starts in this DATA_DIR signs with it. Nothing else is touched, and no database is needed.

Example:
  LOG_ORIGIN=alpr.example.gov/log npm run gateway -- log key`;

export function logKeyCommand(): Command {
  return new Command('key')
    .description("print the log's verifier key, and make the key if it is missing")
    .addOption(jsonOption('{ logKey, origin, file, made }'))
    .addHelpText('after', HELP)
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
