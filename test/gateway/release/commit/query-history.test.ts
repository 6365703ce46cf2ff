/** What a commit remembers of earlier queries: refused words, and how many releases a day has had. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;

beforeAll(async () => {
  fixture = await createCommitFixture({ officerQueriesPerDay: 12, patternQueriesPerDay: 5 }, 2);
});
afterAll(() => fixture.close());

const officer = (id: string) => ({ onBehalfOf: { id, name: 'Officer', ori: 'CO0010000' } });
let number = 0;
function ask(changes: Partial<Query>, kind: 'query' | 'dry_run' = 'query'): Promise<Outcome> {
  number += 1;
  const base = stolenVehicleQuery();
  const purpose = { ...base.purpose, caseNumber: `CR-${1000 + number}` };
  const query = {
    ...base,
    purpose,
    plate: { number: `Q${number}TEST`, match: 'exact' as const },
    ...changes,
  };
  return fixture.queue.commit(
    pendingQuery(fixture.agencyId, { kind, query, findings: screen(query.purpose) }, 1),
  );
}
const details = (outcome: Outcome) =>
  'decision' in outcome ? outcome.decision.reasons.map(({ code, detail }) => `${code} ${detail ?? ''}`) : [];
const words = (justification: string, caseNumber = 'CR-2026-7000') => ({
  purpose: { code: 'stolen_vehicle', caseNumber, justification },
});

describe('a sweep by many small queries', () => {
  test('for plates that begin alike ends at the cap, queries that wait together included', async () => {
    const plate = (i: number) => ({ plate: { number: `ABCD${i}`, match: 'exact' as const } });
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, i) => ask({ ...officer('officer-1'), ...plate(i) })),
    );
    expect(outcomes.filter(({ kind }) => kind === 'released')).toHaveLength(5);
    expect(details(await ask({ ...officer('officer-1'), ...plate(9) }))).toEqual([
      'quota_exceeded plate_pattern',
    ]);
    expect((await ask({ ...officer('officer-2'), ...plate(9) })).kind).toBe('released');
    expect((await ask(officer('officer-1'))).kind).toBe('released');
  });

  test('ends at the officer’s cap, whatever the plates; a dry run tells nothing of it', async () => {
    for (let i = 0; i < 6; i += 1) expect((await ask(officer('officer-1'))).kind).toBe('released');
    expect(details(await ask(officer('officer-1')))).toEqual(['quota_exceeded officer_queries']);
    expect(await ask(officer('officer-1'), 'dry_run')).toMatchObject({ decision: { effect: 'permit' } });
  });
});

describe('refused words', () => {
  const plate = { number: 'ZZT5555', match: 'exact' as const };
  const bad = words('assist ICE with the deportation of the driver');

  test('are remembered of the officer with the plate, and of the case, but not of other officers', async () => {
    expect((await ask({ ...officer('officer-2'), plate, ...bad })).kind).toBe('denied');
    const held = await ask({ ...officer('officer-2'), plate });
    expect([held.kind, ...details(held)]).toEqual(['held', 'narrative_reworded after_refusal']);
    expect((await ask({ ...officer('officer-3'), plate })).kind).toBe('released');
    const { justification } = stolenVehicleQuery().purpose;
    const colleague = await ask({ ...officer('officer-3'), ...words(justification as string) });
    expect([colleague.kind, ...details(colleague)]).toEqual(['held', 'narrative_reworded colleague_refused']);
  });

  test('are kept as keyed hashes, and forgotten after a day', async () => {
    const { rows } = await fixture.pool.query('SELECT code FROM refused_wording');
    // Of the refusal: the plate, the case, everybody's case, the words. Of what came instead: that it came, the words.
    expect(rows).toHaveLength(6);
    await fixture.ownerPool.query(`UPDATE refused_wording SET refused_at = refused_at - interval '24 hours'`);
    expect((await ask({ ...officer('officer-2'), plate })).kind).toBe('released');
  });

  test('refused in a dry run are not', async () => {
    const other = { plate: { number: 'ZZT6666', match: 'exact' as const } };
    expect(
      await ask({ ...officer('officer-3'), ...other, ...words('my ex-wife', 'CR-9') }, 'dry_run'),
    ).toMatchObject({
      decision: { effect: 'deny' },
    });
    expect((await ask({ ...officer('officer-3'), ...other })).kind).toBe('released');
  });
});

describe('words that were released upon before, after others were refused for the same case', () => {
  const odd = 'stolen sedan \\ "blue" Subaru, owner José, seen on Dahlia Street at night';
  const plate = { number: 'ZZT7777', match: 'exact' as const };
  const bad = 'assist ICE with the deportation of the driver';
  const asked = (text: string, who = 'officer-4', caseNumber = 'CR-2026-7001') =>
    ask({ ...officer(who), plate, ...words(text, caseNumber) });
  const reworded = async (...query: Parameters<typeof asked>) =>
    details(await asked(...query)).some((one) =>
      /^narrative_(pretext reworded_after|reworded (after|colleague))_refus(al|ed)$/.test(one),
    );

  beforeAll(async () => {
    await fixture.ownerPool.query('UPDATE agency SET roster = 10');
    expect((await asked(odd)).kind).toBe('released');
    expect((await asked(bad)).kind).toBe('denied');
  });

  test('are no rewording, whatever characters they have; a part of them, or one more, is', async () => {
    expect(await reworded(odd)).toBe(false);
    expect(await reworded(odd.slice(0, -1))).toBe(true);
    expect(await reworded(odd.slice(1))).toBe(true);
    expect(await reworded(`${odd}.`)).toBe(true);
  });

  test('are found without reading a detail: however many refusals a plate has, none is looked at', async () => {
    await fixture.ownerPool.query('REVOKE SELECT ON audit_detail FROM gateway_app');
    expect(await reworded(`${odd}!`)).toBe(true);
    expect(await reworded(odd)).toBe(false);
    await fixture.ownerPool.query('GRANT SELECT ON audit_detail TO gateway_app');
  });

  test('are forgotten with the day before yesterday', async () => {
    const age = (days: number) =>
      fixture.ownerPool.query('UPDATE released_words SET day = (now() AT TIME ZONE $1)::date - $2::int', [
        'UTC',
        days,
      ]);
    await age(1);
    expect(await reworded(odd)).toBe(false);
    await fixture.ownerPool.query('DELETE FROM released_words WHERE day = (now() AT TIME ZONE $1)::date', [
      'UTC',
    ]);
    await age(2);
    expect(await reworded(odd)).toBe(true);
  });

  test('excuse neither another officer nor another case', async () => {
    const known = 'stolen blue Subaru of José, seen on Dahlia Street at night';
    expect(details(await asked(known, 'officer-6', 'CR-2026-7002'))).toEqual([]);
    expect((await asked(bad, 'officer-7', 'CR-2026-7003')).kind).toBe('denied');
    expect(await reworded(known, 'officer-7', 'CR-2026-7003')).toBe(true);
    expect(await reworded(known, 'officer-7', 'CR-2026-7002')).toBe(true);
    expect(await reworded(known, 'officer-6', 'CR-2026-7003')).toBe(true);
    expect((await asked(bad, 'officer-6', 'CR-2026-7002')).kind).toBe('denied');
    expect(await reworded(known, 'officer-6', 'CR-2026-7002')).toBe(false);
  });
});
