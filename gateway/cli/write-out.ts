/** Standard output that is waited for: what cannot be written, on a full disk for instance, is a fault of the command. */

const toldByCommand = new WeakSet<Error>();

/** @throws the system's error where it cannot be written: the command then says what that means, and nobody else needs to */
export function writeOut(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) return resolve();
      toldByCommand.add(error);
      reject(error);
    });
  });
}

/** Whether a fault of standard output is one that the command itself tells. */
export const isToldByCommand = (fault: Error) => toldByCommand.has(fault);
