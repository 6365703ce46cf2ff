/** Reads a key that was pasted into a form as JSON. */
import { PageProblem } from '../../serve/problem.ts';

/**
 * @param undone the words that say that nothing was done
 * @throws PageProblem that says what to paste, and repeats nothing of what was pasted
 */
export function pastedKey(field: string, text: string, undone: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const faults = new Map([[field, 'Paste the public key as JSON, from { to }.']]);
    throw new PageProblem({
      status: 422,
      detail: `${undone}: this is not JSON`,
      reasons: [],
      members: { faults },
    });
  }
}
