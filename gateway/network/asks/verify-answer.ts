/**
 * Verifies what another gateway answered before anything of it is shown: against the key of the agreement, against the
 * question, and against our own entry that the question named. Pure but for signatures and hashes.
 */
import {
  type Bounds,
  faultOfReads,
  isSafeText,
  type Lie,
} from '../../../sharing-rules/network/judge-stated-reads.ts';
import type { Officer } from '../../../sharing-rules/terms/asker.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import type { Receipt } from '../../audit/receipt.ts';
import type { Checkpoint } from '../../audit-verify/open-checkpoint.ts';
import { openCheckpoint } from '../../audit-verify/open-checkpoint.ts';
import { verifyReceipt } from '../../audit-verify/verify-receipt.ts';
import { type StatedReason, validateHeld, validateRefused, validateReleased } from './peer-answer.schema.ts';
import { PeerRead } from './peer-read.ts';

/** Our entry that a question names, by which the partner's entry shows that it came later. */
export interface AskerEntry {
  readonly origin: string;
  readonly index: number;
  readonly leafHash: string;
}

/** The question as it was sent. */
export interface SentQuestion {
  /** The ORI by which the partner knows us. */
  readonly ori: string;
  readonly bounds: Bounds;
  readonly purpose: { readonly code: string; readonly caseNumber?: string };
  readonly onBehalfOf: Officer | null;
  /** The hash of the question as the partner reads it, `asker` included. */
  readonly queryHash: string;
  /** Null where the partner does not know the member. */
  readonly asker: AskerEntry | null;
  readonly traceparent: string;
  /** The size of the partner's log as we knew it before we asked: an earlier entry answers nothing. */
  readonly knownSize: number;
  /** Ms since the epoch. */
  readonly askedAt: number;
  /** The index of the partner's entry by which it was held; null if it was not. */
  readonly heldIndex: number | null;
}

export interface GivenAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Ms since the epoch. */
  readonly at: number;
}

export interface Proven {
  readonly outcome: 'released' | 'held' | 'refused';
  readonly order: 'proved' | 'not_proved';
  /** Empty unless released. */
  readonly reads: readonly PeerRead[];
  readonly reasons: readonly StatedReason[];
  /** The partner's name for its answer; null of a refusal. */
  readonly id: string | null;
  /** The cursor of the next page. */
  readonly next: string | null;
  readonly index: number;
  /** Milliseconds since the epoch, by the partner's clock. */
  readonly statedAt: number;
  readonly leafHash: string;
  readonly receipt: Receipt;
  readonly head: Checkpoint;
}

export interface Unproven {
  readonly outcome: 'unproven';
  readonly lie: Lie;
}

export interface ToVerify {
  readonly peer: { readonly logKey: string };
  readonly question: SentQuestion;
  readonly answer: GivenAnswer;
}

type Stated = Pick<Proven, 'id' | 'next' | 'outcome' | 'reasons' | 'receipt'> & {
  readonly reads: Parameters<typeof faultOfReads>[0] | null;
};

/** The kinds of entries that can stand behind an outcome. */
const KINDS: Readonly<Record<Proven['outcome'], readonly string[]>> = {
  released: ['release'],
  held: ['review'],
  refused: ['refusal', 'review_refused'],
};

/** The most hashes of a proof: the levels of any tree. */
const MOST_HASHES = 64;

/** The most characters of a head: some twenty signatures, of which each costs a search. */
export const LONGEST_NOTE = 4_000;

/** Milliseconds by which the clocks of two agencies may differ. */
const CLOCKS = 300_000;

/** INVARIANT: only here is a `PeerRead` made, and only of an answer in which no fault was found. */
export async function verifyAnswer({ answer, peer, question }: ToVerify): Promise<Proven | Unproven> {
  const stated = readStated(answer);
  if (typeof stated === 'string') return { outcome: 'unproven', lie: stated };
  const { receipt, reads } = stated;
  const shown = { reads, reasons: stated.reasons };
  if (!isSafeText(shown)) return { outcome: 'unproven', lie: 'unsafe_text' };
  if (receipt.proof.length > MOST_HASHES) return { outcome: 'unproven', lie: 'receipt_false' };
  if (receipt.checkpoint.length > LONGEST_NOTE) return { outcome: 'unproven', lie: 'head_signature' };
  const head = await openCheckpoint(receipt.checkpoint, peer.logKey).catch(() => null);
  if (head === null) return { outcome: 'unproven', lie: 'head_signature' };
  const report = await verifyReceipt(receipt, peer.logKey, reads ?? undefined, answer.body);
  const detail = (report.detail ?? {}) as AskersDetail;
  const lie =
    faultOfReceipt(report, detail, stated) ??
    faultOfEntry(report.entry ?? {}, detail, { answer, question, stated }) ??
    faultOfReads(reads ?? [], question.bounds);
  if (lie !== null) return { outcome: 'unproven', lie };
  const { id, next, outcome, reasons } = stated;
  return {
    ...{ id, next, outcome, reasons, receipt, head },
    order: question.asker === null ? 'not_proved' : 'proved',
    reads: (reads ?? []).map((read) => new PeerRead(read as ConstructorParameters<typeof PeerRead>[0])),
    index: receipt.index,
    statedAt: Date.parse(String(detail.at)),
    leafHash: receipt.leafHash,
  };
}

/** Reads the answer by its status; a fault if it is not of the form of one. */
function readStated({ body, status }: GivenAnswer): Stated | Lie {
  const none = { reads: null, next: null };
  if (typeof body === 'object' && body !== null && !('receipt' in body)) return 'receipt_missing';
  // The log holds no release for reads that come with a refusal.
  if (status !== 200 && typeof body === 'object' && body !== null && 'reads' in body) return 'other_outcome';
  if (status === 200 && validateReleased(body)) {
    const { decision, next, reads, receipt, releaseId } = body;
    return { outcome: 'released', id: releaseId, next, reads, ...taken({ ...decision, receipt }) };
  }
  if (status === 202 && validateHeld(body))
    return { ...none, outcome: 'held', id: body.queryId, ...taken(body) };
  if (status === 403 && validateRefused(body))
    return { ...none, outcome: 'refused', id: null, ...taken(body) };
  return 'malformed';
}

/** Takes the members that are known: what else a partner says is neither kept nor shown. */
function taken({
  reasons,
  receipt,
}: Pick<Stated, 'reasons' | 'receipt'>): Pick<Stated, 'reasons' | 'receipt'> {
  return {
    reasons: reasons.map(({ clause, code, detail, whatToDo }) => ({
      ...{ code, clause },
      ...(detail === undefined ? {} : { detail }),
      ...(whatToDo === undefined ? {} : { whatToDo }),
    })),
    receipt,
  };
}

/** The asker's part of the partner's entry, as far as it is held against the question. */
interface AskersDetail {
  readonly agency?: unknown;
  readonly asker?: unknown;
  readonly at?: unknown;
  readonly of?: unknown;
  readonly officer?: unknown;
  readonly purpose?: { readonly code?: unknown; readonly caseNumber?: unknown };
  readonly queryHash?: unknown;
  readonly readsHash?: unknown;
  readonly reasons?: unknown;
  readonly records?: unknown;
  readonly traceparent?: unknown;
}

function faultOfReceipt(
  { faults, ok }: Awaited<ReturnType<typeof verifyReceipt>>,
  detail: AskersDetail,
  { reads, receipt }: Stated,
): Lie | null {
  if (faults.some((fault) => fault.startsWith('the reads are not'))) return 'reads_hash';
  // Two parsers can read a text with a duplicate member differently.
  if (!ok || canonicalJson(detail) !== receipt.asker.detail) return 'receipt_false';
  return reads !== null && detail.records !== reads.length ? 'reads_hash' : null;
}

interface Compared {
  readonly question: SentQuestion;
  readonly answer: GivenAnswer;
  readonly stated: Stated;
}

function faultOfEntry(
  entry: Readonly<Record<string, unknown>>,
  detail: AskersDetail,
  { answer, question, stated }: Compared,
): Lie | null {
  if (entry.agency !== question.ori) return 'other_agency';
  if (!KINDS[stated.outcome].includes(String(entry.kind))) return 'other_outcome';
  if (stated.receipt.index < question.knownSize) return 'index_order';
  // A reviewer's word has its own entry, which names that of the query.
  if (entry.kind === 'review_refused') {
    return question.heldIndex !== null && detail.of === question.heldIndex ? null : 'other_question';
  }
  if (detail.agency !== question.ori) return 'other_agency';
  if (!same(detail.asker, question.asker ?? undefined)) return 'other_asker';
  if (question.asker !== null && detail.traceparent !== question.traceparent) return 'other_transaction';
  const { code, caseNumber } = detail.purpose ?? {};
  const { purpose, onBehalfOf } = question;
  if (code !== purpose.code || caseNumber !== purpose.caseNumber || !same(detail.officer, onBehalfOf)) {
    return 'other_question';
  }
  if (detail.queryHash !== question.queryHash) return 'other_question';
  const logged = Array.isArray(detail.reasons) ? detail.reasons.map((reason) => reason?.code) : [];
  if (stated.reasons.some((reason) => !logged.includes(reason.code))) return 'other_reasons';
  const at = Date.parse(String(detail.at));
  return at >= question.askedAt - CLOCKS && at <= answer.at + CLOCKS ? null : 'other_time';
}

function same(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
