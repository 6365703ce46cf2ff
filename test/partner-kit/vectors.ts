/**
 * The test vectors of "Verify it yourself": a log of five invented entries, made by the very code that writes the log, with
 * fixed salts and a fixed key instead of random ones. The fourth entry is of a release, whose answer a partner holds.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../gateway/audit/canonical-json.ts';
import { createCheckpointSigner } from '../../gateway/audit/checkpoint-signer.ts';
import { type LogEvent, type SealedEntry, sealEntry } from '../../gateway/audit/log-entry.ts';
import { appendLeaves, nodeHash } from '../../gateway/audit/merkle.ts';
import { buildReceipt } from '../../gateway/audit/receipt.ts';
import type { Query } from '../../sharing-rules/terms/query.ts';

/** Bytes that count up. */
const bytes = (from: number, count: number) => Buffer.from(Array.from({ length: count }, (_, i) => from + i));
const base64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

const ORIGIN = 'vectors.example/log';
/** An Ed25519 key in PKCS#8 up to its 32 bytes (RFC 8410). Anybody can read this one: it signs these vectors only. */
const PKCS8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes(0, 32)]);
const PEM = `-----BEGIN PRIVATE KEY-----\n${base64(PKCS8)}\n-----END PRIVATE KEY-----\n`;

const AGENCY = 'CO0990100';
const AT = '2026-11-24T19:20:21.222Z';
const RELEASE = '22222222-2222-4222-8222-222222222222';
const OFFICER = { id: 'officer-1', name: 'Officer Sample', ori: AGENCY };
const READS = [
  {
    camera: { id: 'CAM-01', lat: 39.812, lon: -104.9, name: 'Sample camera, Peña Blvd' },
    capturedAt: '2026-11-24T18:04:05.678Z',
    confidence: 0.97,
    direction: 'N',
    plate: 'DEMO001',
    plateState: 'CO',
    readId: '33333333-3333-4333-8333-333333333333',
    vehicle: { bodyStyle: null, color: 'BLU', make: 'SUBA', model: 'OUTBACK' },
  },
];
const PURPOSE = { caseNumber: 'CR-2026-0142', code: 'stolen_vehicle' } as const;
/** What the gateway reads from the question that the page shows. */
const QUERY: Query = {
  purpose: { ...PURPOSE, justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street' },
  onBehalfOf: OFFICER as NonNullable<Query['onBehalfOf']>,
  plate: { number: 'DEMO001', match: 'exact' },
  from: Date.parse('2026-11-24T00:00:00Z'),
  to: Date.parse('2026-11-25T00:00:00Z'),
  limit: 100,
};

const DETAIL = {
  agency: AGENCY,
  at: AT,
  effect: 'permit',
  id: RELEASE,
  kind: 'release',
  officer: OFFICER,
  purpose: PURPOSE,
  queryHash: sha256(canonicalJson(QUERY)),
  reasons: [],
  readsHash: sha256(canonicalJson(READS)),
  records: READS.length,
  subjectId: '44444444-4444-4444-8444-444444444444',
};

/** Everything else that the owner keeps of a release is in its part: here a word will do. */
const OWNER_DETAIL = { note: 'the owner keeps this part; a partner sees its hash only' };

const EVENTS: readonly Partial<LogEvent>[] = [
  { kind: 'log_created', agency: null },
  { kind: 'agency_added' },
  { kind: 'grant_approved', grant: '11111111-1111-4111-8111-111111111111' },
  { kind: 'release', grant: '11111111-1111-4111-8111-111111111111', effect: 'permit', asker: DETAIL },
  { kind: 'refusal', effect: 'deny' },
];

function seal(event: Partial<LogEvent>, index: number): SealedEntry {
  const nothing = {
    minute: `${AT.slice(0, 16)}Z`,
    agency: AGENCY,
    grant: null,
    effect: null,
    asker: {},
    epoch: 0,
  };
  return sealEntry({ ...nothing, owner: OWNER_DETAIL, ...event, index } as LogEvent, bytes(0, 64));
}

/** Of the page: each value by its name there. Of the kit's folder: the answer, and the key under which it verifies. */
export function makeVectors() {
  const entries = EVENTS.map(seal);
  const leaves = entries.map(({ leafHash }) => leafHash);
  const { proofs, root } = appendLeaves([], 0, leaves);
  const signer = createCheckpointSigner(ORIGIN, PEM);
  const release = entries[3] as SealedEntry;
  const receipt = buildReceipt(release, proofs[3] as Buffer[], signer.sign(entries.length, root));
  const node = (left: number) => nodeHash(leaves[left] as Buffer, leaves[left + 1] as Buffer);
  const [, , signature = ''] = receipt.checkpoint.split('\n').at(-2)?.split(' ') ?? [];
  const values: Record<string, string> = {
    reads: canonicalJson(READS),
    readsHash: DETAIL.readsHash,
    query: canonicalJson(QUERY),
    queryHash: DETAIL.queryHash,
    askerSalt: receipt.asker.salt,
    askerDetail: receipt.asker.detail,
    askerHash: base64(createHash('sha256').update(release.asker.salt).update(release.asker.detail).digest()),
    ownerSalt: base64(release.owner.salt),
    ownerDetail: release.owner.detail,
    ownerHash: receipt.ownerHash,
    commitment: base64(release.commitment),
    entry: receipt.entry,
    ...Object.fromEntries(leaves.map((leaf, i) => [`leaf${i}`, base64(leaf)])),
    node01: base64(node(0)),
    node23: base64(node(2)),
    node0123: base64(nodeHash(node(0), node(2))),
    root: base64(root),
    logKey: signer.vkey,
    keyId: Buffer.from(signature, 'base64').toString('hex', 0, 4),
    signature,
  };
  const decision = { effect: 'permit', reasons: [], obligations: [], rulesRevision: '0'.repeat(64) };
  const answer = { releaseId: RELEASE, decision, reads: READS, next: null, notice: 'A sample.', receipt };
  return { values, answer, logKey: signer.vkey };
}
