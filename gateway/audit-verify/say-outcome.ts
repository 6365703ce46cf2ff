/** Says what the verifier has found. */
import { sayStepBack } from './check-minutes.ts';
import type { QuorumReport } from './check-quorum.ts';
import { sayOlderProgram } from './program.ts';
import { type PageReport, sayPage } from './recount/compare-page.ts';
import { sayYear, type YearReport } from './recount/recount-year.ts';
import type { LogReport, OlderFound } from './verify-log.ts';
import type { ReceiptReport } from './verify-receipt.ts';
import { visibleLine } from './visible.ts';

export interface Outcome {
  /** The files of older checkpoints, in the order of the report. */
  readonly olderFiles: readonly string[];
  readonly ok: boolean;
  /** Not null if nothing is wrong, but 2: a receipt is newer than the head; 3: the log is newer than this. */
  readonly unsettled: 2 | 3 | null;
  readonly log: LogReport | null;
  /** The public page compared with the log; null if none was recounted, for the reason in `pageFault`. */
  readonly page: PageReport | null;
  readonly pageFault: string | null;
  /** The entries of the year that was asked for; null if none was, or if the log does not hold. */
  readonly year: YearReport | null;
  /** The reason why the verified checkpoint was not kept; null if it was, or need not be. */
  readonly saveFault: string | null;
  readonly receipts: readonly (ReceiptReport & { readonly file: string })[];
  /** The witnesses' cosignatures on the log's checkpoint, and on those of the proofs, by their files. */
  readonly witnessed: readonly (QuorumReport & { readonly of: string })[];
}

/** True if nothing is wrong, as far as it could be checked. */
export const holds = ({ faults }: { readonly faults: readonly string[] }): boolean => faults.length === 0;

const KEY_CHANGES: Readonly<Record<string, string>> = {
  log_key_added: 'from here another key signs the log, beside the one before; ask the owner for it',
  log_key_retired: 'from here one of its keys no longer signs; what it signed before stays signed',
};

export function say(outcome: Outcome): string {
  const { ok, log, olderFiles, page, pageFault, receipts, unsettled, witnessed, year } = outcome;
  const unknown = [log, ...receipts].flatMap((part) => part?.unknownKinds ?? []);
  const lines = [...sayOlderProgram([...new Set(unknown)]), ...(log?.notYet ?? []), ...(log?.faults ?? [])];
  if (page !== null) lines.push(...sayPage(page));
  for (const { file, faults } of receipts) lines.push(...faults.map((fault) => `${file}: ${fault}`));
  if (log !== null && holds(log)) {
    lines.push(`log \`${log.origin}\`: ${log.size} entries, root ${log.root}`);
    const { keyChanges, published, size, stepsBack } = log;
    lines.push(...keyChanges.map(({ index, kind }) => `entry ${index}: ${KEY_CHANGES[kind] ?? kind}`));
    lines.push(...stepsBack.map(sayStepBack));
    if (published !== size) {
      const seen = published === 0 ? 'none is' : `those of the first ${published} are`;
      lines.push(
        `the log publishes the text of an entry only after a while: ${seen} published yet; of the rest, only hashes ` +
          'were verified. Verify again later',
      );
    }
  }
  if (year !== null) lines.push(...sayYear(year));
  if (pageFault !== null) lines.push(`no public page was recounted: ${pageFault}`);
  if (log !== null) lines.push(...olderFiles.map((file, i) => `${file}: ${sayOlder(log.older[i], log)}`));
  for (const { file, ok: good, index, readsChecked } of receipts) {
    if (good) lines.push(`${file}: good receipt of entry ${index}${readsChecked ? ' with these reads' : ''}`);
  }
  for (const { cosigned, faults, of } of witnessed) {
    lines.push(...faults.map((fault) => `${of}: ${fault}`));
    lines.push(...cosigned.map(({ at, witness }) => `${of}: cosigned by \`${witness}\` at ${at}`));
  }
  const end =
    unsettled === null ? 'NOT VERIFIED' : 'NOT VERIFIED: nothing is wrong, as far as it could be checked';
  return [...lines.map(visibleLine), ok ? `verified${sayHowFar(log)}` : end].join('\n');
}

/** Says how far the log was read; empty if all of it was. */
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
