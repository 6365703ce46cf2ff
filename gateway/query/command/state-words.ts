/** The command that asks a refused query again with the asker's word for what the refused words are. */
import type { AskersReason } from '../../../sharing-rules/what-to-do.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { withNext } from '../../cli/client/next-step.ts';

/** The other choices: statements go into the log, so the command must not lead anybody to a false one. */
const OTHERWISE =
  "\n(with `=victim_or_witness` if they are of one, `=suspects_conduct` if of the suspect's own; what is not true is misuse)";

/** Handles an error in `catch`. @param again the command with these further values of `--context` */
export function stateWords(again: (context: readonly string[]) => string) {
  return (error: unknown): never => {
    if (!(error instanceof GatewayProblem)) throw error;
    const { body } = error.answer;
    const { reasons = [] } = (typeof body === 'object' && body !== null ? body : {}) as {
      readonly reasons?: readonly AskersReason[];
    };
    const stated = reasons.flatMap(({ found = [], whatToDo = '' }) =>
      whatToDo.includes('purpose.context') ? found.map(({ words }) => `${words}=name_or_place`) : [],
    );
    if (stated.length === 0) throw error;
    throw withNext(
      error,
      `if these words only name a person, a place or a thing: ${again([...new Set(stated)])}${OTHERWISE}`,
    );
  };
}
