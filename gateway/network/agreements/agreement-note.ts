/** The signed note by which a party accepts, rejects or ends an agreement: three lines under its log's signature. */
import { AGREEMENT_WORDS, type AgreementWord } from '../../../sharing-rules/network/agreement-states.ts';
import { verifyNote } from '../../audit/signed-note.ts';
import { GatewayError } from '../../faults/errors.ts';
import { AGREEMENT_TYPE } from './agreement.schema.ts';

export interface NoteSaid {
  readonly word: AgreementWord;
  /** ms. */
  readonly at: number;
}

/** Returns the text to sign. */
export const noteText = (id: string, { at, word }: NoteSaid): string =>
  `${AGREEMENT_TYPE}\n${word} ${id}\n${at}\n`;

/** A clock may be ahead by so much; what is later yet was signed for a time that has not come. */
const AHEAD = 5 * 60_000;
/** The largest time that a column of the database holds. */
const LATEST = 8_640_000_000_000_000;

/**
 * Reads a note about this agreement. An end counts whenever it was signed: a wrong clock must not keep a party in.
 * @throws GatewayError `malformed` if it is not signed with the key, is about another agreement, or cannot be read as a note
 */
export function readNote(
  note: string,
  { id, logKey }: { id: string; logKey: string },
  now: number,
): NoteSaid {
  const text = signedText(note, logKey);
  const [type, said = '', time = '', ...rest] = text.split('\n');
  const [word, about, ...more] = said.split(' ');
  if (type !== AGREEMENT_TYPE || rest.join() !== '' || rest.length !== 1 || more.length > 0) {
    throw malformed(`must have three lines: \`${AGREEMENT_TYPE}\`, the word with the id, the time in ms`);
  }
  const known = AGREEMENT_WORDS.find((one) => one === word);
  if (known === undefined) throw malformed(`has an unknown word: write one of ${AGREEMENT_WORDS.join(', ')}`);
  if (about !== id) throw malformed('is about another agreement: sign the id of this one');
  const at = Number(time);
  if (!/^(0|[1-9]\d{0,15})$/.test(time) || at > LATEST)
    throw malformed('must have its time in ms as its third line');
  if (known === 'accept' && at > now + AHEAD)
    throw malformed('was signed for a time to come: set the clock right');
  return { word: known, at };
}

function signedText(note: string, logKey: string): string {
  try {
    return verifyNote(note, ...logKey.split(' ')).text;
  } catch {
    throw malformed('is not signed with the `logKey` that the agreement names for its sender');
  }
}

const malformed = (what: string) => new GatewayError('malformed', `\`note\` ${what}`);
