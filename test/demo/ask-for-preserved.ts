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
/** Read by the same camera in the same minutes, and not preserved: who reaches those reads, finds it. */
export const BESIDE = 'KEPT099';
export const NEVER_SEEN = 'NEVR007';
const CAMERA = { cameraId: 'CAM-KEPT', cameraName: 'Kept Street', lat: 39.81, lon: -104.93 };
const BEGAN = Date.now();
const iso = (time: number) => new Date(time).toISOString();

/** Resolves to the id of the preservation. */
export async function preserve(demo: RunningDemo): Promise<string> {
  const now = Date.now();
  const times = Array.from({ length: KEPT.reads }, (_, i) => BEGAN - (i + 2) * HOUR);
  await takeReads(
    demo.file.databases.readsOwnerUrl,
    times.flatMap((time) =>
      [KEPT.plate, BESIDE].map((plate) => deliveredRead({ capturedAt: iso(time), plate, ...CAMERA })),
    ),
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

type Asked = readonly [method: string, path: string, body?: object];

/** Who asks: a partner's system, one of the owner's own, and the reviewer who lets both through. */
export interface Askers {
  readonly partner: Client;
  readonly own: Client;
  readonly reviewer: Pick<Client, 'call'>;
}

/** A question of each kind for the preserved reads, as often as it stands here. */
function questions({ own, partner }: Askers): readonly (readonly [kind: string, ...Asked])[] {
  const now = Date.now();
  const longest = { from: iso(now - 29 * DAY), to: iso(now) };
  const query = (changes: Record<string, unknown>): Asked => [
    ...(['POST', '/v1/queries', demoQuery(partner, KEPT.plate, { ...longest, ...changes })] as const),
  ];
  const { lat, lon } = CAMERA;
  // The time in which they were read.
  const area = (of: object) =>
    query({ plate: undefined, area: of, from: iso(BEGAN - (KEPT.reads + 2) * HOUR), to: iso(BEGAN) });
  const exact = ['exact', ...query({})] as const;
  const partial = [
    'partial',
    ...query({ plate: { number: KEPT.plate.slice(0, 5), match: 'partial' } }),
  ] as const;
  return [
    ...[exact, exact, exact],
    ['look-alike', ...query({ plate: { number: KEPT.plate, match: 'lookalike' } })],
    ...[partial, partial],
    ['cameras', ...area({ cameras: [CAMERA.cameraId] })],
    ['circle', ...area({ lat, lon, radiusMetres: 500 })],
    ['pages', ...query({ plate: { number: BESIDE }, limit: 2 })],
    ['dry run', 'POST', '/v1/decisions', demoQuery(partner, KEPT.plate, longest)],
    ['standing', 'POST', '/v1/hot-lists/own/entries', standing(partner)],
    ['hits', 'GET', '/v1/hits'],
    ['ask', 'POST', '/v1/asks', { ...demoQuery(own, KEPT.plate, longest), at: [own.ori] }],
  ];
}

const standing = (partner: Client) => ({
  purpose: {
    ...{ code: 'stolen_vehicle', caseNumber: KEPT.caseNumber },
    justification: 'sedan stolen overnight from a driveway',
  },
  onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: partner.ori },
  plate: { number: KEPT.plate },
  expiresAt: iso(Date.now() + DAY),
});

export interface Answered {
  readonly kind: string;
  readonly status: number;
  /** True if a person held it back first, and then approved it. */
  readonly approved: boolean;
  /** How many reads came, on all pages; and whether one of them, or a trace of one, is preserved. */
  readonly reads: number;
  readonly found: boolean;
  readonly ms: number;
}

/** Asks, by turns, the question of each kind; a reviewer approves what waits, and the partner collects it. */
export async function askForPreserved(askers: Askers, many: number): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let i = 0; i < many; i += 1) {
    const kinds = questions(askers);
    const [kind, ...asked] = kinds[i % kinds.length] as (typeof kinds)[number];
    const asker = kind === 'ask' ? askers.own : askers.partner;
    answers.push({ kind, ...(await askThrough(asker, askers.reviewer, asked)) });
  }
  return answers;
}

/** Asks until everything has come that there is: past the reviewer, and page by page. */
async function askThrough(
  asker: Client,
  reviewer: Pick<Client, 'call'>,
  [method, path, body]: Asked,
): Promise<Omit<Answered, 'kind'>> {
  let last = await ask(asker, method, path, body);
  const { entry, queryId } = last.body;
  if (entry !== undefined) await asker.call('DELETE', `${path}/${entry}`);
  const approved = last.status === 202;
  if (approved) {
    await reviewer.call('POST', `/v1/reviews/${queryId}/approve`, { reason: 'the incident is on file' });
    last = await ask(asker, 'GET', `/v1/queries/${queryId}`);
  }
  const { ms, status } = last;
  let { found, reads } = last;
  while (last.body.releaseId !== undefined && last.body.next !== null) {
    const { next: cursor, releaseId } = last.body;
    last = await ask(asker, 'POST', `/v1/queries/${releaseId}/next`, { cursor });
    if (last.status !== 200) throw new Error(`the next page is refused: ${last.status}`);
    reads += last.reads;
    found ||= last.found;
  }
  return { status, approved, reads, found, ms };
}

interface Reads {
  readonly reads?: readonly { readonly plate: string }[];
}

export async function ask(asker: Client, method: string, path: string, body?: object) {
  const began = performance.now();
  const response = await asker.open(method, path, body);
  const text = await response.text();
  const ms = performance.now() - began;
  const answer = JSON.parse(text) as Readonly<Record<string, unknown>> &
    Reads & { answers?: readonly Reads[] };
  const reads = [answer, ...(answer.answers ?? [])].flatMap((one) => one.reads ?? []);
  const others = reads.filter(({ plate }) => plate !== BESIDE).length;
  const isTrace = reads.length === 0 && text.includes(CAMERA.cameraName);
  return { status: response.status, body: answer, reads: reads.length, found: others > 0 || isTrace, ms };
}
