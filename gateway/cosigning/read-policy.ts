/** Reads the policy file of a node; refuses at start one that cannot be fulfilled, or is of another log. */
import { readFile } from 'node:fs/promises';
import { canBeReached, type Policy, parsePolicy } from './policy.ts';

/**
 * @param logKeys verifier keys of the log, one of which suffices
 * @throws Error that names the file, the line, and what is wrong
 */
export async function readPolicy(path: string, logKeys: readonly string[]): Promise<Policy> {
  try {
    const policy = parsePolicy(await readFile(path, 'utf8'));
    const { logs } = policy;
    if (logs.length > 0 && !logKeys.some((logKey) => logs.includes(logKey))) {
      throw new TypeError(`its \`log\` lines do not name this log: add \`log ${logKeys.at(-1)}\``);
    }
    if (!canBeReached(policy)) {
      throw new TypeError(
        'the witnesses that have a URL are too few for its quorum: nobody could ever reach it',
      );
    }
    return policy;
  } catch (error) {
    throw new Error(`LOG_WITNESSES: \`${path}\`: ${(error as Error).message}`, { cause: error });
  }
}
