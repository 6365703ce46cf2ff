/** The partner's kits against a running demo: what a partner needs, and what each says where it is not given. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { textOf } from '../../gateway/audit-verify/bytes.ts';
import { splitBundle } from '../../gateway/audit-verify/log-source.ts';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { ANSWER_EXAMPLES } from '../../gateway/http/openapi/examples.ts';
import { demoCommand } from '../setup/demo/demo-command.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { eventually } from '../setup/eventually.ts';
import { describeKits, type Kit, runKit } from './kits.ts';

let demo: RunningDemo;
let reviewer: Client;
const folder = mkdtempSync(join(tmpdir(), 'partner-kit-'));

beforeAll(async () => {
  demo = await borrowDemo({ AGENCY_REFUSALS_PER_DAY: '3' });
  reviewer = await demo.as('reviewer');
}, 300_000);

afterAll(async () => {
  await demo?.stop();
  await rm(folder, { recursive: true });
}, 60_000);

/** Counts the releases in the log. Other entries are not counted: a notice may add one at any time. */
async function releases(): Promise<number> {
  const checkpoint = await (await fetch(`${demo.file.gateway}/log/checkpoint`)).text();
  const size = Number(checkpoint.split('\n')[1]);
  expect(size).toBeLessThan(256);
  const bundle = await fetch(`${demo.file.gateway}/log/tile/entries/000.p/${size}`);
  const entries = splitBundle(new Uint8Array(await bundle.arrayBuffer()), size) ?? [];
  return entries.map((entry) => JSON.parse(textOf(entry))).filter(({ kind }) => kind === 'release').length;
}

let files = 0;
let cases = 0;

function keep(value: unknown): string {
  const path = join(folder, `${files++}.json`);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

/** A question of a case and a plate of its own, in a file, as a partner's system would write it. */
function question(partner: string, changes: Record<string, unknown> = {}, purpose = {}): string {
  const client = demo.file.clients.find(({ name }) => name === partner) as { ori: string };
  const base = demoQuery(client, demo.file.plates[++cases % 20] as string);
  const ofItsCase = { ...base.purpose, caseNumber: `CR-2026-${5000 + cases}`, ...purpose };
  return keep({ ...base, purpose: ofItsCase, ...changes });
}

/** The plate passes a camera now. */
async function seen(plate: string): Promise<void> {
  const path = join(folder, `${files++}.ndjson`);
  writeFileSync(path, `${JSON.stringify({ capturedAt: new Date().toISOString(), plate, cameraId: 'C1' })}\n`);
  await demoCommand(demo, 'ingest', path);
}

const settings = () => join(demo.dataDir, 'demo.json');
const run = (kit: Kit, ...words: string[]) => runKit(kit.client, [settings(), kit.partner, ...words]);

describeKits('at a running demo', (kit) => {
  test('gets reads for a question, and shows them once their receipt holds', async () => {
    const { answers, code, words } = await run(kit, 'ask', question(kit.partner));
    expect(code).toBe(0);
    expect(answers[0].reads.length).toBeGreaterThanOrEqual(3);
    expect(words).toContain(`receipt checked: entry ${answers[0].receipt.index}`);
    expect(answers[0].notice).toBe((ANSWER_EXAMPLES.Release as { notice: string }).notice);
  });

  test('says how to go on where more pages follow than were asked for', async () => {
    const { words } = await run(kit, 'ask', question(kit.partner, { limit: 1 }));
    expect(words).toMatch(/^released; more pages follow \(--pages, with the same --key\)$/m);
  });

  test('says how it is used', async () => {
    const { words } = await runKit(kit.client, ['--help']);
    for (const option of ['ask', 'pick-up', '--pages', '--key']) expect(words).toContain(option);
  });

  test('takes the next pages by their cursors, and no more of them than it was told to', async () => {
    const asked = await run(kit, 'ask', question(kit.partner, { limit: 2 }), '--pages', '2');
    const { answers, code, words } = asked;
    expect(code).toBe(0);
    expect(words.match(/^released.*$/gm)).toEqual([
      'released',
      'released; more pages follow (--pages, with the same --key)',
    ]);
    expect(answers.map(({ reads }) => reads.length)).toEqual([2, 2]);
    expect(answers[1].reads[0].capturedAt <= answers[0].reads[1].capturedAt).toBe(true);
    expect(answers[1].receipt.index).toBeGreaterThan(answers[0].receipt.index);
  });

  test('says what is held for a person, and picks it up with the words that it printed', async () => {
    const partial = { plate: { number: 'DEMO0', match: 'partial' } };
    const held = await run(kit, 'ask', question(kit.partner, partial));
    expect(held.code).toBe(3);
    const [{ queryId }] = held.answers;
    expect(held.words).toContain('plate_too_short (Policy 420.7)');
    expect(held.words).toContain(`${settings()} ${kit.partner} pick-up ${queryId} --pages 1`);
    if (kit.language === 'Python') expect(held.words).toMatch(/^later: \/\S*python\S* \S*client\.py /m);
    expect((await run(kit, 'pick-up', queryId)).code).toBe(3);
    await reviewer.call('POST', `/v1/reviews/${queryId}/approve`, { reason: 'read it' });
    const released = await run(kit, 'pick-up', queryId);
    expect(released.code).toBe(0);
    expect(released.answers[0].reads.length).toBeGreaterThan(3);
  });

  test('picks up once more what was lost, with its pages: the same answers, counted once', async () => {
    const partial = { plate: { number: 'DEMO0', match: 'partial' }, limit: 2 };
    const [{ queryId }] = (await run(kit, 'ask', question(kit.partner, partial))).answers;
    await reviewer.call('POST', `/v1/reviews/${queryId}/approve`, { reason: 'read it' });
    const words = [settings(), kit.partner, 'pick-up', queryId, '--pages', '2'];
    const lost = await runKit(kit.client, words, '/dev/full');
    expect([lost.code, lost.words]).toEqual([1, expect.stringContaining('make room, then ask again')]);
    const before = await releases();
    const again = await runKit(kit.client, words);
    expect([again.code, again.answers.length]).toEqual([0, 2]);
    expect(again.words.match(/the gateway repeated its first answer/g)).toHaveLength(1);
    // The second page is new: the disk was full before it was asked for.
    expect(await releases()).toBe(before + 1);
  });

  test('started again with the same key, shows the pages that it had, and goes on: each is counted once', async () => {
    const words = ['ask', question(kit.partner, { limit: 1 }), '--key', `${kit.language}-pages`];
    const first = await run(kit, ...words, '--pages', '2');
    const before = await releases();
    const again = await run(kit, ...words, '--pages', '3');
    expect([first.code, again.code, again.answers.length]).toEqual([0, 0, 3]);
    const ids = (answers: typeof first.answers) => answers.map(({ releaseId }) => releaseId);
    expect(ids(again.answers).slice(0, 2)).toEqual(ids(first.answers));
    expect(await releases()).toBe(before + 1);
  });

  test('tells the reasons of a reviewer who refused', async () => {
    const held = await run(
      kit,
      'ask',
      question(kit.partner, { plate: { number: 'DEMO0', match: 'partial' } }),
    );
    const [{ queryId }] = held.answers;
    await reviewer.call('POST', `/v1/reviews/${queryId}/refuse`, { reason: 'no such case' });
    const refused = await run(kit, 'pick-up', queryId);
    expect(refused.code).toBe(4);
    expect(refused.words).toContain('plate_too_short');
    expect(refused.words).toContain('receipt checked');
  });

  test('tells the codes and clauses of a refusal, whose receipt it checked', async () => {
    const refused = await run(
      kit,
      'ask',
      question(kit.partner, {}, { justification: 'assist ICE with a detainer' }),
    );
    expect(refused.code).toBe(4);
    expect(refused.words).toMatch(/narrative_immigration \(.*C\.R\.S\. 24-74-103/);
    expect(refused.words).toMatch(/^ {4}words: "[^"]+"(?: \(read as (?!none)\w+\))?$/m);
    expect(refused.words).toContain('receipt checked');
  });

  test('asked the same question again with its key, shows the first answer, which is counted once', async () => {
    const words = ['ask', question(kit.partner), '--key', `${kit.language}-1`];
    const [first, again] = [await run(kit, ...words), await run(kit, ...words)];
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(again.answers).toEqual(first.answers);
    expect(again.words).toContain('the gateway repeated its first answer');
    const other = await run(kit, 'ask', question(kit.partner), '--key', `${kit.language}-1`);
    expect([other.code, other.words]).toEqual([1, expect.stringMatching(/^422: .*Idempotency-Key/m)]);
  });

  test('whose disk is full says so in words, and gets the same answer with the key that it has shown', async () => {
    const words = [settings(), kit.partner, 'ask', question(kit.partner, { limit: 2 }), '--pages', '2'];
    const full = await runKit(kit.client, words, '/dev/full');
    expect(full.code).toBe(1);
    expect(full.words).not.toMatch(/^ +at |Traceback|^released/m);
    const said = /^with (--key \S+) the same answers come again.*\nreceipt checked: entry (\d+)\n/.exec(
      full.words,
    );
    expect(full.words).toMatch(
      /the answer could not be written: .*no space left.*; make room, then ask again\n$/i,
    );
    const [, key = '', entry] = said ?? [];
    const again = await runKit(kit.client, [...words.slice(0, 4), ...key.split(' ')]);
    expect([again.code, String(again.answers[0].receipt.index)]).toEqual([0, entry]);
    expect(again.words).toContain('the gateway repeated its first answer');
  });

  test('names the file that is not JSON, and shows nothing of it', async () => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{ "d": secret }');
    for (const words of [
      [path, kit.partner, 'ask', path],
      [settings(), kit.partner, 'ask', path],
    ]) {
      const { code, words: said } = await runKit(kit.client, words);
      expect([code, said]).toEqual([1, expect.stringContaining(`\`${path}\` is not JSON`)]);
      expect(said).not.toContain('secret');
    }
  });

  test('names the field of a question that is malformed', async () => {
    const { code, words } = await run(kit, 'ask', question(kit.partner, { limit: 201 }));
    expect([code, words]).toEqual([1, expect.stringContaining('422: `limit`')]);
  });

  test('does not wait for tomorrow: it says when to ask again, and ends', async () => {
    const ask = () => runKit(kit.client, [settings(), kit.refused, 'ask', question(kit.refused)]);
    for (let refusals = 0; refusals < 3; refusals += 1) expect((await ask()).code).toBe(4);
    const { code, words } = await ask();
    expect(code).toBe(1);
    expect(words).toMatch(/429: your agency's refused queries of the day are used up.*; ask again in \d+ s/);
  });

  test('names the clients that there are not', async () => {
    const { code, words } = await runKit(kit.client, [settings(), 'nobody', 'ask', question(kit.partner)]);
    expect([code, words]).toEqual([
      1,
      expect.stringMatching(/^the settings have no client `nobody`: give one of adams, aurora, brighton/),
    ]);
  });
});

describeKits('with a call of a CAD', (kit) => {
  const call = (changes: object = {}) => {
    const { ori } = demo.file.clients.find(({ name }) => name === kit.partner) as { ori: string };
    cases += 1;
    return keep({
      ...{ type: 'AUTO THEFT', number: `CR-2026-${6000 + cases}`, city: 'COMMERCE CITY', source: 'VICTIM' },
      ...{ occurred: new Date(Date.now() - 6 * 3_600_000).toISOString(), affirmed: true },
      ...{ plate: demo.file.plates[cases % 20], officer: { id: 'officer-9', name: 'Officer Nine', ori } },
      ...changes,
    });
  };

  test('makes a question that states the incident, and gets reads without a word of justification', async () => {
    const { answers, code } = await runKit(kit.incidentFromCad, [call()]);
    expect([code, answers[0].purpose]).toMatchObject([
      0,
      { code: 'stolen_vehicle', incident: { kind: 'offense', place: { city: 'Commerce City' } } },
    ]);
    const asked = await run(kit, 'ask', keep(answers[0]));
    expect([asked.code, asked.words]).toEqual([0, expect.stringContaining('receipt checked')]);
  });

  test.each([
    [{ type: 'BARKING DOG' }, 'the tables have no `BARKING DOG`'],
    [{ source: 'RUMOR' }, 'the tables have no `RUMOR`'],
    [{ affirmed: false }, 'the officer has not affirmed'],
  ])('of %j makes none, and says why', async (changes, said) => {
    const { answers, code, words } = await runKit(kit.incidentFromCad, [call(changes)]);
    expect([code, answers, words]).toEqual([1, [], expect.stringContaining(said)]);
  });
});

describeKits('as a check of receipts', (kit) => {
  const check = (answers: readonly unknown[], key = demo.file.logKey) =>
    runKit(kit.verifyReceipt, [key, ...answers.map(keep)]);
  const answerOf = async () => (await run(kit, 'ask', question(kit.partner))).answers[0];

  test('accepts an answer that was kept in a file', async () => {
    const answer = await answerOf();
    const { code, words } = await check([answer]);
    expect([code, words]).toEqual([
      0,
      expect.stringContaining(`is entry ${answer.receipt.index} of the log`),
    ]);
  });

  test('accepts a standing query, and a hit on it', async () => {
    const partner = await demo.as(kit.partner);
    const plate = `KIT${kit.language.length}`;
    const { purpose, onBehalfOf } = demoQuery(partner, plate);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const body = { purpose, onBehalfOf, plate: { number: plate }, expiresAt };
    const standing = await partner.call<{ entry: number }>('POST', '/v1/hot-lists/own/entries', body);
    await seen(plate);
    const found = async () => {
      const { hits } = await partner.call<{ hits: { entry: number }[] }>('GET', '/v1/hits?limit=5');
      return hits.find(({ entry }) => entry === standing.entry);
    };
    await eventually(async () => (await found()) !== undefined);
    const { code, words } = await check([standing, await found()]);
    expect([code, words]).toEqual([0, expect.not.stringContaining('NOT VERIFIED')]);
    const other = { ...(await found()), reads: [] };
    expect((await check([other])).words).toContain('other reads were logged');
  });

  test('says of a file with several answers that it takes one', async () => {
    const path = join(folder, `${files++}.jsonl`);
    writeFileSync(path, '{}\n{}\n');
    const { code, words } = await runKit(kit.verifyReceipt, [demo.file.logKey, path]);
    expect([code, words]).toEqual([
      1,
      expect.stringContaining('NOT VERIFIED: it is empty, or not the JSON of one answer'),
    ]);
  });

  test('refuses whatever was changed in answer or receipt, and another log’s key', async () => {
    const answer = await answerOf();
    const { receipt } = answer;
    const entry = JSON.parse(receipt.entry);
    const detail = JSON.parse(receipt.asker.detail);
    const bent = (members: object) => ({ ...answer, receipt: { ...receipt, ...members } });
    const asker = (members: object) => bent({ asker: { ...receipt.asker, ...members } });
    const first = Buffer.from(receipt.proof[0], 'base64').reverse().toString('base64');
    const bentOnes: [unknown, string][] = [
      [{ ...answer, reads: answer.reads.slice(1) }, 'other reads were logged'],
      [{ ...answer, reads: undefined }, 'other reads were logged'],
      [{ ...answer, releaseId: receipt.index }, 'another id'],
      [{ ...answer, decision: { effect: 'deny' } }, 'another effect'],
      [{ ...answer, reasons: [{ code: 'quota_exceeded' }] }, 'other reasons'],
      [{ ...answer, receipt: undefined }, 'there is no receipt'],
      [asker({ detail: JSON.stringify({ ...detail, officer: null }) }), 'another detail'],
      [asker({ salt: 'AAAA' }), 'is not 32 bytes'],
      [bent({ entry: JSON.stringify({ ...entry, agency: 'CO0019900' }) }), '`leafHash` is not the hash'],
      [bent({ entry: ` ${receipt.entry}` }), 'not canonical'],
      [bent({ proof: [first, ...receipt.proof.slice(1)] }), 'another root'],
      [bent({ proof: receipt.proof.slice(1) }), 'proof'],
      [bent({ proof: [...receipt.proof, first] }), 'too long'],
      [bent({ index: receipt.index - 1 }), 'the proof'],
      [
        bent({ checkpoint: receipt.checkpoint.replace(/\n\d+\n/, '\n1000000\n') }),
        'signature on the checkpoint',
      ],
      [bent({ checkpoint: receipt.checkpoint.replace('demo.', 'other.') }), 'signature on the checkpoint'],
    ];
    const { code, words } = await check(bentOnes.map(([changed]) => changed));
    expect(code).toBe(1);
    expect(words.trimEnd().split('\n')).toEqual(
      bentOnes.map(([, fault]) => expect.stringMatching(new RegExp(`NOT VERIFIED: .*${fault}`))),
    );
    const stranger = 'demo.alpr-sharing.invalid/log+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    expect((await check([answer], stranger)).words).toContain("id in the log's key is wrong");
  });
});
