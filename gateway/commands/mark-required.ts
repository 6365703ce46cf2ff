/** In the help of every command, options that must be given are marked. */
import type { Command } from 'commander';

export function markRequired(command: Command): void {
  for (const option of command.options) {
    if (option.mandatory) option.description = `${option.description} (required)`.trimStart();
  }
  for (const part of command.commands) markRequired(part);
}
