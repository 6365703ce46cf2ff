/** Reads of a plate that two persons preserve and the purge erases, and a partner who asks for them in every way. */
import pg from 'pg';
import type { Client } from '../../gateway/cli/client/connect.ts';
import { ensurePartitions } from '../../gateway/reads/ensure-partitions.ts';
import { purgeReads } from '../../gateway/reads/purge-reads.ts';
import { daysBetween } from '../../gateway/reads/read-days.ts';
import { DAY } from '../../sharing-rules/terms/retention.ts';
import { deliveredRead, HOUR, takeReads } from '../gateway/reads/reads-fixture.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import type { RunningDemo } from '../setup/demo/running-demo.ts';

export const KEPT = { plate: 'KEPT007', caseNumber: 'CR-2026-0700', reads: 6 };
export const NEVER_SEEN = 'NEVR007';
const CAMERA = { cameraId: 'CAM-KEPT', cameraName: 'Kept Street', lat: 39.81, lon: -104.93 };
const iso = (time: number) => new Date(time).toISOString();

/** Resolves to the id of the preservation. */
export async function preserve(demo: RunningDemo): Promise<string> {
  const now = Date.now();
  const times = Array.from({ length: KEPT.reads }, (_, i) => now - (i + 2) * HOUR);
  await takeReads(
    demo.file.databases.readsOwnerUrl,
    times.map((time) => deliveredRead({ capturedAt: iso(time), plate: KEPT.plate, ...CAMERA })),
  );
  const clerk = await demo.as('clerk');
  const { id } = await clerk.call<{ id: string }>('POST', '/v1/preservations', {
    ...{ caseNumber: KEPT.caseNumber, plate: { number: KEPT.plate }, reason: 'trial set for March' },
    ...{ from: iso(now - DAY), to: iso(now), until: iso(now + 60 * DAY) },
    purpose: { code: 'stolen_vehicle', justification: 'sedan stolen from a driveway overnight' },
  });
  await (await demo.as('admin-2')).call('POST', `/v1/preservations/${id}/approve`);
  return id;
}

/** Moves the reads of the plate back by a month, and purges them as midnight does. Resolves to how many are left. */
export async function aMonthLater({ readsOwnerUrl }: RunningDemo['file']['databases']): Promise<number> {
  const owner = new pg.Client(readsOwnerUrl);
  await owner.connect();
  const now = Date.now();
  await ensurePartitions(owner, daysBetween(now - 33 * DAY, now - 31 * DAY));
  await owner.query(`UPDATE read SET captured_at = captured_at - interval '31 days' WHERE plate = $1`, [
    KEPT.plate,
  ]);
  await purgeReads({ ownerUrl: readsOwnerUrl, now, retentionDays: 30, all: true });
  const { rows } = await owner.query('SELECT FROM read WHERE plate = $1', [KEPT.plate]);
  await owner.end();
  return rows.length;
}

type Asked = readonly [path: string, body: object];

/** A question of each kind for the preserved reads: none of them has an own page, since none has a first one. */
function questions(partner: Client): Readonly<Record<string, Asked>> {
  const now = Date.now();
  const longest = { from: iso(now - 29 * DAY), to: iso(now) };
  const query = (changes: Record<string, unknown>): Asked => [
    '/v1/queries',
    demoQuery(partner, KEPT.plate, { ...longest, ...changes }),
  ];
  const { lat, lon } = CAMERA;
  const area = (of: object) => query({ plate: undefined, area: of, from: iso(now - HOUR) });
  return {
    exact: query({}),
    'look-alike': query({ plate: { number: KEPT.plate, match: 'lookalike' } }),
    partial: query({ plate: { number: KEPT.plate.slice(0, 5), match: 'partial' } }),
    cameras: area({ cameras: [CAMERA.cameraId] }),
    circle: area({ lat, lon, radiusMetres: 500 }),
    'dry run': ['/v1/decisions', demoQuery(partner, KEPT.plate, longest)],
  };
}

export interface Answered {
  readonly kind: string;
  readonly status: number;
  /** True if the answer has one of the reads, or a trace of them. */
  readonly found: boolean;
  readonly ms: number;
}

/** Asks, by turns, the question of each kind; of all the others only exact ones are many. */
export async function askForPreserved(partner: Client, many: number): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let i = 0; i < many; i += 1) {
    const kinds = Object.entries(questions(partner));
    // Of each ten five are exact: those in other ways wait for a person, and few may wait at once.
    const [kind, [path, body]] = kinds[i % 10 < 5 ? 0 : (i % 10) - 4] as [string, Asked];
    answers.push(await ask(partner, kind, path, body));
  }
  return answers;
}

export async function ask(partner: Client, kind: string, path: string, body: object): Promise<Answered> {
  const began = performance.now();
  const response = await partner.open('POST', path, body);
  const text = await response.text();
  const ms = performance.now() - began;
  const { reads = [] } = JSON.parse(text) as { readonly reads?: readonly object[] };
  const found = reads.length > 0 || text.includes(CAMERA.cameraName);
  return { kind, status: response.status, found, ms };
}
