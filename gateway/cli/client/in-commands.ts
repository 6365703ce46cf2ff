/** Replaces paths in the gateway's sentences, which are for programs, by the commands for people. */
import { nextCommand } from '../next-command.ts';

const COMMANDS: readonly (readonly [path: RegExp, command: (id: string) => string])[] = [
  [/GET \/v1\/queries\/([\w-]+)/g, (id) => nextCommand(`query --pick-up ${id}`)],
  [/GET \/v1\/purposes/g, () => nextCommand('query --help')],
  [/POST \/v1\/decisions/g, () => 'query --dry-run'],
  [/POST \/v1\/queries/g, () => 'query'],
  [/purpose\.context\b/g, () => '--context'],
  [/purpose\.incident\b/g, () => '--kind` and the options after it in `query --help'],
];

/** @param text from the gateway's answer */
export function inCommands(text: string): string {
  return COMMANDS.reduce((said, [path, command]) => said.replace(path, (_, id) => command(String(id))), text);
}
