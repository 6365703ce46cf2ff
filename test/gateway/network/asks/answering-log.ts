/** Another agency's gateway that answers truly, or lies where a test wants it: with a log and a key of its own. */
import { createHash, randomUUID } from 'node:crypto';
import { canonicalJson } from '../../../../gateway/audit/canonical-json.ts';
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import type { EntryKind } from '../../../../gateway/audit/entry-kinds.ts';
import { nodeHash } from '../../../../gateway/audit/merkle.ts';
import { proveConsistency, proveInclusion } from '../../../../gateway/audit/prove-log.ts';
import { buildReceipt } from '../../../../gateway/audit/receipt.ts';
import { type AuditEvent, type LogHead, sealEvents } from '../../../../gateway/audit/seal-events.ts';
import type { AskerEntry, SentQuestion } from '../../../../gateway/network/asks/verify-answer.ts';
import type { ShownRead } from '../../../../gateway/reads/sources/shown-read.schema.ts';
import type { Effect } from '../../../../sharing-rules/terms/decision.ts';

export const OURS = 'CO0010300';

/** The parts of an answer that a lie changes before it is logged. */
export interface Told {
  readonly kind?: EntryKind;
  readonly effect?: Effect;
  readonly agency?: string;
  readonly detail?: object;
}

export class AnsweringLog {
  readonly origin: string;
  readonly #signer: ReturnType<typeof createCheckpointSigner>;
  readonly #leaves: Buffer[] = [];
  /** Complete subtrees never change. */
  readonly #subtrees = new Map<string, Promise<Buffer>>();
  #head: LogHead = { size: 0, root: createHash('sha256').digest(), frontier: [], now: new Date() };

  constructor(origin = 'aurora.test/log', signer = createCheckpointSigner(origin, generateLogKey())) {
    this.origin = origin;
    this.#signer = signer;
    this.append({ kind: 'log_created', agency: null, asker: {} });
  }

  /** Begins another history under the same key, longer than this one. */
  fork(): AnsweringLog {
    const other = new AnsweringLog(this.origin, this.#signer);
    while (other.size <= this.size)
      other.append({ kind: 'refusal', effect: 'deny', agency: OURS, asker: {} });
    return other;
  }

  get vkey(): string {
    return this.#signer.vkey;
  }

  get size(): number {
    return this.#head.size;
  }

  get checkpoint(): string {
    return this.#signer.sign(this.#head.size, this.#head.root);
  }

  append({
    agency,
    asker,
    effect = null,
    kind,
  }: Pick<AuditEvent, 'asker' | 'kind'> & { agency: string | null; effect?: Effect | null }) {
    const event: AuditEvent = {
      ...{ kind, effect, asker, mark: false, grant: null, owner: {} },
      agency: agency === null ? null : { id: 1, ori: agency },
    };
    const batch = sealEvents({ ...this.#head, now: new Date() }, [event], () => 0);
    const [sealed] = batch.sealed;
    if (sealed === undefined) throw new Error('nothing was sealed');
    this.#leaves.push(sealed.leafHash);
    this.#head = { size: batch.size, root: batch.root, frontier: batch.frontier, now: batch.now };
    return { sealed, receipt: buildReceipt(sealed, batch.proofs[0] ?? [], this.checkpoint) };
  }

  /** Hashes the complete subtree, from the leaves. */
  readonly #subtree = (level: number, index: number): Promise<Buffer> => {
    const place = `${level} ${index}`;
    const hashed = this.#subtrees.get(place) ?? this.#hashSubtree(level, index);
    if (level > 0) this.#subtrees.set(place, hashed);
    return hashed;
  };

  async #hashSubtree(level: number, index: number): Promise<Buffer> {
    if (level === 0) return this.#leaves[index] as Buffer;
    const [left, right] = await Promise.all([
      this.#subtree(level - 1, index * 2),
      this.#subtree(level - 1, index * 2 + 1),
    ]);
    return nodeHash(left, right);
  }

  async growth(from: number, to: number): Promise<string[]> {
    return (await proveConsistency(from, to, this.#subtree)).map((hash) => hash.toString('base64'));
  }

  /** The entry as it is in the tree of now. */
  async inclusion(index: number): Promise<string[]> {
    return (await proveInclusion(index, this.size, this.#subtree)).map((hash) => hash.toString('base64'));
  }

  release(question: SentQuestion, reads: readonly object[], told: Told = {}) {
    const id = randomUUID();
    const readsHash = createHash('sha256').update(canonicalJson(reads)).digest('base64');
    const { receipt } = this.#answer(question, id, {
      kind: 'release',
      effect: 'permit',
      ...told,
      detail: { readsHash, records: reads.length, ...told.detail },
    });
    const decision = { effect: 'permit', reasons: [], obligations: [], rulesRevision: 'test' };
    return { releaseId: id, decision, reads, next: null, notice: 'a lead', receipt };
  }

  hold(question: SentQuestion, told: Told = {}) {
    const id = randomUUID();
    const { receipt } = this.#answer(question, id, { kind: 'review', effect: 'review', ...told });
    return { queryId: id, status: 'held', detail: 'a person reads it', reasons: REASONS, receipt };
  }

  refuse(question: SentQuestion, told: Told = {}) {
    const { receipt } = this.#answer(question, randomUUID(), { kind: 'refusal', effect: 'deny', ...told });
    return {
      type: 'urn:alpr-sharing:problem:refused',
      title: 'Refused',
      status: 403,
      reasons: REASONS,
      receipt,
    };
  }

  #answer(
    question: SentQuestion,
    id: string,
    { agency = question.ori, detail, effect = 'deny', kind = 'refusal' }: Told,
  ) {
    const { asker, onBehalfOf, purpose, traceparent } = question;
    const asked = asker === null ? {} : { asker: { ...asker }, traceparent };
    return this.append({
      ...{ kind, effect, agency },
      asker: {
        ...{ agency, at: new Date().toISOString(), effect, id, kind, officer: { ...onBehalfOf } },
        ...{
          purpose: { ...purpose },
          queryHash: question.queryHash,
          reasons: kind === 'release' ? [] : REASONS,
          ...asked,
          ...detail,
        },
      },
    });
  }
}

const REASONS = [{ code: 'grant_missing', clause: 'C.R.S. 24-74-103', detail: 'no grant' }];

const NOW = Date.now();

export const ASKER: AskerEntry = { origin: 'ours.test/log', index: 7, leafHash: 'A'.repeat(43).concat('=') };

export function sentQuestion(changes: Partial<SentQuestion> = {}): SentQuestion {
  return {
    ori: OURS,
    bounds: { plate: { number: 'ZZT1234', match: 'exact' }, from: NOW - 86_400_000, to: NOW, limit: 3 },
    purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0142' },
    onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: OURS },
    asker: ASKER,
    queryHash: 'Q'.repeat(43).concat('='),
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    ...{ knownSize: 1, askedAt: Date.now(), heldIndex: null },
    ...changes,
  };
}

export function statedRead(changes: Partial<ShownRead> = {}): ShownRead {
  return {
    readId: randomUUID(),
    capturedAt: new Date(NOW - 3_600_000).toISOString(),
    ...{ plate: 'ZZT1234', plateState: 'CO', confidence: 0.9, direction: 'N' },
    camera: { id: 'cam-1', name: 'Colfax at Peoria', lat: 39.74, lon: -104.85 },
    vehicle: { make: null, model: null, color: null, bodyStyle: null },
    ...changes,
  };
}
