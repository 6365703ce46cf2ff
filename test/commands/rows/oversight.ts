/** What auditors, the Chief and the owner of the databases type: log, reports, hot lists, retention, registration. */
import { SAMPLES } from '../../../gateway/hot-lists/import/import-command.ts';
import { files, grantInForce, released } from '../given.ts';
import {
  audited,
  countyList,
  daysOfPreservation,
  entryOfRelease,
  hit,
  importedList,
  misuseReport,
  notAudited,
  preservation,
  proposedEndpoint,
  runningYear,
  servedProcess,
  signedIn,
  wrongHit,
} from '../given-oversight.ts';
import type { Row } from '../row.ts';

const REGISTRY = JSON.stringify({
  issuers: [{ issuer: 'https://id.example', jwksUri: 'https://id.example/jwks', assertsRoles: false }],
});
const STANDING = JSON.stringify({
  purpose: {
    ...{ code: 'stolen_vehicle', caseNumber: 'CR-2026-0144' },
    justification: 'sedan stolen overnight from a driveway',
  },
  onBehalfOf: { id: 'officer-9', name: 'Officer Nine', ori: 'CO0010000' },
  plate: { number: 'DEMO009', state: 'CO' },
  expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
});
const LAST_QUERIES = JSON.stringify({
  purpose: {
    ...{ code: 'stolen_vehicle', caseNumber: 'CR-2026-0144' },
    justification: 'sedan stolen overnight from a driveway',
  },
  onBehalfOf: { id: 'officer-9', name: 'Officer Nine', ori: 'CO0010000' },
  ...{ plate: { number: 'DEMO009' }, from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
});
/** The time an hour ago, as clocks in Colorado showed it. */
const HOUR_AGO_HERE = new Intl.DateTimeFormat('sv-SE', {
  ...({ timeZone: 'America/Denver', dateStyle: 'short', timeStyle: 'medium' } as const),
}).format(Date.now() - 3_600_000);
const READ = JSON.stringify({ capturedAt: new Date().toISOString(), plate: 'ZZA123', cameraId: 'C1' });

export const OVERSIGHT: readonly Row[] = [
  { named: 'npm run gateway -- migrate' },
  {
    named: 'npm run gateway -- register registry.json --colorado --dry-run',
    given: files({ 'registry.json': REGISTRY }),
  },
  { named: 'npm run gateway -- ingest reads.ndjson', given: files({ 'reads.ndjson': `${READ}\n` }) },
  {
    named:
      'npm run gateway -- ingest export.csv --zone America/Denver --map plate="License Plate" --map capturedAt=Time ' +
      '--map cameraId=Camera --save-map vendor-map.json',
    given: files({ 'export.csv': `License Plate,Time,Camera\nZZA124,${HOUR_AGO_HERE},C1\n` }),
  },
  { named: 'npm run gateway -- ingest export.csv --map-file vendor-map.json' },
  {
    named: 'npm run gateway -- ingest seen.csv',
    given: files({
      'seen.csv': `capturedAt,plate,plateState,cameraId\n${new Date().toISOString()},DEMO001,CO,C1\n`,
    }),
  },
  { named: 'npm run gateway -- sign-in', browser: signedIn('chief') },
  { named: 'npm run gateway -- sign-out' },

  { named: 'npm run gateway -- api GET /v1/sharing' },
  { named: "npm run gateway -- api GET '/v1/log/consistency?from=8'" },
  {
    named: `npm run gateway -- api POST /v1/agencies/CO0010100/revoke --body '{"reason":"a test"}'`,
  },
  { named: 'npm run gateway -- audit search --agency CO0010000 --effect deny' },
  { named: 'npm run gateway -- audit search --case CR-2026-0142' },
  { named: 'npm run gateway -- audit export --format csv --output june.csv' },
  { named: 'npm run gateway -- audit search --limit 10' },
  { named: 'npm run gateway -- audit show 1' },
  { named: 'npm run gateway -- audit show <index>', given: async () => ({ '<index>': '1' }) },
  {
    named: 'npm run gateway -- audit reconcile --flock audit.csv --from 2026-11-01 --to 2026-12-01',
    given: files({ 'audit.csv': 'ID,Name,License Plate,Reason,Search Time\n' }),
  },
  { named: 'npm run gateway -- audit project' },
  { named: 'npm run gateway -- audit project --verify' },
  { named: 'npm run gateway -- audit project --rebuild search' },
  {
    named: 'npm run gateway -- audit project --rebuild <name>',
    given: async () => ({ '<name>': 'numbers' }),
  },
  { named: 'npm run gateway -- audit replay --all', given: released },
  { named: 'npm run gateway -- audit replay --sample 50', given: released },
  { named: 'npm run gateway -- audit replay --all --rules .', given: released },
  { named: 'npm run gateway -- audit search --kind release --details' },
  { named: 'npm run gateway -- audit replay 120', given: entryOfRelease('120') },
  {
    named: 'npm run gateway -- audit show <index> --json',
    given: async () => ({ '<index>': '1' }),
  },
  { named: 'npm run gateway -- hot-list source set --help' },
  { named: 'npm run gateway -- audit show <entry>', given: async () => ({ '<entry>': '1' }) },
  { named: 'npm run gateway -- report audit-request --agency CO0010000 --file request.csv', given: released },
  { named: 'npm run gateway -- report misuse', given: misuseReport() },
  { named: 'npm run gateway -- report misuse list', given: misuseReport() },
  { named: 'npm run gateway -- report misuse list --state waiting', given: misuseReport() },
  {
    named:
      'npm run gateway -- report misuse open --kind personal_use ' +
      '--summary "asked for the plate of a neighbor" --agency CO0010000',
  },
  { named: 'npm run gateway -- report misuse show 3f0c…', given: misuseReport() },
  { named: 'npm run gateway -- report misuse show <first.id>', given: misuseReport('<first.id>') },
  { named: 'npm run gateway -- report misuse show <id>', given: misuseReport('<id>') },
  {
    named: 'npm run gateway -- report misuse assign 3f0c… --to "Demo auditor" --due 2027-01-31',
    given: misuseReport(),
  },
  {
    named: 'npm run gateway -- report misuse close 3f0c… --outcome founded --note "retrained"',
    given: misuseReport(),
  },
  {
    named: 'npm run gateway -- report misuse close <id> --outcome … --note "…"',
    given: misuseReport('<id>'),
  },
  { named: 'npm run gateway -- report misuse list --state closed' },
  {
    named: 'npm run gateway -- report monthly --month 2026-10',
    refused: /^2026-10 has not been audited\. An auditor does it, once and for good\./m,
  },
  { named: 'npm run gateway -- report monthly --month <month>', given: audited('<month>') },
  { named: 'npm run gateway -- report monthly --month <month> --sample', given: notAudited('<month>') },
  { named: 'npm run gateway -- report monthly --month 2026-10 --sample' },
  {
    named:
      'npm run gateway -- report monthly --month <month> --complete --sample-read … --employees-compared … --vendor-sharing-off …',
    given: notAudited('<month>'),
  },
  { named: 'npm run gateway -- evidence 1503 --case CR-2026-0142', given: entryOfRelease('1503') },
  { named: 'npm run gateway -- process list' },
  { named: 'npm run gateway -- process list --status overdue' },
  { named: 'npm run gateway -- process show 3f0c…', given: servedProcess() },
  { named: 'npm run gateway -- process show <id>', given: servedProcess('<id>') },
  {
    named:
      'npm run gateway -- process register --kind subpoena --issuer "Adams County District Court" --served 2026-11-24 ' +
      '--plate DEMO001 --answer-by 2030-12-08',
  },
  {
    named: 'npm run gateway -- process done 3f0c… --duty answer --note "answered by letter"',
    given: servedProcess(),
  },
  {
    named: 'npm run gateway -- process refuse 3f0c… --reason "not signed by a judge"',
    given: servedProcess(),
  },
  { named: 'npm run gateway -- preservation list' },
  {
    named:
      'npm run gateway -- preservation propose DEMO001 --case CR-2026-0142 --purpose stolen_vehicle --justification "sedan stolen from a driveway overnight" --from 2026-11-28T00:00Z --to 2026-11-30T00:00Z --keep-until 2027-03-01T00:00Z --reason "trial set for March"',
    given: daysOfPreservation,
  },
  { named: 'npm run gateway -- preservation show 3f0c…', given: preservation('3f0c…') },
  { named: 'npm run gateway -- preservation approve 3f0c… --as admin-2', given: preservation('3f0c…') },
  {
    named: 'npm run gateway -- preservation renew 3f0c… --keep-until 2027-03-01T00:00Z --reason "adjourned"',
    given: async (scene) => ({
      ...(await preservation('3f0c…', 'active')(scene)),
      ...(await daysOfPreservation(scene)),
    }),
  },
  {
    named: 'npm run gateway -- preservation release 3f0c… --case CR-2026-0142',
    given: preservation('3f0c…', 'active'),
  },
  {
    named: 'npm run gateway -- preservation release 3f0c… --case CR-2026-0142 --out kept.json',
    given: async (scene) => ({
      ...(await preservation('3f0c…', 'active')(scene)),
      // A new file, whichever step names it first.
      'kept.json': `kept-${Date.now()}.json`,
    }),
  },
  {
    named: 'npm run gateway -- preservation end 3f0c… --reason "the case was closed"',
    given: preservation('3f0c…', 'active'),
  },
  { named: 'npm run gateway -- report annual --year 2026', given: runningYear('2026') },
  { named: 'npm run gateway -- report annual --year 2026 --public --csv', given: runningYear('2026') },
  { named: 'npm run gateway -- audit verify --year <report.year>', given: runningYear('<report.year>') },
  {
    named: 'npm run gateway -- report packet --month 2026-11 records.zip',
    given: async () => ({ '2026-11': new Date().toISOString().slice(0, 7) }),
  },
  { named: 'npm run gateway -- report transparency' },
  { named: 'npm run gateway -- report transparency --table refused' },
  {
    named: 'npm run gateway -- report transparency --table <name>',
    given: async () => ({ '<name>': 'events' }),
  },
  { named: 'npm run gateway -- retention drones --days 7' },
  {
    named: 'npm run gateway -- retention export --case CR-2026-0142 --agency CO0010000 --out CR-2026-0142',
    given: released,
  },

  {
    named: 'npm run gateway -- hot-list import CCICLPR.TXT --layout ccic --list ccic',
    given: files({ 'CCICLPR.TXT': SAMPLES.ccic }),
  },
  {
    named: 'npm run gateway -- hot-list import stolen.csv --layout csv --list stolen',
    given: files({ 'stolen.csv': 'plate,state,type\nDEMO001,CO,Stolen Vehicle\n' }),
  },
  { named: 'npm run gateway -- hot-list lookalike ncic on', given: importedList('ncic') },
  { named: 'npm run gateway -- hot-list sync county', given: countyList },
  { named: 'npm run gateway -- hot-list push add county --agency CO0010000', given: countyList },
  {
    named:
      'npm run gateway -- hot-list source set county --layout csv --every 6h ' +
      '--purpose stolen_vehicle --url https://lists.example/stolen.csv',
  },
  { named: 'npm run gateway -- hot-list endpoint set CO0010000 --url https://adams.example/alpr' },
  {
    named:
      'npm run gateway -- hot-list endpoint approve CO0010000 --url https://adams.example/alpr --as admin-2',
    given: proposedEndpoint,
  },
  { named: 'npm run gateway -- hot-list endpoint list' },
  { named: 'npm run gateway -- hits --limit 10' },
  { named: 'npm run gateway -- hits list --limit 10', given: hit() },
  { named: 'npm run gateway -- hits list' },
  {
    named: 'npm run gateway -- api POST /v1/hot-lists/own/entries --as adams --body "$(cat standing.json)"',
    given: async (scene) => {
      await files({ 'standing.json': STANDING })(scene);
      return grantInForce('CO0010000')(scene);
    },
    shell: true,
  },
  { named: 'npm run gateway -- hits list --as adams', given: grantInForce('CO0010000') },
  { named: 'npm run gateway -- hits confirm 3f0c…', given: hit() },
  { named: 'npm run gateway -- hits dismiss 3f0c…', given: hit() },
  { named: 'npm run gateway -- hits wrong 3f0c… --is other_vehicle', given: hit() },
  {
    named: 'npm run gateway -- hits lift 3f0c… --reason "dispatch confirmed the entry"',
    given: wrongHit,
  },
  { named: 'npm run gateway -- hot-list list' },
  { named: 'npm run gateway -- hot-list status' },
  { named: 'npm run gateway -- hot-list standing' },
  {
    named: 'npm run gateway -- incident try last-queries.ndjson',
    given: files({ 'last-queries.ndjson': LAST_QUERIES }),
  },
  { named: 'npm run gateway -- hot-list board' },
  { named: 'npm run gateway -- hot-list source list' },
  { named: 'npm run gateway -- hot-list push list' },
  { named: 'npm run gateway -- hot-list push remove county --agency CO0010000' },
  { named: 'npm run gateway -- hot-list endpoint remove CO0010000' },
  { named: 'npm run gateway -- hot-list source remove county' },
  { named: 'npm run gateway -- log witness list' },
  ...['admin-1', 'admin-2'].map((who) => ({
    named: `npm run gateway -- log witness remove sheriff --reason "its key was stolen" --as ${who}`,
    // The demo has no witnesses.
    refused: /no witness has this name/,
  })),
  { named: 'npm run gateway -- retention purge' },
  { named: 'npm run gateway -- retention purge --all' },
];
