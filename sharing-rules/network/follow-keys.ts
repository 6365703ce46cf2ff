/** Follows the keys of another gateway's log by what that log says of them. */

/** Describes an entry of the log by which a key came, or ended. */
export type KeyStep =
  | { readonly kind: 'log_key_added'; readonly added: string; readonly beside: string }
  | { readonly kind: 'log_key_retired'; readonly retired: string; readonly goesOn: string };

/**
 * Returns the keys to trust after a step. Only a key that is trusted already brings another, of the same log; and one ends
 * only where a trusted one goes on, so that some key always remains. Steps from before the keys were known change nothing.
 */
export function afterKeyStep(known: readonly string[], step: KeyStep): readonly string[] {
  if (step.kind === 'log_key_retired') {
    const { goesOn, retired } = step;
    return known.includes(goesOn) && goesOn !== retired ? known.filter((key) => key !== retired) : known;
  }
  const { added, beside } = step;
  const isNew = known.includes(beside) && !known.includes(added) && logOf(added) === logOf(beside);
  return isNew ? [...known, added] : known;
}

/** The name of the log, with which its verifier key begins. */
const logOf = (key: string) => key.slice(0, key.indexOf('+'));
