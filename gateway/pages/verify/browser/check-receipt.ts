/** Runs `Verify`: checks the receipt that was pasted, without asking anybody anything. */
import {
  headOf,
  type ReceiptHead,
  type ReceiptReport,
  verifyAnswer,
} from '../../../audit-verify/verify-receipt.ts';
import { olderThan, type Verdict } from './show-result.ts';

export interface CheckedReceipt {
  readonly verdict: Verdict;
  /** The checkpoint that a good receipt brings: the log must have grown from it, or will show it soon. */
  readonly head: ReceiptHead | null;
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const NOT_JSON: Verdict = {
  verified: false,
  summary: 'this is not JSON, so nothing could be checked.',
  findings: [],
  next: [
    'Paste a whole answer of the gateway as it came, or its `receipt` alone, from the first { to the last }. An answer ' +
      'as JWS or JWE must be opened first.',
  ],
};

export async function checkReceipt(text: string, key: string): Promise<CheckedReceipt> {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return { verdict: NOT_JSON, head: null };
  }
  const report = await verifyAnswer(answer, key.trim());
  const { faults, ok } = report;
  const [head = null] = headOf(report);
  if (ok) return { verdict: verifiedBy(report, asObject(answer)), head };
  if (faults.length === 0) return { verdict: olderThan(report.unknownKinds, []), head };
  const verdict: Verdict = {
    verified: false,
    summary: 'this is not what the log has, or not under this key.',
    findings: faults,
    next: [
      'Compare the key with what the owner told you. If it is right, use nothing of this answer, and tell the owner.',
    ],
  };
  return { verdict, head: null };
}

/** The members of an entry, and how people are told them. */
const MEMBERS = [
  ['kind', 'Kind of entry'],
  ['effect', 'Decision'],
  ['agency', 'Agency'],
  ['grant', 'Grant'],
  ['minute', 'Minute (UTC)'],
  ['epoch', 'Newest revocation then (epoch)'],
] as const;

function verifiedBy(
  { checkpoint, detail, entry, index, readsChecked }: ReceiptReport,
  answer: Readonly<Record<string, unknown>>,
): Verdict {
  const { readsHash, sha256 } = asObject(detail);
  const [name, size] = (checkpoint ?? '').split('\n');
  const proof = asObject(answer.receipt ?? answer).proof;
  const hashes = Array.isArray(proof) ? proof.length : 0;
  return {
    verified: true,
    summary: `${answer.receipt === undefined ? 'this receipt' : 'this answer'} is entry ${index} of the log ${name}.`,
    findings: [
      `The log's key has signed the checkpoint of ${size} entries.`,
      `The proof of ${hashes} hashes leads from the entry to the root that is signed.`,
      "The entry commits to this very detail: salt, detail and the owner's hash give its commitment.",
      'Entry and detail say the same: kind, effect, agency and minute.',
      ...readsFound(readsChecked, readsHash !== undefined, answer.reads),
      ...(answer.receipt === undefined
        ? []
        : ['The id and the decision of the answer, where it has them, are those that were logged.']),
    ],
    facts: [
      ...MEMBERS.map(([member, name]) => [name, String(entry?.[member] ?? 'none')] as const),
      // Only the page that checks the log has this.
      ...(typeof sha256 === 'string' ? [['SHA-256 of the page', sha256] as const] : []),
    ],
    next: [
      'This does not show that the log has kept the entry since: press “Check the whole log”, which compares it with this ' +
        'receipt too.',
    ],
  };
}

function readsFound(checked: boolean, logged: boolean, reads: unknown): string[] {
  if (checked) {
    const count = Array.isArray(reads) ? reads.length : 0;
    return [`The reads of the answer (${count}) hash to what was logged.`];
  }
  return [
    logged
      ? 'Reads were released, and none were given here to compare: paste the whole answer to check them.'
      : 'No reads were released with this entry.',
  ];
}
