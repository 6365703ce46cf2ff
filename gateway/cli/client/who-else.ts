/** Writes commands for the next step, which may need another person than this one. */
import { nextCommand } from '../next-command.ts';
import type { Client } from './connect.ts';

type Known = Pick<Client, 'isDemo' | 'name' | 'signsIn'>;

/**
 * Returns lines for the second of two persons: in the demo its other administrator. Only an operator's people
 * know who is who in their file: there the second person writes their own name, the one that `sign-in` prints
 * if persons sign in.
 * @param words of the command, without the name
 * @param lead e.g. `then`, if something comes before it
 */
export function nextByAnother({ isDemo, name, signsIn }: Known, words: string, lead = 'next'): string[] {
  if (isDemo) {
    return [
      `${lead}, by another administrator: ${nextCommand(words, name === 'admin-2' ? 'admin-1' : 'admin-2')}`,
    ];
  }
  return [
    `${lead}, by another administrator, with their own name in place of the last \`…\`:`,
    ...(signsIn === true ? [`  ${nextCommand('sign-in')}`] : []),
    `  ${nextCommand(words)} --as …`,
  ];
}

/** Writes a command for another role: the demo picks its person by default, elsewhere a name is needed. */
export function byItsRole({ isDemo }: Known, words: string): string {
  return isDemo ? nextCommand(words) : `${nextCommand(words)} --as …`;
}
