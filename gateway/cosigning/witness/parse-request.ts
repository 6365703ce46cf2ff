/** Parses what a log asks of a witness: the body of `POST /add-checkpoint` (C2SP tlog-witness). Pure. */
import { HASH_SIZE } from '../../audit/merkle.ts';
import { type Checkpoint, parseCheckpoint, parseTreeSize } from '../../audit/parse-checkpoint.ts';
import { splitNote, strictBase64 } from '../../audit/signed-note.ts';

/** The most hashes of a consistency proof; a tree of 2^63 leaves needs no more. */
const MOST_HASHES = 63;

export interface AddCheckpoint {
  /** The size of the tree from which the proof leads. */
  readonly oldSize: number;
  readonly proof: readonly Buffer[];
  /** The checkpoint with its signatures, as it came. */
  readonly note: string;
  /** The note without its signatures, which is cosigned. */
  readonly text: string;
  readonly checkpoint: Checkpoint;
}

/** Parses a body. @throws TypeError that says what is wrong with it */
export function parseRequest(body: Uint8Array): AddCheckpoint {
  const whole = decodeUtf8(body);
  const end = whole.indexOf('\n\n');
  if (end < 0) {
    throw new TypeError('malformed request: no empty line stands between the proof and the checkpoint');
  }
  const [first = '', ...hashes] = whole.slice(0, end).split('\n');
  const oldSize = first.startsWith('old ') ? parseTreeSize(first.slice('old '.length)) : null;
  if (oldSize === null) {
    throw new TypeError('malformed request: its first line must be `old ` and a tree size in decimal');
  }
  if (hashes.length > MOST_HASHES) {
    throw new TypeError(`malformed request: a consistency proof has at most ${MOST_HASHES} hashes`);
  }
  const proof = hashes.map((text, i) => {
    const hash = strictBase64(text);
    if (hash?.length === HASH_SIZE) return hash;
    throw new TypeError(
      `malformed request: line ${i + 2} must be a hash of the proof, 32 bytes in padded base64`,
    );
  });
  const note = whole.slice(end + 2);
  const { text } = splitNote(note);
  return { oldSize, proof, note, text, checkpoint: parseCheckpoint(text) };
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new TypeError('malformed request: it is not UTF-8');
  }
}
