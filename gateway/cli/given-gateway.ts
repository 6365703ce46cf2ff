/** The node that a command was told to connect to by `--gateway`: of this command alone, whatever runs beside it. */
import { AsyncLocalStorage } from 'node:async_hooks';

const commands = new AsyncLocalStorage<{ url: string | undefined }>();

/** Runs one command, which has not been told yet. */
export function asCommand<T>(run: () => Promise<T>): Promise<T> {
  return commands.run({ url: undefined }, run);
}

/** From here on for the command under way. @throws Error outside of one */
export function giveGateway(url: string): void {
  const command = commands.getStore();
  if (command === undefined) throw new Error('no command is under way');
  command.url = url;
}

/** What it was told, if it was. */
export function givenGateway(): string | undefined {
  return commands.getStore()?.url;
}
