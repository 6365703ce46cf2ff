import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { NOTICES } from '../../../../gateway/hot-lists/notices.ts';
import { openApiDocument } from '../../../../gateway/http/openapi/document.ts';
import { isForPartners } from '../../../../gateway/http/openapi/part-for-partners.ts';
import { OPERATIONS } from '../../../../gateway/node/routes/operations.ts';

const LINTER = join(import.meta.dirname, '../../../../node_modules/@redocly/cli/bin/cli.js');
/** The linter must neither send figures about us nor ask for a newer version of itself. */
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** What Redocly's recommended rules, as they come, say about the document. */
async function problemsOf(document: object): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
  try {
    const file = join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify(document));
    const options = ['--extends=recommended', '--format=json', '--max-problems=1000'];
    // With an error it exits with 1, and its report is on standard output all the same.
    const { stdout } = await promisify(execFile)(process.execPath, [LINTER, 'lint', file, ...options], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...QUIET },
      maxBuffer: 64 * 1024 * 1024,
    }).catch((failed: { stdout: string; stderr: string }) => {
      if (failed.stdout === '') throw new Error(failed.stderr);
      return failed;
    });
    const { problems } = JSON.parse(stdout) as { problems: { ruleId: string; message: string }[] };
    return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the OpenAPI document, read by a linter of others', () => {
  test("has not one fault or warning by Redocly's recommended rules", async () => {
    expect(await problemsOf(openApiDocument(OPERATIONS, NOTICES, 'https://gateway.example.gov'))).toEqual([]);
  });

  test('has none in the part for partners, either', async () => {
    const part = OPERATIONS.filter(isForPartners);
    expect(await problemsOf(openApiDocument(part, NOTICES, 'https://gateway.example.gov'))).toEqual([]);
  });

  test('is really read: a document without a license is told so', async () => {
    const { info, ...rest } = openApiDocument(OPERATIONS, NOTICES, 'https://gateway.example.gov') as {
      info: object;
    };
    const problems = await problemsOf({ ...rest, info: { ...info, license: undefined } });
    expect(problems).toEqual([expect.stringContaining('info-license')]);
  });
});
