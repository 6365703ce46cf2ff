/** Marks in the help of every command the options that must be given. */
import type { Command } from 'commander';

export function markRequired(command: Command): void {
  for (const option of command.options) {
    if (option.mandatory) option.description = `${option.description} (required)`.trimStart();
  }
  for (const part of command.commands) markRequired(part);
}
