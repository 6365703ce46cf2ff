/** Runs the verifier: checks a log, a receipt, or both, with nothing but their public data. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readBounds, withinHours } from './bounds.ts';
import { checkQuorum, type QuorumReport } from './check-quorum.ts';
import { directorySource } from './directory-source.ts';
import { findPage } from './find-page.ts';
import { hashEachOnNode } from './hash-on-node.ts';
import { httpSource } from './log-source.ts';
import { type Policy, readPolicy } from './policy.ts';
import { type Found, KEY_MISSING, readKeys, runProgram, showProgress } from './program.ts';
import { comparePage } from './recount/compare-page.ts';
import { recountEntries } from './recount/recount-entries.ts';
import { recountYear } from './recount/recount-year.ts';
import { holds, type Outcome, say } from './say-outcome.ts';
import { verifyLog } from './verify-log.ts';
import { VERIFY_OPTIONS } from './verify-options.ts';
import { verifyProof } from './verify-proof.ts';
import { headOf, type ReceiptHead, verifyAnswer } from './verify-receipt.ts';

const HELP = `usage: audit-verify (URL | DIRECTORY | --receipt FILE) --key KEY [options]

  URL              prefix of the log, e.g. https://gateway.example/log (or --url)
  DIRECTORY        a mirror or another copy of the log: checkpoint, tile/… (or
                   --dir)
  --key KEY        the log's verifier key (name+id+base64), or a file with it (may be
                   repeated, and a file may have several: a log that changes its key
                   has two for a time, and what was signed before has the old one)
  --older FILE     a checkpoint seen earlier: the log must have grown from it
                   (may be repeated)
  --receipt FILE   an answer with its receipt, or the receipt alone (JSON, may
                   be repeated); a log that is given too must contain it
  --policy FILE    the witnesses that must have cosigned (c2sp.org/tlog-policy): the
                   checkpoint of the log, and those of the proofs
  --max-age HOURS  with --policy: the cosignatures of the log's checkpoint must not be
                   older, or it may be an old one that is shown again
  --proof FILE     a proof of the receipt's entry under a cosigned checkpoint
                   (GET /v1/receipts/INDEX; one for each --receipt, in order)
  --transparency URL|FILE
                   the public page of the gateway (/transparency.json, or a copy of
                   it): its numbers are recounted from the log. Default: of a log at
                   SITE/log, SITE/transparency.json, where it can be read
  --year YYYY      count the entries of a year by month, kind and agency, as its annual
                   report does
  --save FILE      keep the verified checkpoint here, as --older for next time
  --most-entries N, --most-hours H
                   how much of a log is read at most, since a head of any size can be
                   signed (default 100000000, 12)
  --json           print one JSON object
  --help           print this

exit code: 0 everything holds, 1 something does not, 2 it could not be checked (a
receipt may be newer than the head that the log publishes), 3 nothing is wrong,
but this program is older than the log: it does not know the kinds of some entries
`;

async function check(args: Arguments): Promise<Outcome> {
  if (args.key === undefined) throw new Error(KEY_MISSING);
  const files = args.receipt ?? [];
  const source = sourceOf(args);
  if (source === null && files.length === 0)
    throw new Error('nothing to check: give the address of a log, a directory, or `--receipt`');
  if (source === null && (args.older ?? args.save ?? args.transparency ?? args.year) !== undefined)
    throw new Error('`--older`, `--save`, `--transparency` and `--year` need a log');
  const proofs = args.proof ?? [];
  if (proofs.length > 0 && proofs.length !== files.length)
    throw new Error('give one `--proof` for each `--receipt`, in the same order');
  if (args.policy !== undefined && source === null && proofs.length === 0)
    throw new Error('a receipt has no cosignatures: with `--policy` give its `--proof`, or the log');
  const since = sinceOf(args, source !== null);
  const bounds = readBounds(args);
  const vkey = readKeys(args.key);
  const policy = args.policy === undefined ? null : await readPolicy(readFileSync(args.policy, 'utf8'));

  const receipts: Outcome['receipts'][number][] = [];
  for (const file of files) {
    receipts.push({ file, ...(await verifyAnswer(readAnswer(file), vkey)) });
  }
  // An entry stays in the log if the log grew from the tree that its receipt proves it to be in.
  const olderFiles = args.older ?? [];
  const older: (string | ReceiptHead)[] = olderFiles.map((file) => readFileSync(file, 'utf8'));
  older.push(...receipts.flatMap(headOf));
  const known = receipts.flatMap(({ entry, faults, file: from, index, leafHash }) =>
    holds({ faults }) && entry !== null && index !== null && leafHash !== null
      ? [{ from, index, leafHash, minute: String(entry.minute) }]
      : [],
  );
  // Read before the log, which then has all that the page counts.
  const { fault: pageFault, page: told } = await findPage(args.transparency, args.url ?? args.given[0]);
  const recounted = told && recountEntries(told);
  const ofYear = args.year === undefined ? null : recountYear(args.year);
  const log =
    source &&
    (await verifyLog({
      source: withinHours(source, bounds.hours),
      mostEntries: bounds.entries,
      vkey,
      older,
      known,
      onProgress: showProgress('verified'),
      onEntry: (entry, index) => {
        recounted?.take(entry, index);
        ofYear?.take(entry);
      },
      hashEach: hashEachOnNode,
    }));
  const witnessed: Outcome['witnessed'][number][] = [];
  for (const [i, of] of proofs.entries()) {
    const { entry } = entryIn(readFileSync(files[i] as string, 'utf8'));
    witnessed.push({ of, ...(await checkProof(readFileSync(of, 'utf8'), entry, vkey, policy)) });
  }
  if (policy !== null && log?.checkpoint) {
    witnessed.push({ of: 'checkpoint', ...(await checkQuorum(log.checkpoint, vkey, policy, since)) });
  }
  // A log with faults was not read to its end.
  const page = told && recounted && log !== null && holds(log) ? comparePage(told, recounted, log) : null;
  const year = ofYear && log !== null && holds(log) ? ofYear.report() : null;
  const parts = [...(log === null ? [] : [log]), ...receipts, ...witnessed, ...(page === null ? [] : [page])];
  const ok = parts.every((part) => part.ok);
  const saveFault =
    log !== null && holds(log) && args.save !== undefined ? save(args.save, log.checkpoint ?? '') : null;
  const unsettled = !parts.every(holds) || ok ? null : log !== null && log.notYet.length > 0 ? 2 : 3;
  return { ok, unsettled, log, page, pageFault, year, receipts, olderFiles, saveFault, witnessed };
}

/** Returns milliseconds, UTC; 0: any age will do. @throws Error for a bad number or a missing option */
function sinceOf({ 'max-age': hours, policy }: Arguments, hasLog: boolean): number {
  if (hours === undefined) return 0;
  if (!/^\d+(\.\d+)?$/.test(hours) || Number(hours) === 0)
    throw new Error('`--max-age` must be a number of hours above 0, e.g. 1 or 0.5');
  if (policy === undefined || !hasLog)
    throw new Error('`--max-age` is of cosignatures: give `--policy` and the log with it');
  return Date.now() - Number(hours) * 3_600_000;
}

/** Parses an answer. @throws Error if it is not JSON, e.g. if a line that npm printed stands before it */
function readAnswer(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(
      `\`${file}\` is not JSON: give an answer, or its receipt, as it came (\`npm run --silent gateway -- query … --json\`)`,
    );
  }
}

/** Checks a proof. Never rejects: faults are in the report. */
async function checkProof(
  text: string,
  entry: string,
  vkey: string,
  policy: Policy | null,
): Promise<QuorumReport> {
  try {
    const { checkpoint } = await verifyProof(text, entry, vkey);
    return policy === null
      ? { ok: true, faults: [], cosigned: [] }
      : await checkQuorum(checkpoint, vkey, policy);
  } catch (error) {
    return { ok: false, faults: [(error as Error).message], cosigned: [] };
  }
}

/** Returns the entry of an answer, or of a receipt alone. */
function entryIn(text: string): { readonly entry: string } {
  const given = JSON.parse(text) as { entry?: unknown; receipt?: { entry?: unknown } };
  return { entry: String(given.receipt?.entry ?? given.entry) };
}

/** Keeps the checkpoint. @returns why it could not, since what was verified is reported all the same */
function save(file: string, checkpoint: string): string | null {
  try {
    writeFileSync(file, checkpoint);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `the checkpoint could not be kept in \`${file}\` (${code}); next: name with --save a file that can be written`;
  }
}

type Arguments = ReturnType<typeof parseArguments>;

function parseArguments() {
  const { positionals, values } = parseArgs({ options: VERIFY_OPTIONS, allowPositionals: true });
  return { ...values, given: positionals };
}

/** Returns the source; null if no log is given. @throws Error if more than one is */
function sourceOf({ dir, given, url }: Arguments) {
  const logs = [...given, ...[url, dir].filter((log) => log !== undefined)];
  if (logs.length > 1) throw new Error(`give one log, not both \`${logs[0]}\` and \`${logs[1]}\``);
  const [log] = logs;
  if (log === undefined) return null;
  if (log === url || (log !== dir && /^https?:\/\//.test(log))) return httpSource(log);
  if (existsSync(log)) return directorySource(log);
  throw new Error(
    `there is no directory \`${log}\`: check the name; the address of a log begins with https://`,
  );
}

async function verify(): Promise<Found> {
  const args = parseArguments();
  if (args.help) return { ok: true, text: HELP };
  const outcome = await check(args);
  const text = `${args.json ? JSON.stringify(outcome) : say(outcome)}\n`;
  return { ok: outcome.ok, unsettled: outcome.unsettled, text, fault: outcome.saveFault };
}

await runProgram(verify);
