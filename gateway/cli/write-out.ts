/**
 * Prints for all commands: makes whatever came from outside visible, so that no officer's words move the
 * cursor of a reviewer's terminal, or turn the direction of its text.
 */
import { visible } from '../audit-verify/visible.ts';

const toldByCommand = new WeakSet<Error>();

export function print(text: string): void {
  process.stdout.write(visible(text));
}

/** Prints a line on standard error. */
export function tell(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}

/**
 * Waits for standard output: what cannot be written, on a full disk for instance, is the command's fault.
 * @throws the system's error if it cannot be written; only the command tells what that means
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

/** True if a fault of standard output is one that the command itself tells. */
export const isToldByCommand = (fault: Error) => toldByCommand.has(fault);
