/** Runs `Check the whole log`: reads every public entry and tile, and compares with what was kept. */
import { httpSource, type LogSource, SourceError } from '../../../audit-verify/log-source.ts';
import { type LogReport, type OlderFound, verifyLog } from '../../../audit-verify/verify-log.ts';
import type { ReceiptHead } from '../../../audit-verify/verify-receipt.ts';
import { AddressError, readAddress } from './log-address.ts';
import { olderThan, type Verdict } from './show-result.ts';

/** A checkpoint from before, and what to call it. */
export interface Earlier {
  readonly name: string;
  readonly note: string | ReceiptHead;
}

export interface LogCheck {
  readonly address: string;
  readonly key: string;
  readonly earlier: readonly Earlier[];
  readonly onProgress: (done: number, total: number) => void;
  /** Is aborted when the person stops it. */
  readonly stopped: AbortSignal;
}

export interface CheckedLog {
  readonly verdict: Verdict;
  /** The checkpoint of a log that holds, to be kept for next time; else null. */
  readonly checkpoint: string | null;
}

/** The most entries, some hours of a browser's work: longer logs are for the program. */
const MOST_ENTRIES = 20_000_000;

export async function checkLog(check: LogCheck): Promise<CheckedLog> {
  const { earlier, key, onProgress, stopped } = check;
  try {
    const source = untilStopped(httpSource(readAddress(check.address)), stopped);
    const older = earlier.map(({ note }) => note);
    const report = await verifyLog({
      source,
      vkey: key.trim(),
      older,
      onProgress,
      mostEntries: MOST_ENTRIES,
    });
    const holds = report.faults.length === 0;
    return { verdict: verdictOf(report, earlier), checkpoint: holds ? report.checkpoint : null };
  } catch (error) {
    return { verdict: notRead(error), checkpoint: null };
  }
}

function verdictOf(report: LogReport, earlier: readonly Earlier[]): Verdict {
  if (report.ok) return verifiedBy(report, earlier);
  if (report.faults.length > 0) return refutedBy(report, earlier);
  if (report.notYet.length > 0) return notYetBy(report);
  return olderThan(report.unknownKinds, earlierFound(report, earlier));
}

function notYetBy({ notYet }: LogReport): Verdict {
  return {
    verified: false,
    summary: 'the log as it is published is older than what it was compared with. Nothing in it is wrong.',
    findings: notYet,
    next: ['Check again in a minute: the log publishes its head in beats.'],
  };
}

function untilStopped(source: LogSource, stopped: AbortSignal): LogSource {
  return async (path) => {
    if (stopped.aborted) throw new SourceError('you have stopped it');
    return source(path);
  };
}

export function notRead(error: unknown): Verdict {
  if (!(error instanceof SourceError || error instanceof AddressError)) throw error;
  return {
    verified: false,
    summary: 'the log could not be read, so nothing is said about it.',
    findings: [error.message],
    next: ["Check the log's address, and that it answers in this browser; then check again."],
  };
}

function verifiedBy(report: LogReport, earlier: readonly Earlier[]): Verdict {
  const { origin, published, root, size } = report;
  const held = (size ?? 0) - (published ?? 0);
  return {
    verified: true,
    summary: `the log ${origin} has ${size} entries, and all that can be checked of them holds.`,
    findings: [
      "The log's key has signed the newest checkpoint.",
      `The hashes of all ${size} entries, and every tile above them, lead to the root that is signed.`,
      `The texts of ${published} entries hash to what the tree has, and keep its rules: no release stands between a ` +
        'revocation and the next approval, or during a halt.',
      ...(held === 0
        ? []
        : [`The texts of the newest ${held} are not published yet; only their hashes were checked.`]),
      ...earlierFound(report, earlier),
    ],
    facts: factsOf(report, root),
    next:
      earlier.length > 0
        ? []
        : [
            'No checkpoint from before was given: this shows the log as it is now, and not yet that it only grew. From now on it ' +
              'can be compared with this one.',
          ],
  };
}

function refutedBy(report: LogReport, earlier: readonly Earlier[]): Verdict {
  return {
    verified: false,
    summary: 'the log does not hold what it promises.',
    findings: [...report.faults, ...earlierFound(report, earlier)],
    facts: factsOf(report, report.root),
    next: [
      'Keep the checkpoint from before, save this page as it is shown, and tell the owner and the other witnesses: a log ' +
        'that was rewritten cannot be explained away.',
    ],
  };
}

function factsOf({ newest, size }: LogReport, root: string | null): (readonly [string, string])[] {
  return [
    ['Size', size === null ? 'unknown' : `${size} entries`],
    ['Root', root ?? 'unknown'],
    ['Newest published entry', newest ?? 'none'],
    ['Checked at', new Date().toISOString()],
  ];
}

function earlierFound({ older, size }: LogReport, earlier: readonly Earlier[]): string[] {
  return earlier.map(({ name }, i) => `${name}: ${found(older[i], size ?? 0)}`);
}

function found(known: OlderFound | undefined, size: number): string {
  if (known === undefined || known.size === null) return 'it is not a checkpoint of this log.';
  if (!known.holds) return `its ${known.size} entries are NOT shown to be the beginning of the log.`;
  const since = size - known.size;
  return `its ${known.size} entries are still the beginning of the log; ${since === 0 ? 'none' : since} came since.`;
}
