/** Parses purposes of the command line; refuses a code that is on no list as a typing error. */
import { InvalidArgumentError } from 'commander';
import { APPROVED_CODES, findPurpose } from '../../sharing-rules/terms/purposes.ts';

/** Parses for commander. Always refused purposes pass: the gateway says which clause refuses them. */
export function purposeCode(text: string): string {
  const code = text.trim();
  if (findPurpose(code) !== undefined) return code;
  throw new InvalidArgumentError(`there is no such purpose: write one of ${APPROVED_CODES.join(', ')}`);
}

/** Parses for commander a purpose that partners may be permitted. */
export function approvedPurpose(text: string): string {
  const code = text.trim();
  if (findPurpose(code)?.answer === 'approved') return code;
  throw new InvalidArgumentError(`it is not an approved purpose: write one of ${APPROVED_CODES.join(', ')}`);
}

/** Parses for commander `all`, or codes that `purposeCode` takes, separated by commas. */
export function purposeList(text: string): readonly string[] {
  if (text === 'all') return APPROVED_CODES;
  const codes = text.split(',').map((one) => one.trim());
  const unknown = codes.find((one) => findPurpose(one) === undefined);
  if (unknown === undefined) return codes;
  throw new InvalidArgumentError(
    `\`${unknown}\` is not an approved purpose: write \`all\`, or some of ${APPROVED_CODES.join(', ')}`,
  );
}
