/** What lowers a right and brings no good answer is told as what it is: nobody may take it for done. */
import { GatewayProblem, NoAnswer } from './http-client-answer.ts';
import { nextCommand } from './next-command.ts';

/**
 * @param lower signs in and sends it
 * @throws whatever `lower` throws; with where else to go, if nobody answered, or the gateway could not
 */
export async function orUnknown<T>(lower: () => Promise<T>, isHalt = false): Promise<T> {
  try {
    return await lower();
  } catch (error) {
    if (error instanceof NoAnswer) {
      throw new NoAnswer(`${error.message}\n${elsewhere(isHalt)}`, { cause: error });
    }
    if (error instanceof GatewayProblem && error.answer.status >= 500) {
      throw new GatewayProblem(`${error.message}\n${elsewhere(isHalt)}`, error.answer);
    }
    throw error;
  }
}

/** Another node has another address, and tokens are for addresses: the clients' file names both. */
function elsewhere(isHalt: boolean): string {
  return [
    'NOT KNOWN TO BE IN FORCE. Repeat it, which is safe. If that does not help:',
    '  - another node of the gateway: its clients in CLIENTS_FILE (see the README)',
    ...(isHalt ? [] : [`  - stop all sharing: ${nextCommand('halt --reason "…"')}`]),
    "  - stop the gateway's processes: what does not run sends nothing",
  ].join('\n');
}
