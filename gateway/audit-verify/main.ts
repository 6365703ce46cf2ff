/** The verifier as a program: checks a log, a receipt, or both, with nothing but their public data. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkQuorum, type QuorumReport } from './check-quorum.ts';
import { directorySource } from './directory-source.ts';
import { httpSource, SourceError } from './log-source.ts';
import { type Policy, readPolicy } from './policy.ts';
import { type LogReport, type OlderFound, verifyLog } from './verify-log.ts';
import { verifyProof } from './verify-proof.ts';
import { type ReceiptReport, verifyAnswer } from './verify-receipt.ts';

const HELP = `usage: audit-verify (--url URL | --dir DIRECTORY | --receipt FILE) --key KEY
                    [options]

  --url URL        prefix of the log, e.g. https://gateway.example/log
  --dir DIRECTORY  a copy of the log: checkpoint, tile/…
  --key KEY        the log's verifier key (name+id+base64), or a file with it
  --older FILE     a checkpoint seen earlier: the log must have grown from it
                   (may be repeated)
  --receipt FILE   an answer with its receipt, or the receipt alone (JSON, may
                   be repeated); with --url or --dir the log must contain it too
  --policy FILE    the witnesses that must have cosigned (c2sp.org/tlog-policy): the
                   checkpoint of the log, and those of the proofs
  --proof FILE     a proof of the receipt's entry under a cosigned checkpoint
                   (GET /v1/receipts/INDEX; one for each --receipt, in order)
  --save FILE      keep the verified checkpoint here, as --older for next time
  --json           print one JSON object
  --help           print this

exit code: 0 everything holds, 1 something does not, 2 it could not be checked
`;

interface Outcome {
  /** Files of older checkpoints, in the order of the report. */
  readonly olderFiles: readonly string[];
  readonly ok: boolean;
  readonly log: LogReport | null;
  /** Why the verified checkpoint was not kept; null where it was, or need not be. */
  readonly saveFault: string | null;
  readonly receipts: readonly (ReceiptReport & { readonly file: string })[];
  /** What witnesses have cosigned: the log's checkpoint, and those of the proofs, by their files. */
  readonly witnessed: readonly (QuorumReport & { readonly of: string })[];
}

const options = {
  url: { type: 'string' },
  dir: { type: 'string' },
  key: { type: 'string' },
  older: { type: 'string', multiple: true },
  receipt: { type: 'string', multiple: true },
  policy: { type: 'string' },
  proof: { type: 'string', multiple: true },
  save: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** A line on standard error whenever another tenth is done. */
function showProgress(): (done: number, total: number) => void {
  let shown = 0;
  return (done, total) => {
    const tenth = Math.floor((10 * done) / total);
    if (tenth > shown) process.stderr.write(`verified ${done} of ${total} entries\n`);
    shown = tenth;
  };
}

async function check(args: ReturnType<typeof parseArguments>): Promise<Outcome> {
  const { url, dir, key } = args;
  if (key === undefined) throw new Error('`--key` is missing: the key of the log, known from elsewhere');
  if (url !== undefined && dir !== undefined) throw new Error('give `--url` or `--dir`, not both');
  const files = args.receipt ?? [];
  const source = url !== undefined ? httpSource(url) : dir !== undefined ? directorySource(dir) : null;
  if (source === null && files.length === 0)
    throw new Error('nothing to check: give `--url`, `--dir` or `--receipt`');
  if (source === null && (args.older ?? args.save) !== undefined)
    throw new Error('`--older` and `--save` need a log');
  const proofs = args.proof ?? [];
  if (proofs.length > 0 && proofs.length !== files.length)
    throw new Error('give one `--proof` for each `--receipt`, in the same order');
  if (args.policy !== undefined && source === null && proofs.length === 0)
    throw new Error('a receipt has no cosignatures: with `--policy` give its `--proof`, or the log');
  const vkey = readKey(key);
  const policy = args.policy === undefined ? null : await readPolicy(readFileSync(args.policy, 'utf8'));

  const receipts: Outcome['receipts'][number][] = [];
  for (const file of files) {
    receipts.push({ file, ...(await verifyAnswer(JSON.parse(readFileSync(file, 'utf8')), vkey)) });
  }
  // An entry is in the log for good if the log grew from the tree that its receipt proves it to be in.
  const olderFiles = args.older ?? [];
  const older = olderFiles.map((file) => readFileSync(file, 'utf8'));
  older.push(...receipts.flatMap(({ ok, checkpoint }) => (ok && checkpoint !== null ? [checkpoint] : [])));
  const known = receipts.flatMap(({ file: from, index, leafHash, ok }) =>
    ok && index !== null && leafHash !== null ? [{ from, index, leafHash }] : [],
  );
  const log = source && (await verifyLog({ source, vkey, older, known, onProgress: showProgress() }));
  const witnessed: Outcome['witnessed'][number][] = [];
  for (const [i, of] of proofs.entries()) {
    const { entry } = entryIn(readFileSync(files[i] as string, 'utf8'));
    witnessed.push({ of, ...(await checkProof(readFileSync(of, 'utf8'), entry, vkey, policy)) });
  }
  if (policy !== null && log?.checkpoint) {
    witnessed.push({ of: 'checkpoint', ...(await checkQuorum(log.checkpoint, vkey, policy)) });
  }
  const ok = [log ?? { ok: true }, ...receipts, ...witnessed].every((part) => part.ok);
  const saveFault = log?.ok && args.save !== undefined ? save(args.save, log.checkpoint ?? '') : null;
  return { ok, log, receipts, olderFiles, saveFault, witnessed };
}

/** Never rejects: what is wrong is in the report. */
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

/** Of an answer, or of a receipt alone. */
function entryIn(text: string): { readonly entry: string } {
  const given = JSON.parse(text) as { entry?: unknown; receipt?: { entry?: unknown } };
  return { entry: String(given.receipt?.entry ?? given.entry) };
}

/** What was verified is told all the same. @returns why it could not be kept */
function save(file: string, checkpoint: string): string | null {
  try {
    writeFileSync(file, checkpoint);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `the checkpoint could not be kept in \`${file}\` (${code}); next: name with --save a file that can be written`;
  }
}

function say({ ok, log, receipts, olderFiles, witnessed }: Outcome): string {
  const lines = [...(log?.faults ?? [])];
  for (const { file, faults } of receipts) lines.push(...faults.map((fault) => `${file}: ${fault}`));
  if (log?.ok) {
    lines.push(`log \`${log.origin}\`: ${log.size} entries, root ${log.root}`);
    const { published, size } = log;
    if (published !== size) {
      const seen = published === 0 ? 'none is' : `those of the first ${published} are`;
      lines.push(
        `the log publishes the text of an entry only after a while: ${seen} published yet; of the rest, only hashes ` +
          'were verified. Verify again later',
      );
    }
  }
  if (log !== null) lines.push(...olderFiles.map((file, i) => `${file}: ${sayOlder(log.older[i], log)}`));
  for (const { file, ok: good, index, readsChecked } of receipts) {
    if (good) lines.push(`${file}: good receipt of entry ${index}${readsChecked ? ' with these reads' : ''}`);
  }
  for (const { cosigned, faults, of } of witnessed) {
    lines.push(...faults.map((fault) => `${of}: ${fault}`));
    lines.push(...cosigned.map(({ at, witness }) => `${of}: cosigned by \`${witness}\` at ${at}`));
  }
  return [...lines, ok ? `verified${sayHowFar(log)}` : 'NOT VERIFIED'].join('\n');
}

/** Empty where all of it was. */
function sayHowFar(log: LogReport | null): string {
  if (log === null || log.published === log.size) return '';
  const texts = log.published === 0 ? 'no text yet' : `the texts of the first ${log.published}`;
  return `: signature, root and the hashes of all ${log.size} entries; ${texts}`;
}

function sayOlder(found: OlderFound | undefined, { size }: LogReport): string {
  if (found === undefined || found.size === null) return 'no checkpoint of this log';
  if (!found.holds) return `its ${found.size} entries are NOT shown to be the beginning of the log`;
  const since = (size ?? 0) - found.size;
  return `its ${found.size} entries are still the beginning of the log, ${since === 0 ? 'none' : since} came since`;
}

/** @throws Error where it is neither: else every receipt would be blamed for a name that was typed wrong. */
function readKey(given: string): string {
  if (existsSync(given)) return readFileSync(given, 'utf8').trim();
  if (/^[^+\s]+\+[0-9a-f]{8}\+\S+$/.test(given)) return given;
  throw new Error(`\`${given}\` is neither a file that exists nor a key (name+id+base64)`);
}

function missing(error: unknown): string | null {
  const { code, path } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? `there is no file \`${path}\`: check the name` : null;
}

function parseArguments() {
  return parseArgs({ options, allowPositionals: false }).values;
}

// `| head`: who reads no more wants no more.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`what was found could not be written: ${error.message}\n`);
  process.exitCode = 2;
});

try {
  const args = parseArguments();
  if (args.help) process.stdout.write(HELP);
  else {
    const outcome = await check(args);
    process.stdout.write(`${args.json ? JSON.stringify(outcome) : say(outcome)}\n`);
    process.exitCode = outcome.ok ? 0 : 1;
    if (outcome.saveFault !== null) {
      process.stderr.write(`${outcome.saveFault}\n`);
      process.exitCode = 2;
    }
  }
} catch (error) {
  const noFile = missing(error);
  const hint = error instanceof SourceError || noFile !== null ? '' : '\nsee --help';
  process.stderr.write(`${noFile ?? (error as Error).message}${hint}\n`);
  process.exitCode = 2;
}
