/** Purposes of the command line: a code that is on no list is a slip of the pen, and is refused before it is asked with. */
import { InvalidArgumentError } from 'commander';
import { APPROVED_CODES, findPurpose } from '../../sharing-rules/terms/purposes.ts';

/** A parser for commander. Purposes that are always refused pass: the gateway says which clause refuses them. */
export function purposeCode(text: string): string {
  const code = text.trim();
  if (findPurpose(code) !== undefined) return code;
  throw new InvalidArgumentError(`there is no such purpose: write one of ${APPROVED_CODES.join(', ')}`);
}

/** A parser for commander, of what partners may be told for. */
export function approvedPurpose(text: string): string {
  const code = text.trim();
  if (findPurpose(code)?.answer === 'approved') return code;
  throw new InvalidArgumentError(`it is not an approved purpose: write one of ${APPROVED_CODES.join(', ')}`);
}

/** A parser for commander: `all`, or codes as `purposeCode` takes them, with commas between. */
export function purposeList(text: string): string {
  const unknown = text.split(',').find((one) => text !== 'all' && findPurpose(one.trim()) === undefined);
  if (unknown === undefined) return text;
  throw new InvalidArgumentError(
    `\`${unknown.trim()}\` is not an approved purpose: write \`all\`, or some of ${APPROVED_CODES.join(', ')}`,
  );
}
