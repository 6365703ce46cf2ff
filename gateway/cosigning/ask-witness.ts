/** Asks a witness once (C2SP tlog-witness, `add-checkpoint`), and interprets its answer. */
import { hash } from 'node:crypto';
import { type Cosignature, findCosignature } from '../audit/cosignature.ts';
import { parseTreeSize } from '../audit/parse-checkpoint.ts';
import { parseSignatureLine, splitNote } from '../audit/signed-note.ts';
import type { PolicyWitness } from './policy.ts';

/** Milliseconds for a whole answer. */
const PATIENCE = 5_000;
/** The most bytes of an answer: sixteen signatures that withstand quantum computers. */
const LARGEST_ANSWER = 64 * 1024;
/** The most characters of a witness's answer that go into the diagnostics. */
const LONGEST_WORDS = 200;

export type WitnessAnswer =
  | { readonly kind: 'cosigned'; readonly cosignature: Cosignature }
  /** It has cosigned another size than the one from which was asked. */
  | { readonly kind: 'elsewhere'; readonly size: number }
  /** It says that the head does not extend the one that it has seen, but has shown no proof of that yet. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It does not know the log, could not be reached, is overloaded, or does not speak the protocol. */
  | { readonly kind: 'trouble'; readonly why: string };

export interface Asking {
  readonly witness: PolicyWitness & { readonly url: string };
  /** The size of the tree from which the proof leads. */
  readonly oldSize: number;
  readonly proof: readonly Buffer[];
  /** Our signed checkpoint. */
  readonly note: string;
}

/** Asks the witness. Never rejects: a failure is an answer too. */
export async function askWitness({ note, oldSize, proof, witness }: Asking): Promise<WitnessAnswer> {
  const body = `old ${oldSize}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${note}`;
  try {
    const response = await fetch(`${witness.url}/add-checkpoint`, {
      ...{ method: 'POST', body, redirect: 'error' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    return understand(response.status, await readBounded(response), note, witness);
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return { kind: 'trouble', why: cause?.code ?? message };
  }
}

/**
 * Reads the newest checkpoint that a witness has cosigned of the log with this origin, as anybody can.
 * @returns null if it shows none
 * @throws Error if it cannot be reached
 */
export async function readCheckpointOf({ url }: Asking['witness'], origin: string): Promise<string | null> {
  const response = await fetch(`${url}/${hash('sha256', origin, 'hex')}/checkpoint`, {
    ...{ redirect: 'error', signal: AbortSignal.timeout(PATIENCE) },
  });
  const text = await readBounded(response);
  return response.status === 200 ? text : null;
}

function understand(status: number, text: string, note: string, witness: PolicyWitness): WitnessAnswer {
  if (status === 200) return readCosignature(text, note, witness);
  const why = `it answered ${status}: ${text.trim().slice(0, LONGEST_WORDS)}`;
  if (status === 422) return { kind: 'refused', why };
  const size = status === 409 ? parseTreeSize(text.replace(/\n$/, '')) : null;
  return size === null ? { kind: 'trouble', why } : { kind: 'elsewhere', size };
}

function readCosignature(text: string, note: string, { key }: PolicyWitness): WitnessAnswer {
  try {
    const lines = text.replace(/\n$/, '').split('\n').map(parseSignatureLine);
    const cosignature = findCosignature(splitNote(note).text, lines, key);
    if (cosignature !== null) return { kind: 'cosigned', cosignature };
    return { kind: 'trouble', why: 'it cosigned with another key than the one in the policy' };
  } catch (error) {
    return { kind: 'trouble', why: (error as Error).message };
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > LARGEST_ANSWER) throw new Error(`its answer is larger than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
