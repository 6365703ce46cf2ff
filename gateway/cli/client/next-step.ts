/** Where a command knows better what to do about a refusal than its status alone tells. */
import { nextCommand } from '../next-command.ts';
import { GatewayProblem } from './http-client-answer.ts';

/** For `catch`. @param steps by status; what was thrown passes through, with this step in place of the general one */
export function nextStep(steps: Readonly<Record<number, string>>) {
  return (error: unknown): never => {
    const next = error instanceof GatewayProblem ? steps[error.answer.status] : undefined;
    if (!(error instanceof GatewayProblem) || next === undefined) throw error;
    throw withNext(error, next);
  };
}

/** The same problem with another step. */
export function withNext({ answer, message }: GatewayProblem, next: string): GatewayProblem {
  return new GatewayProblem(`${message.replace(/\nnext: .*/, '')}\nnext: ${next}`, answer);
}

/** An ORI that the registry does not know. */
export function findAgencyStep(as?: string): string {
  return `find its ORI: ${nextCommand('agencies --name "part of its name"', as)}`;
}
