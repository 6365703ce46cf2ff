/** `query` on the command line, against a running gateway: what a partner reads, and what comes next. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reviewCommand } from '../../../gateway/oversight/reviews/review-command.ts';
import { queryCommand } from '../../../gateway/query/command/query-command.ts';
import { runCommand } from '../../setup/commands/run-command.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';

const fixture = useDemo();

const run = (line: string) => {
  const command = queryCommand((...asked) => fixture.demo.connect(...asked));
  return runCommand(command.configureOutput({ writeErr: () => undefined }), line);
};
const review = (line: string) =>
  runCommand(
    reviewCommand((...asked) => fixture.demo.connect(...asked)),
    line,
  );

// What the command keeps lies beside the demo's own files.
beforeAll(() => {
  process.env.DATA_DIR = fixture.demo.dataDir;
});
afterAll(() => {
  delete process.env.DATA_DIR;
});

describe('a query that is released', () => {
  test('shows its reads, the entry of the log, and how to use them', async () => {
    const shown = await run(fixture.plate);
    expect(shown).toContain(fixture.plate);
    expect(shown).toMatch(/\d+ reads\. Log entry \d+: receipt checked\.\nUnconfirmed lead\./);
  });

  test('is of the time that was asked for', async () => {
    const [from, to] = [26, 0].map((hours) => new Date(Date.now() - hours * 3_600_000).toISOString());
    const asked = JSON.parse(await run(`${fixture.plate} --from ${from} --to ${to} --json`));
    const within = ({ capturedAt }: { capturedAt: string }) =>
      capturedAt >= (from as string) && capturedAt < (to as string);
    expect(asked.reads.length).toBeGreaterThan(0);
    expect(asked.reads.every(within)).toBe(true);
  });

  test('without a read is no lead: nothing is said of how to use one', async () => {
    const shown = await run('NOBODY1 --state CO');
    expect(shown).toMatch(/^0 reads\. Log entry \d+: receipt checked\.$/m);
    expect(shown).not.toContain('Unconfirmed lead');
  });

  test('goes on to as many pages as are asked for', async () => {
    const line = `${fixture.plate} --hours 700 --limit 1 --case CR-2026-0143 --officer-name "Officer Two"`;
    const two = await run(`${line} --pages 2`);
    expect(two.match(/1 read\. Log entry \d+: receipt checked\./g)).toHaveLength(2);
    expect(two.match(/Unconfirmed lead/g)).toHaveLength(1);
    const lines = (await run(`${line} --pages 2 --json`)).trim().split('\n');
    expect(new Set(lines.map((text) => JSON.parse(text).releaseId)).size).toBe(2);
  });
});

describe('a query that states the incident', () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const incident = (happened: string) =>
    `--purpose stolen_vehicle --offense nibrs:240 --kind offense --happened ${happened} --city "commerce city" ` +
    '--vehicle stolen --reported-by victim --affirm';

  test('needs no words, and is of the time about it', async () => {
    const happened = hoursAgo(50);
    const plate = fixture.demo.file.plates[5] as string;
    const shown = await run(`${plate} ${incident(happened)} --case CR-2026-7001`);
    expect(shown).toMatch(/^asked as officer-1 \(Officer One\) \(the demo's defaults\)\n/);
    expect(shown).toMatch(/receipt checked/);
    const { reads } = JSON.parse(
      await run(`${plate} ${incident(happened)} --case CR-2026-7001 --limit 200 --json`),
    );
    const earliest = Date.parse(happened) - 24 * 3_600_000;
    const isAbout = ({ capturedAt }: { capturedAt: string }) => Date.parse(capturedAt) >= earliest;
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.every(isAbout)).toBe(true);
  });

  test('that contradicts itself is told what its facts go with', async () => {
    // A plate and a case of its own: what is refused for one makes others wait for a day.
    const line = `CLASH1 ${incident(hoursAgo(5))} --case CR-2026-7002`;
    await expect(run(line.replace('--kind offense', '--kind warrant'))).rejects.toThrow(
      /two facts that the reason names clash(.|\n)*incident_contradiction \(/,
    );
  });
});

describe('a query that is held', () => {
  test('says for what, and the command that picks it up', async () => {
    const held = await run('DEMO0 --match partial');
    expect(held).toContain('held for a reviewer, nothing was released:\n  plate_too_short (');
    expect(held).not.toContain('/v1/');
    const [, next, id] =
      /next, .*: (?:DATA_DIR=\S+ )?npm run gateway -- query (--pick-up (\S+))\n/.exec(held) ?? [];
    expect(await run(next as string)).toMatch(/^still waiting for a reviewer until 20/);
    await review(`approve ${id} --reason "partial plate of a witness"`);
    const shown = await run(next as string);
    expect(shown).toMatch(/receipt checked/);
    // Typed again, as after an answer that was lost: the same entry.
    expect(await run(next as string)).toContain(/Log entry \d+/.exec(shown)?.[0]);
  });

  test('and was picked up by another program, has to be asked again', async () => {
    const { queryId } = JSON.parse(await run('DEMO0 --match partial --json'));
    await review(`approve ${queryId} --reason "partial plate of a witness"`);
    const adams = await fixture.demo.as('adams');
    expect((await adams.request('GET', `/v1/queries/${queryId}`)).status).toBe(200);
    await expect(run(`--pick-up ${queryId}`)).rejects.toThrow(
      /^409: .*ask the query again\nnext: ask the whole query again, with its plate, purpose and case(\n|$)/,
    );
  });

  test('is nobody else’s', async () => {
    const { queryId } = JSON.parse(await run('DEMO0 --match partial --json'));
    await expect(run(`--pick-up ${queryId} --as aurora`)).rejects.toThrow(
      '404: no query of this client has this id\nnext: check the id, or give its asker with --as (now `aurora`)',
    );
  });

  test('is JSON for programs', async () => {
    const held = JSON.parse(await run('DEMO0 --match partial --json'));
    expect(held).toMatchObject({ status: 'held', queryId: expect.any(String) });
    const { queryId, status } = JSON.parse(await run(`--pick-up ${held.queryId} --json`));
    expect([queryId, status]).toEqual([held.queryId, 'held']);
  });
});

describe('a dry run', () => {
  test.each([
    ['DEMO001', 'would be permitted'],
    ['DEMO0 --match partial', 'would be held for a reviewer\n  plate_too_short ('],
    [
      'DEMO001 --purpose parking',
      'would be refused\n  purpose_prohibited (Policy 420.5(d); C.R.S. 42-4-1701(1)): parking',
    ],
  ])('of %s says what would be decided', async (line, said) => {
    const shown = await run(`${line} --dry-run`);
    expect(shown).toContain(said);
    expect(shown.includes('gateway/docs/reasons.md')).toBe(!said.endsWith('permitted'));
    expect(shown).toMatch(/No reads were looked for\. Log entry \d+: receipt checked\.\n$/);
  });
});

describe('a query that is refused', () => {
  test.each([
    ['at once', 'DEMO001 --as brighton', /^403: .*\n {2}agreement_expired (.|\n)*\n {2}grant_missing /],
    ['with a receipt that is checked', 'DEMO001 --purpose parking', /\nLog entry \d+: receipt checked\.$/],
  ])('is told %s', async (_, line, said) => {
    await expect(run(line)).rejects.toThrow(said);
  });

  test('by a reviewer too', async () => {
    const { queryId } = JSON.parse(await run('DEMO0 --match partial --json'));
    await review(`refuse ${queryId} --reason "no such case"`);
    const picked = run(`--pick-up ${queryId}`);
    await expect(picked).rejects.toThrow(/^403: a reviewer refused(.|\n)*Log entry \d+: receipt checked\.$/);
  });
});

describe('what is left out', () => {
  test('is filled in against the demo, and said', async () => {
    expect(await run('DEMO001')).toMatch(
      /^asked as officer-1 \(Officer One\), stolen_vehicle, case CR-2026-0142, "vehicle reported .*" \(the demo's defaults\)\n/,
    );
    expect(
      await run(
        'DEMO001 --purpose stolen_vehicle --case CR-2026-7 --justification "sedan stolen last night"',
      ),
    ).toMatch(/^asked as officer-1 \(Officer One\) \(the demo's defaults\)\n/);
    expect(await run('DEMO001 --officer officer-2')).toMatch(
      /^asked with the officer's name Officer One, stolen_vehicle, .* \(the demo's defaults\)\n/,
    );
    expect(await run('DEMO001 --officer officer-2 --officer-name "Officer Two"')).toMatch(
      /^asked with stolen_vehicle, case CR-2026-0142, .* \(the demo's defaults\)\n/,
    );
  });

  test('is asked for elsewhere', async () => {
    const elsewhere = queryCommand(async (...asked) => ({
      ...(await fixture.demo.connect(...asked)),
      isDemo: false,
    }));
    await expect(runCommand(elsewhere, 'DEMO001')).rejects.toThrow(
      '`--purpose`, `--officer`, `--officer-name` missing: give them too',
    );
  });
});

describe('a purpose that needs more', () => {
  const warrant =
    '--purpose arrest_warrant --offense nibrs:13A --process arrest_warrant --court "Adams County District Court" --docket 2026CR1234 --judge "Example"';
  test('can be asked: a warrant, and a danger to life', async () => {
    const would = await run(
      `DEMO001 --dry-run ${warrant} --issued-on ${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)} --justification "warrant for aggravated assault, suspect drives this car"`,
    );
    expect(would).toMatch(/would be (permitted|held)/);
    const exigent =
      '--purpose exigent_life_safety --supervisor "Sgt Example" --justification "kidnapped child seen in this car minutes ago"';
    expect(await run(`DEMO001 --dry-run ${exigent}`)).toMatch(/would be (permitted|held)/);
    await expect(run(`DEMO001 ${warrant}`)).rejects.toThrow('`--issued-on` together');
  });
});

describe('what cannot be asked', () => {
  test.each([
    ['DEMO001 --hours abc', 'give a number from 0.1 to 719: nothing older than thirty days is released'],
    ['DEMO001 --hours 720', 'give a number from 0.1 to 719'],
    ['DEMO001 --limit 1.5', 'give a whole number from 1 to 200'],
    ['DEMO001 --state Colorado', 'write a state with two letters, e.g. CO'],
    ['DEMO001 --offense 240', 'write system and code, e.g. nibrs:240'],
    ['DEMO001 --case ""', 'give a case or CAD number'],
    ['DEMO001 --pages 0', 'give a whole number from 1 to 100'],
    ['DEMO001 --as admin-1', "`admin-1` is not a partner's client and cannot query"],
    ['', 'give a plate, or `--pick-up`'],
    ['DEMO001 --pick-up 3f0c', 'give a plate, or `--pick-up`'],
    ['DEMO001 --next 3f0c', 'give a plate, or `--pick-up`'],
    ['--pick-up 3f0c --next 3f0c', 'give a plate, or `--pick-up`'],
    ['--pick-up 3f0c --limit 2', 'leave `--limit` out: the query stays as it was asked'],
    ['--next 3f0c --dry-run', 'leave `--dry-run` out: the query stays as it was asked'],
    ['--next ../sign-ins/admin', 'no next page is kept under `../sign-ins/admin`'],
  ])('`query %s` says what to give instead', async (line, said) => {
    await expect(run(line)).rejects.toThrow(said);
  });
});
