/** The files of kept rules, from the one piece in which they were hashed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** No file outside the directory, and none that is hidden. */
const PATH = /^(?:\w[\w-]*\/)*\w[\w-]*(?:\.\w[\w-]*)*\.(?:ts|js|json)$/;

/**
 * Writes them below the directory. Resolves to their paths.
 * @throws Error where the piece is not what `readRulesCode` makes
 */
export async function unpackRules(code: Buffer, directory: string): Promise<string[]> {
  const files = filesIn(code);
  for (const [path, content] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return [...files.keys()];
}

function filesIn(code: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let at = 0;
  const takeText = () => {
    const end = code.indexOf(0, at);
    if (end === -1) throw new Error('the kept rules are not whole');
    const text = code.toString('utf8', at, end);
    at = end + 1;
    return text;
  };
  while (at < code.length) {
    const path = takeText();
    const length = takeText();
    if (!PATH.test(path) || !/^\d{1,8}$/.test(length))
      throw new Error('the kept rules are not files of rules');
    const content = code.subarray(at, at + Number(length));
    if (content.length !== Number(length)) throw new Error('the kept rules are not whole');
    files.set(path, content);
    at += content.length;
  }
  return files;
}
