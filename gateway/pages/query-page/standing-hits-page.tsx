/**
 * Serves `/query/standing/hits`: the reads on which an officer's standing queries hit. Each is a release, decided,
 * counted and logged as it is shown; so an open page asks only for what came after the newest that it shows.
 */
import type { ShownHit } from '../../hot-lists/hits/hit.schema.ts';
import { standingOf, VERIFY } from '../../hot-lists/hits/verify-hit.ts';
import { Alert } from '../layout/alert.tsx';
import { coloradoTime } from '../layout/colorado-clock.ts';
import { DataTable } from '../layout/data-table.tsx';
import { Time } from '../layout/time.tsx';
import { askIfWrong, WrongButtons, wrongBody } from '../oversight/wrong-buttons.tsx';
import { ActForm } from '../serve/act-form.tsx';
import { epochOf } from '../serve/epoch-of.ts';
import type { Acted, Shown, Visit } from '../serve/page.ts';
import { describeVehicle } from '../story/sort-reads.ts';

export const HITS_ADDRESS = '/query/standing/hits';
/** Takes reports at a separate address: showing the hits page again after a refusal would release the hits again. */
export const REPORT_ADDRESS = `${HITS_ADDRESS}/wrong`;

/** A hit as who entered the query is told of it. */
type OwnHit = ShownHit & { readonly receipt: NonNullable<ShownHit['receipt']> };

const DAY = 86_400_000;

const WHAT_FOLLOWS = 'The hit carries a caution from then on, and a reviewer of the owner decides.';

/** Reports a hit as wrong, after it was asked whether it is. */
export async function reportStandingHit(visit: Visit): Promise<Acted> {
  const { api, form, typed } = visit;
  const asked = { back: HITS_ADDRESS, press: 'Report as wrong', follows: WHAT_FOLLOWS };
  const asks = askIfWrong(visit, asked);
  if (asks !== null) return asks;
  const path = `/v1/hits/${encodeURIComponent(typed.get('hit') ?? '')}/wrong`;
  await api.call('POST', path, wrongBody(typed), { 'Idempotency-Key': form.key });
  return { goTo: HITS_ADDRESS, told: 'reported_wrong' };
}

/** Stands under what is wrong with a report. */
export const showNotReported = async (): Promise<Shown> => ({
  title: 'Report a hit as wrong',
  body: (
    <p>
      Next: <a href={HITS_ADDRESS}>the hits of your standing queries</a>, where each has its buttons.
    </p>
  ),
});

export async function showStandingHits(visit: Visit, now: number): Promise<Shown> {
  const { api, search } = visit;
  const asked = Date.parse(search.get('since') ?? '');
  const since = new Date(Number.isNaN(asked) ? now - DAY : asked).toISOString();
  const path = `/v1/hits?since=${encodeURIComponent(since)}&limit=50`;
  const { hits } = await api.call<{ readonly hits: readonly OwnHit[] }>('GET', path);
  const rows = hits
    .flatMap((hit) => hit.reads.map((read) => ({ hit, read })))
    .sort((a, b) => (a.read.capturedAt < b.read.capturedAt ? 1 : -1));
  const newest = rows[0]?.read.capturedAt;
  const from = newest === undefined ? since : new Date(Date.parse(newest) + 1).toISOString();
  return {
    title: 'Hits of your standing queries',
    scripts: ['arriving-hits.js'],
    ...(hits.length === 0 ? {} : { release: { epoch: Math.min(...hits.map(epochOf)) } }),
    body: (
      <>
        <Alert kind="warning">{VERIFY}</Alert>
        <p role="log" id="arriving">
          Captured since <Time at={since} />. Newer ones appear here by themselves while this page is open
          with scripts.
        </p>
        <p>
          If a hit is wrong, press what is wrong with it. It then carries a caution, and a reviewer of the
          owner decides.
        </p>
        <DataTable
          name="Hits"
          columns={[
            { name: 'Captured', of: ({ read }) => <Time at={read.capturedAt} /> },
            { name: 'In Colorado', of: ({ read }) => coloradoTime(Date.parse(read.capturedAt)) },
            { name: 'Plate', of: ({ read }) => `${read.plate} ${read.plateState ?? ''}`.trim() },
            { name: 'Camera', of: ({ read }) => read.camera.name },
            { name: 'Direction', of: ({ read }) => read.direction ?? '' },
            { name: 'Vehicle', of: ({ read }) => describeVehicle(read.vehicle) },
            { name: 'Status', of: ({ hit, read }) => standingOf(hit, read.plateState) },
            { name: 'Log entry', of: ({ hit }) => hit.receipt.index, isNumber: true },
            {
              name: 'Report as wrong',
              isAct: true,
              of: ({ hit, read }) =>
                hit.caution === undefined && hit.status !== 'dismissed' ? (
                  <ActForm form={visit.form} action={REPORT_ADDRESS}>
                    <input type="hidden" name="hit" value={hit.hitId} />
                    <WrongButtons plate={read.plate} />
                  </ActForm>
                ) : null,
            },
          ]}
          rows={rows}
          empty="No camera has read a plate that you wait for since then."
        />
        <p>
          <a id="newer" href={`${HITS_ADDRESS}?since=${encodeURIComponent(from)}`}>
            Show only newer hits
          </a>
          , or <a href="/query/standing">your standing queries</a>.
        </p>
      </>
    ),
  };
}
