/** A log with a few queries of two invented agencies, for the auditors' tests. */
import { randomUUID } from 'node:crypto';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { plateHmac } from '../../../../gateway/audit/plate-hmac.ts';
import type { AuditEvent } from '../../../../gateway/audit/seal-events.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import type { Agency } from '../../../../sharing-rules/terms/agency.ts';
import type { Administration } from '../../../setup/administration.ts';
import { plateKeys } from '../../../setup/administration-app.ts';

export const PLATE = 'TEST123';
export const OFFICER = '11111111-2222-4333-8444-555555555555';
export const CASE = 'CR-2026-0142';
export const RELEASE = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

/** What its query affirms to have happened, in a sentence. */
export const HAPPENED =
  'Motor Vehicle Theft (NIBRS 240), 2026-11-03 09:00 UTC, in Aurora; of the vehicle: it was stolen; reported by the victim';

const QUERY = {
  onBehalfOf: { id: 'officer-7', name: 'Officer Seven', ori: 'CO0800100' },
  plate: { number: PLATE, match: 'exact' },
  purpose: {
    caseNumber: CASE,
    code: 'stolen_vehicle',
    offense: { system: 'nibrs', code: '240' },
    incident: {
      ...{ kind: 'offense', occurred: { from: Date.UTC(2026, 10, 3, 9) }, place: { city: 'Aurora' } },
      ...{ vehicle: 'stolen', reportedBy: 'victim', affirmed: true },
    },
    justification: 'sedan stolen; the "caseNumber":"XX-1" is another',
  },
};

/** Holds the facts of the asker's detail that a test states. */
interface Said {
  readonly officerId?: string;
  readonly purpose?: string;
  readonly reasonCodes?: readonly string[];
  readonly releaseId?: string;
}

/** Two agencies, `CO0800100` (also `CO0800101`) and `CO0800200`; two entries for each. Resolves to the second. */
export async function appendSampleEntries(admin: Administration): Promise<Agency> {
  const first = await admin.register('CO0800100', { oris: ['CO0800100', 'CO0800101'] as never });
  const second = await admin.register('CO0800200');
  const today = plateKeys(new Date().toISOString().slice(0, 10));
  const codeOf = (plate: string) => ({ plate: plateHmac(today, plate).toString('base64') });
  const event = (agency: Agency, { asker, ...changes }: Partial<AuditEvent> & Said): AuditEvent => {
    const { officerId, purpose, reasonCodes, releaseId, ...more } = {
      ...{
        purpose: 'stolen_vehicle',
        reasonCodes: ['grant_missing', 'purpose_vague'],
        releaseId: randomUUID(),
      },
      ...changes,
    };
    const said = { case: '=HYPERLINK("http://evil.example")', ...(asker as object) };
    return {
      ...{ kind: 'refusal', agency, grant: null, effect: 'deny', mark: false },
      asker: {
        ...{ at: new Date().toISOString(), purpose: { code: purpose }, id: releaseId, ...said },
        reasons: reasonCodes.map((code) => ({ code })),
        ...(officerId ? { subjectId: officerId } : {}),
      },
      owner: { input: { note: 'sample' }, searchedBy: {} },
      ...more,
    };
  };
  await inTransaction(admin.pool, (trx) =>
    appendEvents(trx, [
      event(first, {}),
      event(first, {
        kind: 'release',
        effect: 'permit',
        reasonCodes: [],
        officerId: OFFICER,
        releaseId: RELEASE,
        asker: { purpose: { caseNumber: CASE, code: 'stolen_vehicle' }, records: 3 },
        owner: { input: { note: 'sample', query: QUERY }, searchedBy: codeOf(PLATE) },
      }),
      event(second, { owner: { input: { note: 'sample' }, searchedBy: codeOf('OTHER99') } }),
      event(second, { purpose: '=cmd', owner: { input: { note: 'sample' }, searchedBy: codeOf(PLATE) } }),
    ]),
  );
  return second;
}
