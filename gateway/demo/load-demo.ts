/** Loads the demo's optional packages (PostgreSQL, issuer, one-time codes); a real node never loads them. */

/** @throws Error that says what to do if they are not installed */
export async function loadDemo(): Promise<typeof import('./run-demo.ts')> {
  try {
    return await import('./run-demo.ts');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error(
      'the demo is not installed here: run `npm ci` without `--omit=optional`, or run a gateway with `serve`',
      { cause },
    );
  }
}
