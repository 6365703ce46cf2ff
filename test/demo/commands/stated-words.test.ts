/** An officer whose words are refused: which words, what can be done, and what becomes of what she states of them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Receipt } from '../../../gateway/audit/receipt.ts';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import { apiCommand } from '../../../gateway/commands/api-command.ts';
import { reviewCommand } from '../../../gateway/oversight/reviews/review-command.ts';
import { queryCommand } from '../../../gateway/query/command/query-command.ts';
import { runCommand } from '../../setup/commands/run-command.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useSharedDemo } from '../../setup/demo/use-demo.ts';

const fixture = useSharedDemo('adams', 'reviewer');
beforeAll(() => {
  process.env.DATA_DIR = fixture.demo.dataDir;
});
afterAll(() => {
  Reflect.deleteProperty(process.env, 'DATA_DIR');
});

const WORDS = 'stolen truck, icy zeppelin logo and ICE sticker on the bumper';
const STATED = [{ words: 'ICE sticker', is: 'name_or_place' }];
const WANTED = 'stolen truck, icy zeppelin sticker, help ICE find the driver';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly queryId: string;
    readonly effect?: string;
    readonly detail: string;
    readonly reasons: readonly {
      readonly code: string;
      readonly found?: object[];
      readonly whatToDo?: string;
    }[];
    readonly receipt: Receipt;
  };
}

let cases = 3000;
async function ask(purpose: object, path = '/v1/queries', headers = {}): Promise<Answer> {
  const { adams } = fixture.clients;
  const asked = {
    code: 'stolen_vehicle',
    caseNumber: `CR-2026-${cases++}`,
    justification: WORDS,
    ...purpose,
  };
  const query = demoQuery(adams, fixture.plate, { plate: { number: `ZZT${cases}` }, purpose: asked });
  return (await adams.request('POST', path, query, headers)) as Answer;
}

describe('words that are refused', () => {
  test('are named to the asker, in a refusal and in a dry run, with what can be done', async () => {
    const refused = await ask({ justification: WANTED });
    const dryRun = await ask({ justification: WANTED }, '/v1/decisions');
    expect([refused.status, dryRun.body.effect]).toEqual([403, 'deny']);
    for (const { body } of [refused, dryRun]) {
      const [first] = body.reasons;
      expect(first).toMatchObject({ code: 'narrative_immigration', found: [{ frame: 'requester' }] });
      expect(first?.whatToDo).toContain('leave these words out');
    }
  });

  test('are not in the log, nor in what the gateway tells its operator', async () => {
    const { body } = await ask({ justification: WANTED });
    const { entry, asker } = body.receipt;
    expect((await verifyReceipt(body.receipt, fixture.demo.file.logKey, undefined, body)).faults).toEqual([]);
    expect(entry).not.toMatch(/sticker|found/);
    expect(asker.detail).not.toMatch(/sticker|"found"|"ice"/);
    expect(fixture.demo.output()).not.toMatch(/zeppelin|sticker/i);
  });

  test('where somebody else wants the query, are refused whatever is stated of them', async () => {
    const context = [{ words: 'ICE', is: 'name_or_place' }];
    const { body, status } = await ask({ justification: 'stolen vehicle for ICE', context });
    expect(status).toBe(403);
    expect(body.reasons[0]).toMatchObject({ found: [{ words: 'ice', frame: 'requester' }] });
    expect(body.reasons[0]?.whatToDo).toContain('counts only where nobody asks');
  });
});

describe('words of which the asker states what they are', () => {
  test('are held for a person, named, and what was stated is logged', async () => {
    const { body, status } = await ask({ context: STATED });
    expect(status).toBe(202);
    expect(body.reasons).toMatchObject([{ code: 'context_needs_review', found: [{ words: 'ice' }] }]);
    expect(JSON.parse(body.receipt.asker.detail).purpose).toMatchObject({ context: STATED });
    expect(body.receipt.entry).not.toContain('sticker');
  });

  test('are part of the query: stated otherwise, it is another one', async () => {
    const same = { caseNumber: 'CR-2026-2999' };
    const hashes = [];
    for (const is of ['name_or_place', 'name_or_place', 'victim_or_witness']) {
      const { body } = await ask({ ...same, context: [{ words: 'ICE sticker', is }] }, '/v1/decisions');
      hashes.push(JSON.parse(body.receipt.asker.detail).queryHash);
    }
    expect(hashes.every((hash) => typeof hash === 'string')).toBe(true);
    const headers = { 'Idempotency-Key': randomUUID() };
    const { adams } = fixture.clients;
    const query = (context: object[]) => {
      const purpose = { code: 'stolen_vehicle', ...same, justification: WORDS, context };
      return demoQuery(adams, fixture.plate, { plate: { number: 'ZZT2999' }, purpose });
    };
    const sent = query(STATED);
    const first = await adams.request('POST', '/v1/queries', sent, headers);
    expect((await adams.request('POST', '/v1/queries', sent, headers)).body).toEqual(first.body);
    const other = {
      ...sent,
      purpose: { ...sent.purpose, context: [{ ...STATED[0], is: 'suspects_conduct' }] },
    };
    expect((await adams.request('POST', '/v1/queries', other, headers)).status).toBe(422);
  });

  test('must stand in the justification, and be said to be something that there is', async () => {
    const wrong = (context: object[]) => ask({ context });
    const absent = await wrong([...STATED, { words: 'sticker of ICE', is: 'name_or_place' }]);
    expect([absent.status, absent.body.detail]).toEqual([
      422,
      '`purpose.context.1.words` do not stand in `purpose.justification`: copy whole words from it',
    ]);
    expect((await wrong([{ words: 'IC', is: 'name_or_place' }])).status).toBe(422);
    expect((await wrong([{ words: '?!', is: 'name_or_place' }])).status).toBe(422);
    expect((await wrong([{ words: 'ICE', is: 'innocent' }])).body.detail).toContain('name_or_place');
    expect((await wrong([])).status).toBe(422);
  });

  test('of a standing query must stand in its justification too', async () => {
    const { adams } = fixture.clients;
    const { status, body } = (await adams.request('POST', '/v1/hot-lists/own/entries', {
      purpose: {
        code: 'stolen_vehicle',
        caseNumber: 'CR-2026-2998',
        justification: 'stolen truck, taken overnight from the yard',
        context: STATED,
      },
      onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: adams.ori },
      plate: { number: 'ZZT2998' },
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    })) as Answer;
    expect([status, body.detail]).toEqual([422, expect.stringContaining('`purpose.context.0.words`')]);
  });
});

describe('at the command line', () => {
  const run = (line: string) => {
    const command = queryCommand((...asked) => fixture.demo.connect(...asked));
    return runCommand(command.configureOutput({ writeErr: () => undefined }), line);
  };

  test('the reviewer sees first what an honest officer states of words', async () => {
    const line = `ZZT4001 --case CR-2026-4001 --justification "${WORDS}"`;
    const held = await run(`${line} --context "ICE sticker=name_or_place"`);
    expect(held).toContain('held for a reviewer');
    const [, id] = /--pick-up ([0-9a-f-]{36})/.exec(held) ?? [];
    const shown = await runCommand(
      reviewCommand((...asked) => fixture.demo.connect(...asked)),
      `show ${id}`,
    );
    expect(shown).toMatch(
      /^the officer states +"ICE sticker": name_or_place\nwords found +context_needs_review/,
    );
  });

  test('a standing query that a person would have to read is refused with the query that one reads', async () => {
    const purpose = {
      ...{ code: 'stolen_vehicle', caseNumber: 'CR-2026-4003', justification: WORDS },
      context: [{ words: 'ICE sticker', is: 'name_or_place' }],
    };
    const body = JSON.stringify({
      ...{ purpose, plate: { number: 'ZZT4003', state: 'CO' } },
      onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: fixture.clients.adams.ori },
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const typed = ['POST', '/v1/hot-lists/own/entries', '--as', 'adams', '--body', body];
    const entering = apiCommand((...asked) => fixture.demo.connect(...asked)).parseAsync(typed, {
      from: 'user',
    });
    const refusal = await entering.then(String, (error: Error) => error.message);
    expect(refusal).toMatch(
      /^403: a person would have to read this query first, since .*: ask by `query`, where a /,
    );
    const [, next = ''] =
      /next: where a person reads it first: (?:DATA_DIR=\S+ )?npm run gateway -- query (.*)$/m.exec(
        refusal,
      ) ?? [];
    expect(next).toContain(
      "--context 'ICE sticker=name_or_place' --officer officer-1 --officer-name 'Officer One'",
    );
    expect(await run(next.replaceAll("'", '"'))).toContain('held for a reviewer');
  });

  test('where words were read as of somebody who asks, an honest officer says what they are, and a person reads it', async () => {
    const line = 'ZZT4003 --case CR-2026-4003 --justification "stolen truck, ';
    const refusal = await run(`${line}driven by ICE officer"`).catch((error: Error) => error.message);
    expect(refusal).toContain('"ice officer" (of who wants the query)');
    expect(refusal).toContain(
      'if nobody wants the query for them, say what happened without a word that asks',
    );
    expect(await run(`${line}owned by an ICE officer"`)).toContain('held for a reviewer');
  });

  test('a dry run names the words and the option, and a wrong one is explained before anything is asked', async () => {
    const said = await run(`ZZT4002 --case CR-2026-4002 --dry-run --justification "${WORDS}"`);
    expect(said).toContain('would be held for a reviewer\n  context_needs_review');
    await expect(run('ZZT4002 --context ICE')).rejects.toThrow("'Ice Age Beverage=name_or_place'");
  });
});
