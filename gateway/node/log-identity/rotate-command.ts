/** `log rotate`: the log goes on with another key, while its nodes run. */
import { Command } from 'commander';
import type pg from 'pg';
import { jsonOption } from '../../cli/client-options.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { printResult } from '../../cli/print-result.ts';
import { connectPool } from '../../database/db.ts';
import { inDatabase } from '../../database/in-database.ts';
import { NEXT_LOG_KEY_FILE } from '../../settings/secrets.ts';
import {
  beginRotation,
  cancelRotation,
  findLagging,
  finishRotation,
  prepareNextKey,
  type RotateHere,
} from './rotate-log-key.ts';

const HELP = `
The log keeps its name and goes on, and nothing is halted. Old and new key sign together for a time, so that nobody who
verifies the log is left without a key. Set OWNER_DATABASE_URL (the owner of the gateway's schema), LOG_ORIGIN, and
DATA_DIR of a node on this machine. Without --confirm nothing is changed, but that the new file is made.

  1. Make the next key, secrets/${NEXT_LOG_KEY_FILE}, which signs nothing yet:
       npm run gateway -- log rotate begin
  2. Copy that file into DATA_DIR/secrets of every other node, with mode 0600, and into the backup.
  3. Let both keys sign. From now on a node starts only with both:
       npm run gateway -- log rotate begin --confirm
  4. Restart the nodes, one after the other: each then signs with both.
  5. Give the new key to all who verify the log: partners, witnesses, mirrors, files of clients, and the log lines of
     the file of LOG_WITNESSES: a node whose file names the old key alone does not start after step 6.
  6. When all have it, end the old key, whose file here is then gone:
       npm run gateway -- log rotate finish --confirm
  7. On every other node, put the new key's file in the place of the old one. Restart the nodes, one after the other.

What the old key has signed stays signed: keep its verifier key for receipts of before. If the next key is lost or
exposed before step 6, end it instead:
       npm run gateway -- log rotate cancel --confirm`;

type Confirming = { readonly confirm?: true; readonly json?: true };

export function rotateCommand(): Command {
  return new Command('rotate')
    .description('change the key of the log while it goes on')
    .addHelpText('after', HELP)
    .addCommand(
      step(
        'begin',
        'make the next key; with --confirm it signs beside the present one',
        '{ next, path, made, index }',
        begin,
      ),
    )
    .addCommand(
      step(
        'finish',
        'end the present key; the next one goes on alone',
        '{ lagging, index, present, former }',
        finish,
      ),
    )
    .addCommand(
      step(
        'cancel',
        'end the next key instead: it was lost, or exposed',
        '{ index, present, former }',
        cancel,
      ),
    );
}

type Run = (
  pool: pg.Pool,
  here: RotateHere,
  confirm: boolean,
) => Promise<readonly [result: object, text: string]>;

function step(name: string, description: string, shape: string, run: Run): Command {
  return new Command(name)
    .description(description)
    .option('--confirm', 'do it')
    .addOption(jsonOption(shape))
    .action(async ({ confirm, json }: Confirming) => {
      const { dataDir, logOrigin: origin, ownerDatabaseUrl: url } = commandConfig();
      if (url === undefined || origin === undefined) {
        throw new Error(
          "set OWNER_DATABASE_URL (a role that owns the gateway's schema) and LOG_ORIGIN: see `log rotate --help`",
        );
      }
      const pool = connectPool(url, { applicationName: 'gateway-log' });
      try {
        const work = () => run(pool, { dataDir, origin }, confirm === true);
        const [result, text] = await inDatabase({ setting: 'OWNER_DATABASE_URL', url }, work);
        printResult(result, json === true, () => text);
      } finally {
        await pool.end();
      }
    });
}

const CONFIRM = {
  begin: 'npm run gateway -- log rotate begin --confirm',
  finish: 'npm run gateway -- log rotate finish --confirm',
  cancel: 'npm run gateway -- log rotate cancel --confirm',
} as const;

const begin: Run = async (pool, here, confirm) => {
  const prepared = await prepareNextKey(pool, here);
  const { made, next, path } = prepared;
  // What was made just now is on no other node: in force it would keep them from starting.
  if (!confirm || made) {
    const text = [
      `the next key is in \`${path}\`, and signs nothing yet: ${next}`,
      'next:',
      '  1. copy this file into DATA_DIR/secrets of every other node, with mode 0600, and into the backup',
      `  2. with the same settings: ${CONFIRM.begin}`,
    ];
    return [{ ...prepared, index: null }, text.join('\n')];
  }
  const { index, keys } = await beginRotation(pool, here);
  const text = [
    `from entry ${index} on two keys sign the log: ${keys.present} ${next}`,
    'next:',
    '  1. restart the nodes, one after the other: each then signs with both, and none starts without this file',
    `  2. give the new key to all who verify the log (partners, witnesses, mirrors, files of clients): ${next}`,
    `  3. where the file of LOG_WITNESSES has \`log\` lines, add this one: log ${next}`,
    `  4. when all have it, with the same settings: ${CONFIRM.finish}`,
  ];
  return [{ ...prepared, index }, text.join('\n')];
};

const finish: Run = async (pool, here, confirm) => {
  const lagging = await findLagging(pool, here);
  if (!confirm) {
    const text =
      lagging > 0
        ? `nodes that run and do not sign with the next key yet: ${lagging}; next: restart each of them`
        : `every node that runs signs with the next key; next: when all who verify the log have it: ${CONFIRM.finish}`;
    return [{ lagging, index: null }, `nothing was changed: ${text}`];
  }
  const { index, keys } = await finishRotation(pool, here);
  return [{ lagging, index, present: keys.present, former: keys.former }, finished(index, keys)];
};

function finished(
  index: number,
  { former, present }: { readonly former: readonly string[]; readonly present: string },
) {
  return [
    `since entry ${index} the log has one key again: ${present}`,
    `the old private key is gone here. What it signed stays signed, and needs its verifier key: ${former.at(-1)}`,
    'next:',
    `  1. on every other node, in DATA_DIR/secrets: mv ${NEXT_LOG_KEY_FILE} log-key.pem; and remove the old key from backups`,
    '  2. restart the nodes, one after the other: each then signs with the new key alone',
    '  3. those who verify the log drop the old key, but for receipts of before; so does the file of LOG_WITNESSES',
  ].join('\n');
}

const cancel: Run = async (pool, here, confirm) => {
  const lagging = await findLagging(pool, here);
  if (!confirm)
    return [{ lagging, index: null }, `nothing was changed; next, to end the next key: ${CONFIRM.cancel}`];
  const { index, keys } = await cancelRotation(pool, here);
  const text = [
    `since entry ${index} the present key signs alone again: ${keys.present}`,
    'next:',
    `  1. remove ${NEXT_LOG_KEY_FILE} from DATA_DIR/secrets of every other node, and from backups`,
    '  2. restart the nodes, one after the other',
    `  3. tell all who were given it that this key no longer signs the log: ${keys.former.at(-1)}`,
  ];
  return [{ index, present: keys.present, former: keys.former }, text.join('\n')];
};
