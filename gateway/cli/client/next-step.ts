/** Replaces the next step of a refusal if a command knows better than its status alone tells. */
import { nextCommand } from '../next-command.ts';
import { GatewayProblem } from './http-client-answer.ts';

/** Makes a handler for `catch` that replaces the next step and rethrows. @param steps by status */
export function nextStep(steps: Readonly<Record<number, string>>) {
  return (error: unknown): never => {
    const next = error instanceof GatewayProblem ? steps[error.answer.status] : undefined;
    if (!(error instanceof GatewayProblem) || next === undefined) throw error;
    throw withNext(error, next);
  };
}

/** Returns the same problem with another next step. */
export function withNext({ answer, message }: GatewayProblem, next: string): GatewayProblem {
  return new GatewayProblem(`${message.replace(/\nnext: .*/, '')}\nnext: ${next}`, answer);
}

/** Returns the next step for an ORI that the registry does not know. */
export function findAgencyStep(as?: string): string {
  return `find its ORI: ${nextCommand('agencies --name "part of its name"', as)}`;
}
