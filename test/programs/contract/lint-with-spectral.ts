/** What Spectral's recommended rules for OpenAPI say about a document, hints included. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { QUIET } from '../../setup/install-pinned.ts';

/** Ms. */
const LINT_WITHIN = 180_000;

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** @throws Error where Spectral itself fails */
export async function lintWithSpectral(spectral: string, document: object): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spectral-'));
  try {
    const [file, rules, report] = ['openapi.json', 'rules.json', 'report.json'].map((name) =>
      join(folder, name),
    );
    await writeFile(file as string, JSON.stringify(document));
    await writeFile(rules as string, JSON.stringify({ extends: ['spectral:oas'] }));
    const options = ['--ruleset', rules as string, '--format', 'json', '--output', report as string];
    // With findings it exits with 1, and its report is written all the same.
    await promisify(execFile)(spectral, ['lint', file as string, ...options], {
      env: { ...process.env, ...QUIET },
      timeout: LINT_WITHIN,
    }).catch(() => undefined);
    const findings = JSON.parse(await readFile(report as string, 'utf8')) as Finding[];
    return findings.map(({ code, message, path }) => `${code}: ${message} (${path.join('/')})`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
