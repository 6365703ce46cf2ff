/** Our own source as text, with what each file imports: for tests of the architecture. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface SourceFile {
  /** From the top of the project, e.g. `gateway/query/handle-query.ts`. */
  readonly path: string;
  readonly text: string;
  /** Paths of our own files, names of packages, `node:…`. */
  readonly imports: readonly string[];
}

export function filesBelow(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
    .map((file) => {
      const path = relative(ROOT, join(file.parentPath, file.name));
      const text = readFileSync(join(ROOT, path), 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) =>
        name?.startsWith('.') ? relative(ROOT, join(ROOT, dirname(path), name)) : (name as string),
      );
      return { path, text, imports };
    });
}

/** The text without its comments. */
export function codeOf({ text }: SourceFile): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');
}

/** `path: what is wrong`, so that a failing test names the file. */
export function faults(
  files: readonly SourceFile[],
  faultOf: (file: SourceFile) => string | undefined,
): string[] {
  return files.flatMap((file) => {
    const fault = faultOf(file);
    return fault === undefined ? [] : [`${file.path}: ${fault}`];
  });
}
