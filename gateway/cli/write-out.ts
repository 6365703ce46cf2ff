/**
 * The one place where commands print: whatever came from outside is made visible here, so that no officer's words move
 * the cursor of a reviewer's terminal, or turn the direction of its text.
 */
import { visible } from '../audit-verify/visible.ts';

const toldByCommand = new WeakSet<Error>();

/** Prints on standard output. */
export function print(text: string): void {
  process.stdout.write(visible(text));
}

/** Prints a line on standard error. */
export function tell(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}

/**
 * Standard output that is waited for: what cannot be written, on a full disk for instance, is a fault of the command.
 * @throws the system's error where it cannot be written: the command then says what that means, and nobody else needs to
 */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(visible(text), (error) => {
      if (!error) return resolve();
      toldByCommand.add(error);
      reject(error);
    });
  });
}

/** Whether a fault of standard output is one that the command itself tells. */
export const isToldByCommand = (fault: Error) => toldByCommand.has(fault);
