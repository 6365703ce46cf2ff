/**
 * Checks that an answer of the gateway is the one in its public log, with the log's key alone: no network, no packages.
 * "Verify it yourself" (`../verify-it-yourself.md`) describes each step. Without words it says how it is used.
 */
import { createHash, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// biome-ignore lint/suspicious/noExplicitAny: JSON from outside; each member is compared with what was signed
type Json = any;

/** A receipt that does not hold; the message says why. */
export class BadReceipt extends Error {}
/** Nothing is wrong then, but this program cannot say what the entry means. */
const OLDER = 'this program is older than the log';

const sha256 = (...parts: (Uint8Array | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

function must(holds: boolean, fault: string): asserts holds {
  if (!holds) throw new BadReceipt(fault);
}

/** Standard padded base64 in its one right spelling, as so many bytes. */
function base64(text: Json, length: number): Buffer {
  const bytes = Buffer.from(String(text), 'base64');
  must(
    bytes.toString('base64') === text && bytes.length === length,
    `\`${text}\` is not ${length} bytes in base64`,
  );
  return bytes;
}

/** Canonical JSON (RFC 8785) of a value that came out of `JSON.parse`. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** Size and root that a checkpoint (a signed note) states, once one of the keys (blanks between) has checked it. */
export function openCheckpoint(note: string, logKey: string): { size: number; root: Buffer } {
  const keys = [...logKey.matchAll(/([^+\s]+)\+([0-9a-f]{8})\+(\S+)/g)];
  const lineOf = (name = '', id = '') => `— ${name} ${Buffer.from(id, 'hex').toString('base64').slice(0, 5)}`;
  const signing = keys.find(([, name, id]) => note.includes(lineOf(name, id))) ?? keys[0];
  const [, name = '', id = '', encoded] = signing ?? [];
  const typed = base64(encoded, 33);
  const itsId = typed[0] === 1 && sha256(`${name}\n`, typed).toString('hex', 0, 4);
  must(itsId === id, "the type or id in the log's key is wrong");
  const end = note.lastIndexOf('\n\n') + 1;
  const lines = note.slice(end + 1).split('\n');
  const ofLog = lines.filter((line) => line.startsWith(`— ${name} `));
  const signatures = ofLog.map((line) => base64(line.slice(name.length + 3), 68));
  const signature = signatures.find((bytes) => bytes.toString('hex', 0, 4) === id);
  must(end > 0 && signature !== undefined, `the checkpoint is not signed by ${name}+${id}`);
  const key = { kty: 'OKP', crv: 'Ed25519', x: typed.toString('base64url', 1) };
  const isGood = verify(null, Buffer.from(note.slice(0, end)), { key, format: 'jwk' }, signature.subarray(4));
  must(isGood, 'the signature on the checkpoint is bad');
  const [origin, size = '', root] = note.split('\n');
  must(origin === name && /^[1-9]\d{0,14}$/.test(size), 'the checkpoint is of another log, or malformed');
  return { size: Number(size), root: base64(root, 32) };
}

/** The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2). */
export function rootOf(index: number, size: number, leafHash: Buffer, proof: readonly Buffer[]): Buffer {
  must(Number.isSafeInteger(index) && index >= 0 && index < size, 'the index is not one of the tree');
  let [node, last, hash] = [index, size - 1, leafHash];
  for (const sibling of proof) {
    must(last > 0, 'the proof is too long');
    const isRight = node % 2 === 1;
    if (isRight || node === last) hash = sha256(Buffer.of(1), sibling, hash);
    else hash = sha256(Buffer.of(1), hash, sibling);
    // The last node of a level without a partner rises until it has one.
    if (!isRight && node === last) while (node % 2 === 0) [node, last] = [node / 2, Math.floor(last / 2)];
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  must(last === 0, 'the proof is too short');
  return hash;
}

/**
 * Checks an answer (reads, hit, standing query, held query or refusal) with its `receipt`.
 * @returns the index of its entry in the log
 * @throws BadReceipt that says what does not hold
 */
export function verifyReceipt(answer: Json, logKey: string): number {
  const receipt = answer?.receipt;
  must(
    typeof receipt?.entry === 'string' && typeof receipt.asker?.detail === 'string',
    'there is no receipt',
  );
  const entry = JSON.parse(receipt.entry);
  const detail = JSON.parse(receipt.asker.detail);
  must(canonical(entry) === receipt.entry, 'the entry is not canonical JSON');

  // 1. The entry commits to the detail, which says what was asked and answered.
  const askerHash = sha256(base64(receipt.asker.salt, 32), receipt.asker.detail);
  const commitment = sha256(askerHash, base64(receipt.ownerHash, 32));
  must(commitment.toString('base64') === entry.commitment, 'the entry commits to another detail');
  // 2. The entry is in the tree whose root the log has signed.
  const leafHash = sha256(Buffer.of(0), receipt.entry);
  must(leafHash.equals(base64(receipt.leafHash, 32)), '`leafHash` is not the hash of the entry');
  const { size, root } = openCheckpoint(String(receipt.checkpoint), logKey);
  must(Array.isArray(receipt.proof), '`proof` is not a list of hashes');
  const proof = receipt.proof.map((hash: Json) => base64(hash, 32));
  must(rootOf(receipt.index, size, leafHash, proof).equals(root), 'the proof leads to another root');
  // 3. The detail is that of this answer, and the public entry says the same as the detail.
  const { decision, entries, queryId, reads = entries, reasons = [], releaseId } = answer;
  must([undefined, detail.id].includes(releaseId ?? queryId), 'the receipt is of an answer with another id');
  must(decision === undefined || decision.effect === detail.effect, 'another effect was logged');
  const logged = new Set(detail.reasons?.map(({ code }: Json) => code));
  const isLogged = ({ code }: Json) => logged.has(code);
  must(reasons.every(isLogged), 'other reasons were logged');
  if (reads !== undefined || detail.readsHash !== undefined) {
    const left = reads ?? (detail.records === 0 ? [] : null); // a standing query has no reads yet
    must(sha256(canonical(left)).toString('base64') === detail.readsHash, 'other reads were logged');
    must(entry.effect === 'permit' && entry.kind !== 'dry_run', 'reads left, and the log does not say so');
  }
  if (detail.kind !== undefined) {
    const { agency, at, effect, entity = agency, kind } = detail;
    must(entry.kind === kind && entry.effect === effect, 'the public entry is of another kind or effect');
    must(entry.agency === entity, 'the public entry names another agency');
    must(entry.minute === `${String(at).slice(0, 16)}Z`, 'the public entry has another time');
  }
  const isKnown = !detail.readsHash || ['release', 'hot_list_sync', 'hit_notice'].includes(entry.kind);
  must(isKnown, `${OLDER} (kind ${JSON.stringify(entry.kind)}): get the newest partner's kit`);
  return receipt.index;
}

/** Checks each file. @returns exit code: 0 all hold, 1 one does not, 2 nothing was given, 3 the log is newer */
function main([key, ...files]: readonly string[]): number {
  if (key === undefined || files.length === 0) {
    process.stderr.write('usage: npx tsx verify-receipt.ts KEY ANSWER.json…  (KEY: the key, or its file)\n');
    return 2;
  }
  const logKey = existsSync(key) ? readFileSync(key, 'utf8') : key;
  const outcomes = files.map((file) => {
    try {
      return `this answer is entry ${verifyReceipt(JSON.parse(readFileSync(file, 'utf8')), logKey)} of the log`;
    } catch (error) {
      const { message } = error as Error;
      return `NOT VERIFIED: ${error instanceof SyntaxError ? 'it is empty, or not the JSON of one answer' : message}`;
    }
  });
  process.stdout.write(outcomes.map((outcome, i) => `${files[i]}: ${outcome}\n`).join(''));
  const bad = outcomes.filter((outcome) => outcome.startsWith('NOT'));
  if (bad.length === 0) return 0;
  return bad.every((outcome) => outcome.startsWith(`NOT VERIFIED: ${OLDER}`)) ? 3 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.exitCode = main(process.argv.slice(2));
