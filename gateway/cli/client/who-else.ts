/** Who may do the next step, in the words of a command line: it is not always who did this one. */
import { nextCommand } from '../next-command.ts';
import type { Client } from './connect.ts';

type Known = Pick<Client, 'isDemo' | 'name' | 'signsIn'>;

/**
 * For what takes two persons, lines that say what the second one types: in the demo its other administrator. Of an
 * operator's file only its people know who is who: there the second person writes a name of their own, the one that
 * `sign-in` prints where persons sign in.
 * @param words of the command, without the name
 * @param lead e.g. `then`, where something comes before it
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

/** For what takes another role than the one that acts: in the demo its person does by default, elsewhere a name is needed. */
export function byItsRole({ isDemo }: Known, words: string): string {
  return isDemo ? nextCommand(words) : `${nextCommand(words)} --as …`;
}
