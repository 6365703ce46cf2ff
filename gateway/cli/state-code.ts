/** Parses two letters for a state, in any case. */
import { InvalidArgumentError } from 'commander';
import { isState, STATES } from '../../sharing-rules/terms/states.ts';

/** Parses for commander; refuses anything but a state before it is sent. */
export function stateCode(text: string): string {
  const code = text.trim().toUpperCase();
  if (isState(code)) return code;
  throw new InvalidArgumentError(
    `write a state with two letters, e.g. CO; for a plate from anywhere else leave \`--state\` out; known are ${STATES.join(', ')}`,
  );
}
