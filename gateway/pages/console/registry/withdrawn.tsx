/** Acts that take access away: they need a reason, and answer when every node has obeyed. */
import { Alert } from '../../layout/alert.tsx';
import type { Visit } from '../../serve/page.ts';

/** The answer to an act that takes access away. */
export interface Withdrawn {
  readonly index: number;
  readonly drained: number;
  readonly aborted: number;
  readonly expiredNodes: number;
}

interface WithdrawnStatusProps {
  readonly lowered: Withdrawn;
  readonly what: string;
  readonly ms: number;
}

/** Tells what the node did when access was taken away, and links the log entry, which the same persons may read. */
export function WithdrawnStatus({ lowered, ms, what }: WithdrawnStatusProps) {
  const { aborted, drained, expiredNodes, index } = lowered;
  return (
    <Alert kind="success" heading={what}>
      <p>
        This is in force on every node since log entry <a href={`/console/audit/${index}`}>{index}</a>. The
        request took {ms} milliseconds.
      </p>
      <ul>
        <li>
          Answers that were under way: {drained}; cut while they were written: {aborted}
        </li>
        <li>Nodes that did not answer, and were waited out: {expiredNodes}</li>
      </ul>
    </Alert>
  );
}

/** The text on the form of such an act while every node obeys; the page adds for how long. */
export const WHILE_LOWERING = 'Marked in the log; waiting until every node has obeyed.';
export const LOWERING_SCRIPTS = ['act-progress.js'];

/** Runs an act that takes access away, and tells how long it took. */
export async function lower<Answer extends Withdrawn>(
  { post, typed }: Visit,
  path: string,
): Promise<{ readonly lowered: Answer; readonly ms: number }> {
  const began = performance.now();
  const reason = typed.get('reason')?.trim() ?? '';
  const body = reason === '' ? {} : { reason };
  const lowered = await post<Answer>(path, body);
  return { lowered, ms: Math.round(performance.now() - began) };
}
