/** The command that asks a refused query again with the asker's word for what the refused words are. */
import type { AskersReason } from '../../../sharing-rules/terms/reasons.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { withNext } from '../../cli/client/next-step.ts';

/** For `catch`. @param again the command with these further values of `--context` */
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
    throw withNext(error, `if these words are a name or place: ${again([...new Set(stated)])}`);
  };
}
