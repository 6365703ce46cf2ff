/** `review` on the command line, against a running gateway: held queries and court papers, as a reviewer works. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reviewCommand } from '../../../gateway/oversight/reviews/review-command.ts';
import { runCommand, runCommandForJson } from '../../setup/commands/run-command.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';

const fixture = useDemo('adams');

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'review-'));
});
afterAll(() => rm(directory, { recursive: true }));

const command = () => reviewCommand((...asked) => fixture.demo.connect(...asked));
const run = (line: string) => runCommand(command(), line);
const runJson = (line: string) => runCommandForJson(command(), line);

const PARTIAL = { number: 'DEMO0', match: 'partial' };
const ORDER = {
  kind: 'court_order',
  court: 'District Court, Adams County',
  docket: '2026CR0142',
  judge: 'Judge Example',
  issuedOn: '2026-01-15',
};

let cases = 0;
/** The id of a query that was held. */
async function hold(changes: { plate?: object; purpose?: object }): Promise<string> {
  const { adams } = fixture.clients;
  const purpose = {
    code: 'stolen_vehicle',
    caseNumber: `CR-2026-${2000 + cases++}`,
    justification: 'sedan stolen from a driveway overnight, seen near the park',
    ...changes.purpose,
  };
  const query = demoQuery(adams, fixture.plate, { ...changes, purpose });
  const { body } = await adams.request('POST', '/v1/queries', query);
  return (body as { queryId: string }).queryId;
}
const pickUp = async (id: string) => (await fixture.clients.adams.request('GET', `/v1/queries/${id}`)).status;

describe('a reviewer at the command line', () => {
  test('lists what waits, looks at one in full, and approves it', async () => {
    const id = await hold({ plate: PARTIAL });
    const { reviews } = await runJson('list --agency CO0010000');
    expect(reviews).toContainEqual(expect.objectContaining({ id, status: 'held', agency: 'CO0010000' }));
    const table = await run('list --kind held');
    expect(table).toMatch(/plate_too_short: (.|\n)*partial_plate/);
    expect(table).not.toContain('DEMO0');
    expect(table).toMatch(/look at one before you decide: npm run gateway -- review show [0-9a-f-]{36}\n$/);
    const shown = await runJson(`show ${id}`);
    expect(shown).toMatchObject({ query: { plate: PARTIAL } });
    // Who may look but not decide is told what its role types.
    expect(await run(`show ${id} --as auditor`)).not.toContain('--as auditor');
    const { cameras, plates, reads } = shown.wouldRelease;
    expect(await run(`show ${id}`)).toMatch(
      new RegExp(
        `\\nnext, to let it be picked up: .* review approve ${id} (.|\\n)*\\nor, to refuse it, the same with .refuse.\\n$`,
      ),
    );
    expect(await run(`show ${id}`)).toMatch(
      new RegExp(`^would release +${reads} reads of ${plates} plates by ${cameras} cameras,`, 'm'),
    );
    expect(await run(`approve ${id} --reason "partial plate of a witness"`)).toBe(
      `approved: ${id}\nnothing is released before CO0010000 picks it up\n`,
    );
    const decided = await run(`show ${id}`);
    expect(decided).toMatch(/^decided by +Demo reviewer$/m);
    expect(decided).toMatch(/^stands +approved, not picked up yet$/m);
    expect(decided).not.toMatch(/^(subject id|decided at|verdict) +-$/m);
    expect(await pickUp(id)).toBe(200);
    expect((await runJson('list --status picked_up')).reviews).toMatchObject([{ id }]);
  });

  test('refuses, and the agency is refused', async () => {
    const id = await hold({ plate: PARTIAL });
    expect(await runJson(`refuse ${id} --reason "no such case"`)).toMatchObject({ id, status: 'refused' });
    expect(await pickUp(id)).toBe(403);
    await expect(run(`approve ${id} --reason again`)).rejects.toThrow(/409/);
  });

  test('is told that a release for danger to life had left before the look, sound or not', async () => {
    const { adams } = fixture.clients;
    const release = async () => {
      const purpose = {
        ...{ code: 'exigent_life_safety', supervisor: 'Sergeant Example' },
        caseNumber: `CR-2026-${2000 + cases++}`,
        justification: 'suicidal caller left with a firearm in this vehicle ten minutes ago',
      };
      const query = demoQuery(adams, fixture.plate, { purpose });
      return ((await adams.request('POST', '/v1/queries', query)).body as { releaseId: string }).releaseId;
    };
    const [sound, unsound] = [await release(), await release()];
    const shown = await run(`show ${sound}`);
    expect(shown).not.toContain('would release');
    expect(shown).toMatch(
      /^was released +for danger to life, at 20(.|\n)*\nnext, if there was danger to life: /m,
    );
    const left = /\nit had been released to CO0010000 for danger to life at 20\S+Z, before this look; /;
    const found = await run(`approve ${sound} --reason "a true call"`);
    expect(found).toMatch(left);
    expect(found).not.toContain('picks it up');
    const report = await run(`refuse ${unsound} --reason "no such call"`);
    expect(report).toMatch(left);
    expect(report).toContain('the Chief has a report of it');
  });

  test('reads a court’s paper: its hash goes with what it says, and the paper stays', async () => {
    const paper = join(directory, 'order.pdf');
    await writeFile(paper, 'In the matter of');
    const documentSha256 = createHash('sha256').update('In the matter of').digest('hex');
    const judicialProcess = { ...ORDER, documentSha256 };
    const id = await hold({ purpose: { code: 'judicial_process', judicialProcess } });
    const { court, docket, issuedOn, judge } = ORDER;
    const says = `--court "${court}" --docket ${docket} --judge "${judge}" --issued-on ${issuedOn}`;
    const approve = `approve ${id} --reason "order read"`;
    await expect(run(approve)).rejects.toThrow(/422/);
    await expect(run(`${approve} ${says}`)).rejects.toThrow('--document');
    await expect(run(`${approve} ${says} --document ${paper}`)).rejects.toThrow(/affirmation/);
    expect(await runJson(`${approve} ${says} --document ${paper} --affirmation`)).toMatchObject({
      status: 'approved',
    });
    expect(await pickUp(id)).toBe(200);
  });

  test('is told what to do next: who is no reviewer, and each part explained by an example', async () => {
    await expect(run('list --as adams')).rejects.toThrow(/403/);
    for (const part of command().commands) {
      let help = '';
      part.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toMatch(/Examples?:\n {2}npm run gateway -- review /);
    }
  });
});
