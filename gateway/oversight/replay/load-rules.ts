/**
 * Loads rules of other releases from checkouts that an auditor names. They run in the auditor's own command
 * and on the auditor's machine; the gateway never runs them.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readRulesRevision } from '../../settings/rules-revision.ts';
import type { DecideAgain } from './replay-decisions.ts';

/** The sources and their built form, each with a revision of its own, since either may have run. */
const PLACES = ['sharing-rules', 'dist/sharing-rules'];
const FILES = ['decide-again.js', 'decide-again.ts'];

/**
 * Finds the file of each revision's rules; the revision is computed from the files.
 * @throws Error for a directory without rules
 */
export function findRules(directories: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    directories.flatMap((directory) => {
      const found = PLACES.flatMap((place) => {
        const root = resolve(directory, place);
        const file = FILES.map((name) => join(root, name)).find(existsSync);
        return file === undefined ? [] : [[readRulesRevision(root), file] as const];
      });
      if (found.length > 0) return found;
      throw new Error(
        `\`${directory}\` has no \`sharing-rules/decide-again.ts\`: name a checkout of a release of the gateway`,
      );
    }),
  );
}

/** Imports the rules. @throws Error that names the file if it cannot be loaded */
export async function loadRules(file: string): Promise<DecideAgain> {
  try {
    return ((await import(pathToFileURL(file).href)) as { decideAgain: DecideAgain }).decideAgain;
  } catch (cause) {
    const why = (cause as Error).message.split('\n')[0];
    throw new Error(
      `the rules \`${file}\` could not be loaded (${why}): run this command from a checkout, with its packages`,
      {
        cause,
      },
    );
  }
}
