/** Rules that have changed since: each decision is taken again under those of its own time, by a process with no rights. */
import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';
import { type KeptRules, openKeptRules } from '../../../../gateway/oversight/replay/kept-rules.ts';
import { keepRules } from '../../../../gateway/oversight/replay/kept-rules-store.ts';
import type { Question } from '../../../../gateway/oversight/replay/read-detail.ts';
import { readRulesCode, revisionOf } from '../../../../gateway/settings/rules-revision.ts';
import { ROOT } from '../../../setup/source-files.ts';
import { type ReplayFixture, startReplays } from './replay-fixture.ts';

let fixture: ReplayFixture;
let folder: string;
beforeAll(async () => {
  fixture = await startReplays();
  folder = mkdtempSync(join(tmpdir(), 'other-rules-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await fixture.close();
});

/** The rules as they are, but for one: a halt of all sharing means nothing to them. */
function rulesWithoutHalt(): string {
  const directory = join(folder, 'sources');
  cpSync(join(ROOT, 'sharing-rules'), directory, { recursive: true });
  const list = readFileSync(join(directory, 'rules.ts'), 'utf8');
  expect(list).toContain('  sharingRunning,\n');
  writeFileSync(join(directory, 'rules.ts'), list.replace('  sharingRunning,\n', ''));
  return directory;
}

/** As a build has them. */
function built(sources: string): string {
  const directory = join(folder, 'built');
  for (const path of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(ts|json)$/.test(path)) continue;
    const text = readFileSync(join(sources, path), 'utf8');
    const { code } = path.endsWith('.json')
      ? { code: text }
      : transformSync(text.replace(/( from '.*)\.ts'/g, "$1.js'"), {
          module: { type: 'es6' },
          jsc: {
            target: 'es2023',
            parser: { syntax: 'typescript' },
            experimental: { keepImportAttributes: true },
          },
        });
    const file = join(directory, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  return directory;
}

async function keep(code: Buffer): Promise<string> {
  const revision = revisionOf(code);
  await keepRules(fixture.admin.pool, revision, code);
  return revision;
}

/** A release while all sharing was halted, which only rules without the halt permit. */
async function releasedInHalt(rulesRevision: string): Promise<number> {
  const { asker, owner } = await fixture.details(await fixture.ask());
  const input = { ...(owner.input as object), halted: true };
  return fixture.append({
    kind: 'release',
    effect: 'permit',
    asker,
    owner: { ...owner, input, rulesRevision },
  });
}

describe('a decision of rules that have changed since', () => {
  test.each(['sources', 'a build'])(
    'follows under its own revision, and not under the running one: %s',
    async (of) => {
      const sources = rulesWithoutHalt();
      const revision = await keep(readRulesCode(of === 'sources' ? sources : built(sources)));
      const then = await fixture.replay(`${await releasedInHalt(revision)} --json`);
      expect([then.code, JSON.parse(then.said)]).toEqual([
        0,
        expect.objectContaining({ decisions: 1, same: 1 }),
      ]);
      const now = await fixture.replay(`${await releasedInHalt('test')} --json`);
      expect([now.code, JSON.parse(now.said).different]).toEqual([
        1,
        [
          expect.objectContaining({
            differs: expect.objectContaining({ effect: { logged: ['permit'], replayed: ['deny'] } }),
          }),
        ],
      ]);
    },
  );

  test('stands among others of the log, each under its own rules', async () => {
    const revision = await keep(readRulesCode(rulesWithoutHalt()));
    await fixture.ask({}, {}, revision);
    const refused = await fixture.ask({ plate: { number: 'ZZT', match: 'partial' } }, {}, revision);
    const { code, said } = await fixture.replay(`${refused} --json`);
    expect([code, JSON.parse(said).same]).toEqual([0, 1]);
    const all = JSON.parse((await fixture.replay('--all --json')).said);
    expect(all.notReplayed).toEqual([]);
    expect(all.same + all.different.length).toBe(all.decisions);
  });
});

describe('the rules of a revision', () => {
  test('are kept as what they hash to, and the gateway can neither keep others under its name nor change them', async () => {
    const { pool } = fixture.admin;
    const code = readRulesCode();
    const revision = await keep(code);
    await keepRules(pool, revision, code);
    await expect(keepRules(pool, 'f'.repeat(64), code)).rejects.toThrow('kept_rules_hashed');
    await expect(pool.query(`UPDATE kept_rules SET code = ''`)).rejects.toThrow('permission denied');
    await expect(pool.query('DELETE FROM kept_rules')).rejects.toThrow('permission denied');
  });

  test('that were altered by who owns the database are not run', async () => {
    const { ownerPool } = fixture.admin;
    const revision = await keep(packed({ 'decide-again.js': PERMITS }));
    const index = await releasedInHalt(revision);
    await ownerPool.query('ALTER TABLE kept_rules DROP CONSTRAINT kept_rules_hashed');
    await ownerPool.query(`UPDATE kept_rules SET code = code || '\\x0a'::bytea WHERE revision = $1`, [
      revision,
    ]);
    const { code, said } = await fixture.replay(String(index));
    expect(code).toBe(2);
    expect(said).toContain(`rules of revision ${revision.slice(0, 12)} are kept, but could not be run`);
  });
});

const PERMITS = 'export const decideAgain = () => ({ effect: "permit", reasons: [], obligations: [] });';
const NO_QUESTION = [{ input: {}, isDryRun: false }] as unknown as Question[];

/** In the form in which rules are hashed. */
function packed(files: Record<string, string>): Buffer {
  return Buffer.from(
    Object.entries(files)
      .map(([path, text]) => `${path}\0${Buffer.byteLength(text)}\0${text}`)
      .join(''),
  );
}

describe('the process of kept rules', () => {
  const opened: KeptRules[] = [];
  afterAll(() => Promise.all(opened.map((rules) => rules.close())));
  const open = async (files: Record<string, string>, patience?: number) => {
    const rules = await openKeptRules(packed(files), patience);
    opened.push(rules);
    return rules;
  };

  test('can read no file but its own, write none, start no program, and knows nothing of the environment', async () => {
    const attempts = `
      import { readFileSync, writeFileSync } from 'node:fs';
      import { spawnSync } from 'node:child_process';
      import { Worker } from 'node:worker_threads';
      const can = (attempt) => { try { return attempt() !== undefined; } catch { return false; } };
      export const decideAgain = () => ({ effect: 'deny', obligations: [], reasons: [
        ['read', () => readFileSync(${JSON.stringify(join(ROOT, 'package.json'))})],
        ['read the system', () => readFileSync('/etc/hostname')],
        ['write', () => writeFileSync(new URL('here', import.meta.url), 'x') ?? true],
        ['program', () => spawnSync('/bin/true').status ?? undefined],
        ['worker', () => new Worker('1', { eval: true })],
        ['environment', () => process.env.HOME ?? process.env.PATH],
        ['own file', () => readFileSync(new URL(import.meta.url))],
      ].filter(([, attempt]) => can(attempt)).map(([code]) => ({ code })) });`;
    const [answer] = await (await open({ 'decide-again.js': attempts })).decideAgain(NO_QUESTION);
    expect(answer?.reasons).toEqual([{ code: 'own file' }]);
  });

  test('is ended where it does not answer in time, and an early end does not count as an answer', async () => {
    const endless = await open({ 'decide-again.js': 'export const decideAgain = () => { for (;;); };' }, 500);
    await expect(endless.decideAgain(NO_QUESTION)).rejects.toThrow('ended before they answered');
    const exits = await open({ 'decide-again.js': 'export const decideAgain = () => process.exit(0);' });
    await expect(exits.decideAgain(NO_QUESTION)).rejects.toThrow('ended before they answered');
  });

  test.each(['../decide-again.js', '/tmp/decide-again.js', 'rules/../../x.js', '.hidden.js', 'x.mjs'])(
    'is never begun with a file of another place: %s',
    async (path) => {
      await expect(open({ [path]: PERMITS })).rejects.toThrow('not files of rules');
    },
  );

  test('leaves nothing behind when it is closed', async () => {
    const own = `${randomUUID()}.json`;
    const places = () =>
      readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, 'rules', own)));
    const rules = await openKeptRules(packed({ 'decide-again.js': PERMITS, [own]: '{}' }));
    expect(places()).toEqual([expect.stringMatching(/^kept-rules-/)]);
    expect(await rules.decideAgain(NO_QUESTION)).toEqual([
      { effect: 'permit', reasons: [], obligations: [] },
    ]);
    await rules.close();
    expect(places()).toEqual([]);
  });
});
