/** Runs the liar, a partner's gateway in Python that was written without a look at ours, against a demo of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startDemo } from '../../setup/demo/running-demo.ts';
import { findPython } from '../../setup/find-python.ts';
import { ROOT } from '../../setup/source-files.ts';

/** Undefined where its packages are missing: `apt-get install python3-jwcrypto`. */
export const python = findPython('cryptography, jwcrypto');

/** @param tell takes each line that it prints @returns its exit code: 1 where a lie was shown, not named or left something behind */
export async function runLiar(
  words: readonly string[],
  tell: (line: string) => void,
): Promise<number | null> {
  // It asks more often in a minute than any partner.
  const demo = await startDemo({ RATE_LIMIT_PER_MINUTE: '100000' });
  try {
    const program = join(ROOT, 'test/programs/network-liar/liar.py');
    const child = spawn(python ?? 'python3', [program, join(demo.dataDir, 'demo.json'), ...words], {
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    for await (const line of createInterface(child.stdout)) tell(line);
    return (await closed)[0];
  } finally {
    await demo.stop();
  }
}
