/** Another spelling of an officer, a plate or a case is not another one. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Officer } from '../../../../sharing-rules/terms/asker.ts';
import type { PlateTarget, Purpose } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { PARTNER, pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;

beforeAll(async () => {
  fixture = await createCommitFixture();
});
afterAll(() => fixture.close());

const officer = (id: string): Officer => ({ id, name: 'Officer', ori: PARTNER });
const honest = 'sedan stolen from a driveway overnight, seen on Dahlia Street';

function ask(onBehalfOf: Officer, purpose: Partial<Purpose> = {}, plate?: PlateTarget) {
  const base = stolenVehicleQuery({ onBehalfOf, ...(plate === undefined ? {} : { plate }) });
  const query = { ...base, purpose: { ...base.purpose, justification: honest, ...purpose } };
  return fixture.queue.commit(pendingQuery(fixture.agencyId, { query, findings: screen(query.purpose) }));
}

describe('a suspended officer', () => {
  test('stays suspended, however the id is written', async () => {
    expect((await ask(officer('off-7'))).kind).toBe('released');
    await fixture.ownerPool.query(`UPDATE officer SET status = 'suspended' WHERE reference = 'off-7'`);
    const spellings = [
      'off-7',
      'off-7 ',
      ' off-7',
      'OFF-7',
      'off-7\u200b',
      'ｏｆｆ-7',
      'off‐7',
      'оff-7',
      'off_7',
      'off-\u0667',
      'off-\u096d',
    ];
    for (const id of spellings) expect([id, (await ask(officer(id))).kind]).toEqual([id, 'denied']);
    const { rows } = await fixture.ownerPool.query('SELECT reference FROM officer');
    expect(rows).toEqual([{ reference: 'off-7' }]);
  });
});

describe('words that were refused', () => {
  test('and come back for a look-alike of the plate, or the case written otherwise, are held', async () => {
    const asker = officer('off-8');
    const refused = { justification: 'stolen vehicle, ICE detainer', caseNumber: 'CR-2026-0800' };
    const plate = { number: 'ZZ0B15', match: 'exact' } as const;
    expect((await ask(asker, refused, plate)).kind).toBe('denied');
    const misread = { number: 'ZZO8I5', match: 'lookalike' } as const;
    expect((await ask(asker, { caseNumber: 'CR-2026-0801' }, misread)).kind).toBe('held');
    const other = { number: 'YYY999', match: 'exact' } as const;
    expect((await ask(asker, { caseNumber: 'CR20260800' }, other)).kind).toBe('held');
    expect((await ask(asker, { caseNumber: 'CR-2026-0802' }, other)).kind).toBe('released');
  });
});
