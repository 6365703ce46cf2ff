/** Keeps the node of `--gateway` for one command alone, whatever runs beside it. */
import { AsyncLocalStorage } from 'node:async_hooks';

const commands = new AsyncLocalStorage<{ url: string | undefined }>();

/** Runs one command, at first without a node. */
export function asCommand<T>(run: () => Promise<T>): Promise<T> {
  return commands.run({ url: undefined }, run);
}

/** Sets the node for the rest of the running command. @throws Error outside of a command */
export function giveGateway(url: string): void {
  const command = commands.getStore();
  if (command === undefined) throw new Error('no command is under way');
  command.url = url;
}

/** Returns the node, if one was given. */
export function givenGateway(): string | undefined {
  return commands.getStore()?.url;
}
