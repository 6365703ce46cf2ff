import { describe, expect, test } from '@jest/globals';
import { isOfOneLog } from '../../../../gateway/network/asks/extends-head.ts';
import { PeerRead } from '../../../../gateway/network/asks/peer-read.ts';
import { type SentQuestion, verifyAnswer } from '../../../../gateway/network/asks/verify-answer.ts';
import type { ShownRead } from '../../../../gateway/reads/sources/shown-read.schema.ts';
import type { Lie } from '../../../../sharing-rules/network/judge-stated-reads.ts';
import { AnsweringLog, sentQuestion, statedRead } from './answering-log.ts';

function verified(log: AnsweringLog, question: SentQuestion, body: unknown, status = 200) {
  const answer = { status, body: JSON.parse(JSON.stringify(body)), at: Date.now() };
  return verifyAnswer({ peer: { logKey: log.vkey }, question, answer });
}

describe('a true answer', () => {
  test('is proved, with its order, and its reads are of a type of their own', async () => {
    const log = new AnsweringLog();
    const read = statedRead();
    const proven = await verified(log, sentQuestion(), log.release(sentQuestion(), [read]));
    expect(proven).toMatchObject({ outcome: 'released', order: 'proved', index: 1, reasons: [] });
    const [stated] = 'reads' in proven ? proven.reads : [];
    expect(stated).toBeInstanceOf(PeerRead);
    expect(JSON.parse(JSON.stringify(stated))).toEqual(read);
  });

  test('of a partner that does not know the asker has no proved order', async () => {
    const log = new AnsweringLog();
    const question = sentQuestion({ asker: null });
    expect(await verified(log, question, log.release(question, []))).toMatchObject({ order: 'not_proved' });
  });

  test('that holds or refuses needs its receipt as well, and tells its reasons', async () => {
    const log = new AnsweringLog();
    const question = sentQuestion();
    expect(await verified(log, question, log.hold(question), 202)).toMatchObject({ outcome: 'held' });
    expect(await verified(log, question, log.refuse(question), 403)).toMatchObject({
      outcome: 'refused',
      reasons: [{ code: 'grant_missing' }],
    });
  });

  test('is taken without the members of its reasons that are unknown here', async () => {
    const log = new AnsweringLog();
    const held = log.hold(sentQuestion());
    const more = {
      ...held,
      reasons: held.reasons.map((reason) => ({ ...reason, found: [{ words: 'ice' }] })),
    };
    expect(await verified(log, sentQuestion(), more, 202)).toMatchObject({ reasons: held.reasons });
    const { reasons } = (await verified(log, sentQuestion(), more, 202)) as { reasons: readonly object[] };
    expect(reasons.flatMap(Object.keys)).not.toContain('found');
  });

  test('by a reviewer names the entry of the query that was held', async () => {
    const log = new AnsweringLog();
    const held = log.hold(sentQuestion());
    const detail = { of: held.receipt.index, agency: undefined, id: held.queryId };
    const { receipt } = log.append({
      ...{ kind: 'review_refused', agency: sentQuestion().ori },
      asker: { id: held.queryId, of: held.receipt.index, word: 'refused', reasons: [] },
    });
    expect(detail.of).toBe(1);
    const body = { reasons: held.reasons, queryId: held.queryId, receipt };
    const heldIndex = held.receipt.index;
    expect(await verified(log, sentQuestion({ heldIndex }), body, 403)).toMatchObject({ outcome: 'refused' });
    expect(await verified(log, sentQuestion({ heldIndex: 9 }), body, 403)).toMatchObject({
      lie: 'other_question',
    });
  });
});

const READ = '9f1b2f5e-3f62-4f0e-8c2c-0b9c6a3f7d11';

type Telling = (log: AnsweringLog, question: SentQuestion) => unknown;
const released =
  (reads: readonly object[], told = {}): Telling =>
  (log, question) =>
    log.release(question, reads, told);
const changed =
  (change: (answer: ReturnType<AnsweringLog['release']>, log: AnsweringLog) => object): Telling =>
  (log, question) => {
    const answer = log.release(question, [statedRead()]);
    return { ...answer, ...change(answer, log) };
  };
const detailed = (detail: object) => released([statedRead()], { detail });
const day = 86_400_000;

describe('a lie is named, and nothing of it is shown:', () => {
  const lies: readonly (readonly [what: string, lie: Lie, tell: Telling])[] = [
    [
      'no receipt',
      'receipt_missing',
      changed(({ receipt: _, ...rest }) => ({ ...rest, receipt: undefined })),
    ],
    ['a text in place of an answer', 'malformed', () => 'welcome'],
    ['a member of a read that none has', 'malformed', released([{ ...statedRead(), owner: 'somebody' }])],
    ['reads that are no list', 'malformed', changed(() => ({ reads: { length: 1 } }))],
    [
      'a read beside those that were logged',
      'reads_hash',
      changed(({ reads }) => ({ reads: [...reads, statedRead()] })),
    ],
    ['a read left out of those that were logged', 'reads_hash', changed(() => ({ reads: [] }))],
    [
      'a plate changed after it was logged',
      'reads_hash',
      changed(() => ({ reads: [statedRead({ plate: 'ZZT1235' })] })),
    ],
    ['a count of records that is not that of the reads', 'reads_hash', detailed({ records: 2 })],
    ['another plate, truly logged', 'other_plate', released([statedRead({ plate: 'AAA1111' })])],
    ['a plate that only looks alike', 'other_plate', released([statedRead({ plate: '22T1234' })])],
    [
      'a read before the window',
      'other_window',
      released([statedRead({ capturedAt: new Date(Date.now() - 9 * day).toISOString() })]),
    ],
    [
      'a read of the future',
      'other_window',
      released([statedRead({ capturedAt: new Date(Date.now() + day).toISOString() })]),
    ],
    [
      'more reads than were asked for',
      'too_many_reads',
      released(Array.from({ length: 4 }, () => statedRead())),
    ],
    [
      'one read twice',
      'repeated_read',
      released([statedRead({ readId: READ }), statedRead({ readId: READ })]),
    ],
    [
      'a place that is none',
      'other_place',
      released([statedRead({ camera: { id: 'c', name: 'c', lat: 95, lon: 0 } })]),
    ],
    ['a confidence of more than certain', 'malformed', released([statedRead({ confidence: 2 })])],
    [
      'another question than was asked',
      'other_question',
      detailed({ queryHash: 'A'.repeat(43).concat('=') }),
    ],
    [
      'a detail with a member twice',
      'receipt_false',
      (log, question) => {
        const answer = log.release(question, []);
        const asker = answer.receipt.asker.detail.replace('{"a', '{"agency":"CO0010000","a');
        return {
          ...answer,
          ...log.append({ kind: 'release', effect: 'permit', agency: question.ori, asker }),
        };
      },
    ],
    [
      'a head with signatures without end',
      'head_signature',
      changed(({ receipt }) => ({
        receipt: { ...receipt, checkpoint: `${receipt.checkpoint}${'\u2014 w AAAAAAAA\n'.repeat(1_000)}` },
      })),
    ],
    ['markup', 'unsafe_text', released([statedRead({ direction: '<img src=x onerror=alert(1)>' })])],
    [
      'a text that turns its direction',
      'unsafe_text',
      released([statedRead({ camera: { id: 'c', name: 'a\u202eb', lat: 1, lon: 1 } })]),
    ],
    ['a text without end', 'unsafe_text', released([statedRead({ direction: 'N'.repeat(501) })])],
    ['a receipt for another agency', 'other_agency', released([], { agency: 'CO0010000' })],
    ['a detail of another agency', 'receipt_false', detailed({ agency: 'CO0010000' })],
    [
      'a release that was logged as a refusal',
      'receipt_false',
      released([], { kind: 'refusal', effect: 'deny' }),
    ],
    ['a dry run shown as a release', 'receipt_false', released([], { kind: 'dry_run', effect: 'permit' })],
    [
      'an asker that is not ours',
      'other_asker',
      detailed({ asker: { origin: 'ours.test/log', index: 8, leafHash: 'B' } }),
    ],
    [
      'no asker, where one was sent',
      'other_asker',
      (log, question) => log.release({ ...question, asker: null }, []),
    ],
    [
      'another transaction',
      'other_transaction',
      detailed({ traceparent: `00-${'c'.repeat(32)}-${'b'.repeat(16)}-01` }),
    ],
    [
      'another purpose',
      'other_question',
      detailed({ purpose: { code: 'violent_crime', caseNumber: 'CR-2026-0142' } }),
    ],
    [
      'another case',
      'other_question',
      detailed({ purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0143' } }),
    ],
    [
      'another officer',
      'other_question',
      detailed({ officer: { id: 'officer-2', name: 'Two', ori: 'CO0010300' } }),
    ],
    [
      'a salt that is not that of the entry',
      'receipt_false',
      changed(({ receipt }) => ({
        receipt: { ...receipt, asker: { ...receipt.asker, salt: receipt.ownerHash } },
      })),
    ],
    [
      'a leaf hash that is not that of the entry',
      'receipt_false',
      changed(({ receipt }) => ({ receipt: { ...receipt, leafHash: receipt.ownerHash } })),
    ],
    [
      'a proof of another place',
      'receipt_false',
      changed(({ receipt }) => ({ receipt: { ...receipt, index: receipt.index - 1 } })),
    ],
    [
      'a proof without end',
      'receipt_false',
      changed(({ receipt }) => ({ receipt: { ...receipt, proof: Array(9_999).fill(receipt.ownerHash) } })),
    ],
    ['a name of the answer that was not logged', 'receipt_false', changed(() => ({ releaseId: READ }))],
    [
      'a decision that was not logged',
      'receipt_false',
      changed(({ decision }) => ({ decision: { ...decision, effect: 'review' } })),
    ],
    [
      'a head of another log',
      'head_signature',
      changed(({ receipt }) => ({ receipt: { ...receipt, checkpoint: new AnsweringLog().checkpoint } })),
    ],
    [
      'a head signed by nobody',
      'head_signature',
      changed(({ receipt }) => ({
        receipt: { ...receipt, checkpoint: receipt.checkpoint.replace(/\n\n.*/s, '\n\n') },
      })),
    ],
    [
      'a head with another size',
      'head_signature',
      changed(({ receipt }) => ({
        receipt: { ...receipt, checkpoint: receipt.checkpoint.replace('\n2\n', '\n3\n') },
      })),
    ],
  ];

  test.each(lies)('%s: %s', async (_, lie, tell) => {
    const log = new AnsweringLog();
    const verdict = await verified(log, sentQuestion(), tell(log, sentQuestion()));
    expect(verdict).toEqual({ outcome: 'unproven', lie });
  });

  test('an answer that was given before we asked', async () => {
    const log = new AnsweringLog();
    const old = log.release(sentQuestion(), []);
    const question = sentQuestion({ knownSize: log.size });
    expect(await verified(log, question, old)).toEqual({ outcome: 'unproven', lie: 'index_order' });
    const late = sentQuestion({ askedAt: Date.now() + 900_000 });
    expect(await verified(log, late, old)).toEqual({ outcome: 'unproven', lie: 'other_time' });
  });

  test('a refusal for another reason than was logged', async () => {
    const log = new AnsweringLog();
    const reasons = [{ code: 'subject_suspended', clause: '420.5' }];
    const body = { ...log.refuse(sentQuestion()), reasons };
    expect(await verified(log, sentQuestion(), body, 403)).toMatchObject({ lie: 'other_reasons' });
  });

  test('a refusal, and one that waits, with reads', async () => {
    const log = new AnsweringLog();
    const question = sentQuestion();
    for (const [status, body] of [
      [403, log.refuse(question)],
      [202, log.hold(question)],
    ] as const) {
      const answer = { ...body, reads: [statedRead()] };
      expect(await verified(log, question, answer, status)).toMatchObject({ lie: 'other_outcome' });
    }
  });

  test('a release with the status of a refusal', async () => {
    const log = new AnsweringLog();
    const body = { ...log.release(sentQuestion(), []), reasons: [] };
    expect(await verified(log, sentQuestion(), body, 403)).toMatchObject({ lie: 'other_outcome' });
  });
});

describe('the head of a partner', () => {
  const headOf = (log: AnsweringLog) => {
    const [, size, root] = log.checkpoint.split('\n') as [string, string, string];
    return { size: Number(size), root: new Uint8Array(Buffer.from(root, 'base64')) };
  };
  const grow = (log: AnsweringLog, times: number) => {
    for (let i = 0; i < times; i += 1) log.refuse(sentQuestion());
  };

  test('extends the last one seen, or is a beginning of it', async () => {
    const log = new AnsweringLog();
    grow(log, 5);
    const [seen, older] = [log.checkpoint, headOf(log)];
    grow(log, 6);
    const prove = (from: number, to: number) => log.growth(from, to);
    expect(await isOfOneLog(seen, headOf(log), prove)).toBe(true);
    expect(await isOfOneLog(log.checkpoint, older, prove)).toBe(true);
    expect(await isOfOneLog(null, older, prove)).toBe(true);
  });

  test('of another history is none of the log that we know, whatever is said to prove it', async () => {
    const [log, other] = [new AnsweringLog(), new AnsweringLog()];
    grow(log, 5);
    grow(other, 9);
    const seen = log.checkpoint;
    expect(await isOfOneLog(seen, headOf(other), (from, to) => other.growth(from, to))).toBe(false);
    for (const proof of [[], null, ['x'], 'proof', Array(3).fill('A'.repeat(43).concat('='))]) {
      expect(await isOfOneLog(seen, headOf(other), async () => proof)).toBe(false);
    }
    const rolledBack = new AnsweringLog();
    grow(rolledBack, 5);
    expect(await isOfOneLog(seen, headOf(rolledBack), async () => [])).toBe(false);
  });
});

describe('a read of others', () => {
  test('is no read of ours, for the compiler nor for what is logged', () => {
    const stated = new PeerRead(statedRead());
    // @ts-expect-error a release, a list and an ingest take reads of ours alone
    const ours: ShownRead = stated;
    expect(Object.keys(ours)).toEqual([]);
  });
});
