/**
 * Splits signed notes, and reads the keys that verify them (C2SP signed-note), Ed25519 only. Judges neither
 * whose signatures they are nor whether they are good.
 */
import { type Bytes, decodeBase64, hexOf } from './bytes.ts';
import { sha256 } from './hash-tree.ts';

/** A signature line, `— name base64(id ‖ signature)`. */
interface NoteSignature {
  readonly name: string;
  /** Hexadecimal. */
  readonly id: string;
  readonly signature: Bytes;
}

export interface Note {
  /** The text that is signed, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ID_SIZE = 4;

/** Splits a note. @throws Error that says what is wrong with a checkpoint's note, and in which line */
export function splitNote(note: string): Note {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw new Error('the checkpoint is not a signed note');
  const lines = note.slice(0, -1).split('\n');
  const control = lines.findIndex((line) => CONTROL.test(line));
  if (control >= 0) {
    const code = CONTROL.exec(lines[control] as string)?.[0].charCodeAt(0) ?? 0;
    const named = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    throw malformed(control, `has the control character ${named}, and newlines are the only ones allowed`);
  }
  const text = note.slice(0, split + 1);
  // The text ends in a newline, so it has as many lines as newlines; the empty line follows.
  const first = text.split('\n').length;
  const signatures = lines.slice(first).map((line, i) => readSignature(line, first + i));
  return { text, signatures };
}

/** ASCII control characters but the newline: a note must not have them. */
const CONTROL = /[^\P{Cc}\n\u007f-\u009f]/u;

function readSignature(line: string, at: number): NoteSignature {
  const [, name, encoded] = /^— ([^\s\u0085+]+) (\S+)$/u.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (name === undefined || bytes === null || bytes.length <= ID_SIZE) {
    throw malformed(
      at,
      'is not a signature line (`— name base64`), and only those may follow the empty line',
    );
  }
  return { name, id: hexOf(bytes.subarray(0, ID_SIZE)), signature: bytes.subarray(ID_SIZE) };
}

/** Makes the error of a malformed line. @param at counted from 0 */
export function malformed(at: number, what: string): Error {
  return new Error(
    `line ${at + 1} of the checkpoint ${what}; next: take the checkpoint again, and give it unchanged; if it is the same, ` +
      'tell the owner of the log',
  );
}

/** A parsed verifier key. */
export interface VerifierKey {
  readonly name: string;
  /** Hexadecimal. */
  readonly id: string;
  /** 32 bytes. */
  readonly raw: Bytes;
}

/** The type bytes of a log's key, and of one that signs with a time (C2SP tlog-cosignature). */
const TYPES = { log: 1, witness: 4 } as const;

/** Parses a verifier key. @throws Error that does not quote it, since it may be something secret */
export async function readVerifierKey(vkey: string, of: keyof typeof TYPES): Promise<VerifierKey> {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const typed = decodeBase64(encoded, 33);
  if (name === undefined || id === undefined || typed === null || typed[0] !== TYPES[of]) {
    throw new Error(
      `the key is not an Ed25519 verifier key of a ${of}, of the form \`name+id+base64\` (its type is 0${TYPES[of]})`,
    );
  }
  const itsId = (await sha256(`${name}\n`, typed)).subarray(0, 4);
  if (hexOf(itsId) !== id) throw new Error("the key's id is not its own");
  return { name, id, raw: typed.subarray(1) };
}
