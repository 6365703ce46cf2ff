/**
 * Words the refusal of a standing query that needs a review: nobody reviews one before it waits, so it names
 * the query for reads to ask instead, and its command.
 */
import type { Officer } from '../../../sharing-rules/terms/asker.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { whyHeld } from '../../../sharing-rules/terms/reasons.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { withNext } from '../../cli/client/next-step.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';

const INSTEAD =
  'a standing query does not wait for that: ask by `POST /v1/queries`, where a person reads it before anything is released';

/** Returns the sentence of the refusal. @param reasons for which a query for reads would be held */
export function askForReadsInstead(reasons: readonly Pick<Reason, 'code' | 'detail'>[]): string {
  const why = [...new Set(reasons.map(whyHeld))].join(', and since ');
  return `a person would have to read this query first, since ${why}; ${INSTEAD}`;
}

/** The members of a sent body that a standing query could have. */
export interface Sent {
  readonly purpose?: Partial<Purpose>;
  readonly onBehalfOf?: Partial<Officer>;
  readonly plate?: { readonly number?: string; readonly state?: string };
}

/** Makes a `catch` handler that adds the command for a query to the problem. @param as who asked, if given */
export function askForReads(sent: unknown, as: string | undefined) {
  return (error: unknown): never => {
    if (!(error instanceof GatewayProblem)) throw error;
    const { detail } = (error.answer.body ?? {}) as { readonly detail?: unknown };
    if (!String(detail).endsWith(INSTEAD)) throw error;
    const words = queryWords(sent as Sent).join(' ');
    throw withNext(error, `where a person reads it first: ${nextCommand(words, as)}`);
  };
}

function queryWords({ onBehalfOf, plate, purpose = {} }: Sent): string[] {
  const { context = [], judicialProcess: paper, offense } = purpose;
  const options: readonly (readonly [name: string, value: string | undefined])[] = [
    ['state', plate?.state],
    ['purpose', purpose.code],
    ['case', purpose.caseNumber],
    ['justification', purpose.justification],
    ...context.map(({ is, words }) => ['context', `${words}=${is}`] as const),
    ['offense', offense && `${offense.system}:${offense.code}`],
    ['supervisor', purpose.supervisor],
    ...(['court', 'docket', 'judge'] as const).map((name) => [name, paper?.[name]] as const),
    ['process', paper?.kind],
    ['issued-on', paper?.issuedOn],
    ['officer', onBehalfOf?.id],
    ['officer-name', onBehalfOf?.name],
  ];
  const typed = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${quoted(value)}`],
  );
  return [
    `query ${quoted(plate?.number)}`,
    ...typed,
    ...(paper?.affirmation === true ? ['--affirmation'] : []),
  ];
}
