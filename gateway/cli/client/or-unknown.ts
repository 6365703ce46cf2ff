/** Tells honestly if withdrawing a right brings no good answer: nobody may believe it is done. */
import type { Command } from 'commander';
import { commandElsewhere } from '../next-command.ts';
import { wordsTyped } from '../typed-again.ts';
import { GatewayProblem, NoAnswer } from './http-client-answer.ts';

/**
 * @param command as it was typed
 * @param lower signs in and sends it
 * @throws whatever `lower` throws; with where else to go, if nobody answered, or the gateway could not
 */
export async function orUnknown<T>(command: Command, lower: () => Promise<T>): Promise<T> {
  try {
    return await lower();
  } catch (error) {
    if (error instanceof NoAnswer) {
      throw new NoAnswer(`${error.message}\n${elsewhere(command)}`, { cause: error });
    }
    if (error instanceof GatewayProblem && error.answer.status >= 500) {
      throw new GatewayProblem(`${error.message}\n${elsewhere(command)}`, error.answer);
    }
    throw error;
  }
}

function elsewhere(command: Command): string {
  const halt = commandElsewhere('halt --reason "…"', command.getOptionValue('as'));
  return [
    'NOT KNOWN TO BE IN FORCE. Repeat it, which is safe. If that does not help:',
    `  - another node of the gateway, by its own address: ${commandElsewhere(wordsTyped(command))}`,
    ...(command.name() === 'halt' ? [] : [`  - stop all sharing, there: ${halt}`]),
    "  - stop the gateway's processes: what does not run sends nothing",
  ].join('\n');
}
