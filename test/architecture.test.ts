import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENTRY_KINDS } from '../gateway/audit/entry-kinds.ts';
import manifest from '../package.json' with { type: 'json' };
import { REASON_CODES } from '../sharing-rules/terms/decision.ts';
import { codeOf, faults, filesBelow, type SourceFile } from './setup/source-files.ts';

const rules = filesBelow('sharing-rules');
const gateway = filesBelow('gateway');
const sources = [...rules, ...gateway, ...filesBelow('migrations')];

describe('the rules', () => {
  test('import nothing but themselves', () => {
    expect(
      faults(rules, ({ imports }) => imports.find((name) => !name.startsWith('sharing-rules/'))),
    ).toEqual([]);
  });

  test('have no clock, no environment, no randomness and no I/O', () => {
    const impure =
      /\bDate\.now\b|new Date\(\)|\bMath\.random\b|\bprocess\.(?:env|argv|hrtime|nextTick|exit)|\bperformance\.|\bcrypto\b|\bfetch\(|\bconsole\.|\basync\b|\bsetTimeout\b/;
    expect(faults(rules, (file) => codeOf(file).match(impure)?.[0])).toEqual([]);
  });
});

describe('the gateway', () => {
  const featureOf = (path: string) =>
    path
      .split('/')
      .slice(0, /^gateway\/(registry|oversight)\//.test(path) ? 3 : 2)
      .join('/');

  test('never reaches into another feature through its HTTP handlers', () => {
    const wiring = /^gateway\/node\/(gateway|routes\/[a-z-]+)\.ts$/;
    const handlers = /\/(handle-[^/]+|[^/]+-routes)\.ts$/;
    expect(
      faults(gateway, ({ path, imports }) =>
        wiring.test(path)
          ? undefined
          : imports.find((name) => handlers.test(name) && featureOf(name) !== featureOf(path)),
      ),
    ).toEqual([]);
  });

  test('takes hot lists apart: sources take in by the import, hits are delivered, a vendor tells of hits, and nothing goes the other way', () => {
    const part = (path: string) => path.match(/^gateway\/hot-lists\/(\w+)\//)?.[1];
    const mayUse: Record<string, string> = { sources: 'import', hits: 'delivery', vendor: 'hits' };
    const others = ({ path, imports }: { path: string; imports: readonly string[] }) => {
      const own = part(path);
      return own && imports.find((name) => ![undefined, 'lists', own, mayUse[own]].includes(part(name)));
    };
    expect(new Set(gateway.map(({ path }) => part(path)))).toEqual(
      new Set([undefined, 'lists', 'import', 'sources', 'hits', 'delivery', 'vendor']),
    );
    expect(faults(gateway, others)).toEqual([]);
  });

  test('decides nothing: reasons are made and told apart by the rules alone', () => {
    const kinds = new Set(Object.keys(ENTRY_KINDS));
    const codes = REASON_CODES.filter((code) => !kinds.has(code)).join('|');
    const judgement = new RegExp(
      `['"](?:${codes})['"]|import .*\\breason\\b.* from '[./]*sharing-rules/terms/reasons.ts'`,
    );
    // The document shows answers that were decided elsewhere.
    const examples = /^gateway\/http\/openapi\/(?:examples|problems)\.ts$/;
    expect(
      faults(gateway, ({ path, text }) => (examples.test(path) ? undefined : text.match(judgement)?.[0])),
    ).toEqual([]);
  });

  test('keeps the log apart: what all use, uses nobody', () => {
    const audit = gateway.filter(({ path }) => path.startsWith('gateway/audit/'));
    // The way to the database and the clocks lie below it, as the next test holds of the first.
    const ours = /^(gateway\/audit\/|gateway\/faults\/age\.ts$|gateway\/database\/|sharing-rules\/)/;
    const packages = /^(node:|(?!gateway\/)[^./])/;
    expect(
      faults(audit, ({ imports }) => imports.find((name) => !ours.test(name) && !packages.test(name))),
    ).toEqual([]);
  });

  test('keeps the way to the database below every feature', () => {
    const database = gateway.filter(({ path }) => path.startsWith('gateway/database/'));
    const below = /^(gateway\/database\/|gateway\/faults\/|migrations\/|(?!gateway\/)[^.])/;
    expect(faults(database, ({ imports }) => imports.find((name) => !below.test(name)))).toEqual([]);
  });

  test('declares once what a store needs of a connection', () => {
    const declaring = gateway
      .filter(({ text }) => /Pick<pg\.\w+, 'query'>/.test(text))
      .map(({ path }) => path);
    expect(declaring).toEqual(['gateway/database/queryable.ts']);
  });

  test('compares secrets in one place; only MACs and stored hashes are compared where they are made', () => {
    const comparing = gateway.filter(({ text }) => text.includes('timingSafeEqual(')).map(({ path }) => path);
    expect(comparing.sort()).toEqual([
      'gateway/identity/jose/is-same-secret.ts',
      'gateway/jobs/board-pass.ts',
      'gateway/pages/session/cookie-value.ts',
      'gateway/registry/sources/source-secret.ts',
    ]);
  });

  test('declares once as whom a command asks', () => {
    const declaring = gateway.filter(({ text }) => text.includes("'--as <client>'")).map(({ path }) => path);
    expect(declaring).toEqual(['gateway/cli/client-options.ts']);
  });

  test('keeps the verifier independent: it needs Node and its own files only', () => {
    const verifier = gateway.filter(({ path }) => path.startsWith('gateway/audit-verify/'));
    expect(verifier.length).toBeGreaterThan(3);
    expect(
      faults(verifier, ({ imports }) =>
        imports.find((name) => !/^(node:|gateway\/audit-verify\/)/.test(name)),
      ),
    ).toEqual([]);
  });

  test('keeps the checks of the verifier fit for a browser: its programs, its directories and a faster hash alone need Node', () => {
    const needsNode = gateway
      .filter(({ path }) => path.startsWith('gateway/audit-verify/'))
      .filter(
        (file) => file.imports.some((name) => name.startsWith('node:')) || /\bBuffer\b/.test(codeOf(file)),
      );
    expect(needsNode.map(({ path }) => path).sort()).toEqual([
      'gateway/audit-verify/directory-source.ts',
      'gateway/audit-verify/hash-on-node.ts',
      'gateway/audit-verify/main.ts',
      'gateway/audit-verify/mirror-directory.ts',
      'gateway/audit-verify/mirror-main.ts',
      'gateway/audit-verify/program.ts',
    ]);
  });

  test('asks the database in its stores only: a use case calls functions that say what they find or write', () => {
    // Making databases and log-ins is not the work of a node.
    const exempt = /-store\.ts$|^gateway\/(database\/|demo\/(ensure-login|provision-databases)\.ts$)/;
    const statement =
      /[`'"(]\s*(?:WITH\s+(?:RECURSIVE\s+)?\w+\s*(?:\([^)]*\)\s*)?AS\s*\(|SELECT\s|INSERT INTO\s|DELETE FROM\s|UPDATE\s+\w+\s+(?:AS \w+\s+)?SET\s|(?:CREATE|ALTER|DROP|LOCK|TRUNCATE)\s+TABLE\s)|\.whereRaw\(|from 'knex'/;
    const asking = gateway.filter(({ text }) => statement.test(text)).map(({ path }) => path);
    expect(asking.filter((path) => path.endsWith('-store.ts')).length).toBeGreaterThan(20);
    expect(asking.filter((path) => !exempt.test(path))).toEqual([]);
  });

  test('tells paths apart to the letter: every router is strict', () => {
    // The board of jobs and the demo's issuer mount routers of others, which have their own habits.
    const apart = /^gateway\/(jobs\/jobs-board\.ts$|demo\/)/;
    const lax = /\bRouter\((?!\{ caseSensitive: true, strict: true \}\))/;
    expect(
      faults(gateway, ({ path, text }) => (apart.test(path) ? undefined : text.match(lax)?.[0])),
    ).toEqual([]);
  });

  test('loads nothing that the demo alone needs: those packages are left out of the container', () => {
    const optional = Object.keys(manifest.optionalDependencies);
    expect(optional.length).toBeGreaterThan(0);
    const files = new Map([...rules, ...gateway].map((file) => [file.path, file]));
    // What is imported as a type is not loaded, and `import(…)` only when it is called.
    const loadedBy = ({ path, text }: SourceFile) =>
      [...text.matchAll(/^(?:import|export)(?! type)[^;]*? from '([^']+)'/gm)].map(([, name = '']) =>
        name.startsWith('.') ? join(dirname(path), name) : name,
      );
    // Commands are loaded when they are called, and what two of them run then; the demo's is for where it is installed.
    const commands = gateway.map(({ path }) => path).filter((path) => /(?<!demo)-command\.ts$/.test(path));
    const run = ['gateway/node/serve.ts', 'gateway/query/command/try-incident.ts'];
    const loaded = new Set(['gateway/cli.ts', ...run, ...commands]);
    for (const path of loaded) {
      const file = files.get(path);
      if (file !== undefined) for (const name of loadedBy(file)) loaded.add(name);
    }
    expect(loaded.has('gateway/node/gateway.ts')).toBe(true);
    expect(optional.filter((name) => loaded.has(name))).toEqual([]);
  });

  test('reads the environment in one place, at its edge', () => {
    const edge = /^gateway\/(main|cli)\.ts$|^gateway\/(cli|commands)\/|-command\.ts$|^gateway\/demo\//;
    expect(
      faults(gateway, ({ path, text }) => (edge.test(path) ? undefined : text.match(/process\.env\b/)?.[0])),
    ).toEqual([]);
  });
});

describe('the rooms', () => {
  const files = [...rules, ...gateway];
  const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const roomOf = (path: string) => folderOf(path).split('/').slice(0, 2).join('/');

  test.each([
    ['folders', folderOf],
    ['rooms', roomOf],
  ])('are built on each other: no two %s import each other', (_, placeOf) => {
    const ways = new Set(
      files.flatMap(({ path, imports }) =>
        imports
          .filter((name) => /^(gateway|sharing-rules)\//.test(name) && placeOf(name) !== placeOf(path))
          .map((name) => `${placeOf(path)} > ${placeOf(name)}`),
      ),
    );
    expect(ways.size).toBeGreaterThan(20);
    const both = [...ways].filter((way) => ways.has(way.split(' > ').reverse().join(' > ')));
    expect(both).toEqual([]);
  });

  test('can be surveyed (at most 32 files each), and none lies loose beside the two entrances', () => {
    const sizes = new Map<string, number>();
    for (const { path } of files) sizes.set(folderOf(path), (sizes.get(folderOf(path)) ?? 0) + 1);
    expect([...sizes].filter(([, size]) => size > 32)).toEqual([]);
    const loose = gateway.map(({ path }) => path).filter((path) => folderOf(path) === 'gateway');
    expect(loose.sort()).toEqual(['gateway/cli.ts', 'gateway/main.ts']);
  });
});

describe('the migrations', () => {
  test('import nothing of the gateway and the rules: a step that was taken never changes', () => {
    const migrations = filesBelow('migrations');
    expect(migrations.length).toBeGreaterThan(10);
    expect(
      faults(migrations, ({ imports }) => imports.find((name) => /^(gateway|sharing-rules)\//.test(name))),
    ).toEqual([]);
  });
});

describe('there is one way out of the building', () => {
  test('only the commit makes a release', () => {
    const makers = gateway.filter(({ text }) => /new Release\(/.test(text)).map(({ path }) => path);
    expect(makers).toEqual(['gateway/release/commit/commit-releases.ts']);
    const commit = gateway.find(({ path }) => path === 'gateway/release/commit/commit-releases.ts');
    // As a type only: nobody else can call its constructor.
    expect(commit?.text).toMatch(/^export type \{ Release \};$/m);
    expect(commit?.text).not.toMatch(/export class Release/);
  });

  test('the commit reads no words: what they give away was found before its locks were asked for', () => {
    const importsOf = new Map([...rules, ...gateway].map(({ path, imports }) => [path, imports]));
    const reached = new Set(['gateway/release/commit/commit-queue.ts']);
    for (const path of reached) for (const name of importsOf.get(path) ?? []) reached.add(name);
    expect(reached).toContain('gateway/release/commit/judge-batch.ts');
    expect(reached).toContain('sharing-rules/decide.ts');
    const reading = ['screen', 'tokenise', 'match-phrases', 'vagueness', 'lexicon'];
    expect(reading.filter((name) => reached.has(`sharing-rules/narrative/${name}.ts`))).toEqual([]);
  });

  test('only look-ups touch the reads, and only the query and its sources ask for them', () => {
    const readers = gateway
      .filter(({ imports }) => imports.includes('gateway/reads/look-up-queue.ts'))
      .map(({ path }) => path);
    expect(readers).toEqual([
      'gateway/node/routes/query-steps.ts',
      'gateway/reads/sources/postgres-source.ts',
    ]);
    const opening = gateway
      .filter(({ text }) => /import \{ open(?:Flock|Postgres)Source/.test(text))
      .map(({ path }) => path);
    expect(opening).toEqual(['gateway/node/open-reads.ts']);
    const finding = gateway.filter(({ text }) => /\breads\.find\(/.test(text)).map(({ path }) => path);
    expect(finding).toEqual(['gateway/query/settle-query.ts']);
    const selecting = gateway.filter(({ text }) => /FROM shared_read/.test(text)).map(({ path }) => path);
    // Of `shared-reads-store.ts` only ids come: whether a read is shared still; of `read-counts-store.ts` only numbers.
    const stores = ['new-reads-store', 'read-counts-store', 'reads-store', 'shared-reads-store'];
    expect(selecting.sort()).toEqual(stores.map((name) => `gateway/reads/${name}.ts`));
    const matching = gateway
      .filter(({ imports }) => imports.includes('gateway/reads/new-reads-store.ts'))
      .map(({ path }) => path);
    expect(matching).toEqual(['gateway/hot-lists/hits/match-reads.ts']);
  });

  test('reads of other agencies go to who asked for them: they are made where they were proved, and nothing of ours takes them', () => {
    const room = 'gateway/network/asks/';
    const of = (pattern: RegExp) => gateway.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
    expect(of(/new PeerRead\(/)).toEqual([`${room}verify-answer.ts`]);
    const taking = gateway
      .filter(({ imports }) => imports.includes(`${room}peer-read.ts`))
      .map(({ path }) => path);
    expect(taking).toEqual([`${room}ask.schema.ts`, `${room}verify-answer.ts`]);
    // Whoever shows an answer asks the route as any client does.
    const importing = gateway
      .filter(({ imports, path }) => !path.startsWith(room) && imports.some((name) => name.startsWith(room)))
      .map(({ path }) => path.split('/').slice(0, 2).join('/'));
    expect([...new Set(importing)].sort()).toEqual([
      'gateway/commands',
      'gateway/network',
      'gateway/node',
      'gateway/pages',
    ]);
  });

  test('preserved reads leave by one function of the database, one use case, one route; who answers partners knows of neither', () => {
    const room = 'gateway/oversight/preservation';
    const of = (pattern: RegExp) => gateway.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
    // Privileges name them so that a log-in that may do more is refused.
    const declaring = of(/\bpreserved_copy\b|\brelease_preserved\(/).filter(
      (path) => !path.includes('/privileges/'),
    );
    expect(declaring).toEqual([`${room}/preservations-store.ts`]);
    expect(of(/\btakePreserved\(/)).toEqual([
      `${room}/preservations-store.ts`,
      `${room}/release-preserved.ts`,
    ]);
    expect(of(/\breleasePreserved\(/)).toEqual([
      `${room}/preservation-routes.ts`,
      `${room}/release-preserved.ts`,
    ]);
    const importing = gateway
      .filter(
        ({ imports, path }) => !path.startsWith(room) && imports.some((name) => name.startsWith(`${room}/`)),
      )
      .map(({ path }) => path.split('/').slice(0, 2).join('/'));
    // Faces, housekeeping, and the public's number of them.
    expect([...new Set(importing)].sort()).toEqual([
      ...['gateway/commands', 'gateway/node', 'gateway/oversight', 'gateway/pages'],
    ]);
  });
});

describe('every file', () => {
  test('can be held in mind: at most 250 lines', () => {
    expect(
      faults(sources, ({ text }) => {
        const lines = text.trimEnd().split('\n').length;
        return lines > 250 ? `${lines} lines` : undefined;
      }),
    ).toEqual([]);
  });

  test('says on top what it is for', () => {
    expect(
      faults(sources, ({ text }) => (/^(#!.*\n)?\/\*\*/.test(text) ? undefined : 'no module line')),
    ).toEqual([]);
  });

  test('is named for one thing: no drawers, no default exports', () => {
    const drawer = /(^|\/)(utils?|helpers?|common|shared|misc|manager|service|index)(\.ts|\/)/;
    const allowed = new Set([
      'sharing-rules/rules.ts',
      'migrations/gateway/index.ts',
      'migrations/reads/index.ts',
    ]);
    expect(
      faults(sources, ({ path, text }) => {
        if (drawer.test(path) && !allowed.has(path)) return 'a drawer';
        return /^export default\b/m.test(text) ? 'a default export' : undefined;
      }),
    ).toEqual([]);
  });
});
