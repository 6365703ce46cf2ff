/** Standard output that is waited for: what cannot be written, on a full disk for instance, is a fault of the command. */

/** @throws the system's error where it cannot be written */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
