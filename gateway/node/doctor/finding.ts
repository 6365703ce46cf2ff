/** Runs one check of the doctor, and tells what it found and what to do next. */
import { explainFault } from '../../cli/explain-fault.ts';

export interface Finding {
  /** The thing, by a name that stays the same. */
  readonly check: string;
  readonly state: 'holds' | 'fault' | 'unchecked';
  readonly says: string;
  /** Tells what to do next; absent if there is nothing to do. */
  readonly next?: string;
}

/** The faults that the node itself tells end with their next step. */
const NEXT = /[;.] next: /;

/**
 * Looks at one thing.
 * @param next what to do, where the fault does not say so itself
 * @param look resolves to what is well, in words, or to a whole finding; rejects with the fault
 */
export async function examine(
  check: string,
  next: string,
  look: () => Promise<string | Omit<Finding, 'check'>>,
): Promise<Finding> {
  try {
    const found = await look();
    return typeof found === 'string' ? { check, state: 'holds', says: found } : { ...found, check };
  } catch (error) {
    return faultOf(check, explainFault(error), next);
  }
}

/** Takes the next step out of the words of a fault. */
export function faultOf(check: string, words: string, next: string): Finding {
  const [says = '', ...steps] = words.split(NEXT);
  return { check, state: 'fault', says, next: steps.join('; ') || next };
}

/** Says that nobody has looked, and how somebody can. */
export function unchecked(says: string, next?: string): Omit<Finding, 'check'> {
  return { state: 'unchecked', says, ...(next === undefined ? {} : { next }) };
}
