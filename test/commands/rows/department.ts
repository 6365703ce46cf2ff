/** What administrators and reviewers type: agencies, grants, the halt, officers, who may sign in, held queries. */
import {
  grantInForce,
  halted,
  held,
  heldForPaper,
  noGrant,
  proposal,
  released,
  resumeProposed,
  sharing,
  suspended,
} from '../given.ts';
import { proposedSource } from '../given-oversight.ts';
import type { Row } from '../row.ts';
import { AGREEMENTS } from './agreements.ts';
import { IDENTITIES } from './identities.ts';

const ADAMS = 'CO0010000';
const BRIGHTON = 'CO0010200';
const PAPER = {
  court: 'Adams County District Court',
  docket: '2026CR1234',
  judge: 'Example',
  issuedOn: '2026-06-01',
};

export const DEPARTMENT: readonly Row[] = [
  { named: 'npm run gateway -- agencies list --class tribal' },
  { named: 'npm run gateway -- agencies --county Adams --class municipal' },
  { named: 'npm run gateway -- agencies --name "part of its name"' },
  { named: 'npm run gateway -- agencies show COCSP0000' },
  {
    named: 'npm run gateway -- agencies show <quoted(named)>',
    given: async () => ({ '<quoted(named)>': ADAMS }),
  },
  {
    named:
      'npm run gateway -- agencies add CO0990100 --name "Sample Police" ' +
      '--class municipal --state CO --status active --bound yes --has-287g no --federal-members no --roster 25',
  },
  // Of what `log adopt` and a gap in the log advise.
  { named: 'npm run gateway -- grant list' },
  { named: 'npm run gateway -- grant list --status active' },
  { named: 'npm run gateway -- grant list --status revoked' },
  {
    named: 'npm run gateway -- grant list --status revoked --as jane',
    given: async () => ({ jane: 'admin-1' }),
  },
  { named: 'npm run gateway -- grant propose --help' },
  {
    named:
      'npm run gateway -- grant propose --agency CO0010200 ' +
      '--purposes stolen_vehicle,missing_endangered --until 2027-06-30 --agreement "MOU 2026-014" ' +
      '--agreed-on 2026-06-01 --article-74 --officer-mfa --certified-by "Chief Example" --certified-on 2026-06-01',
    given: noGrant(BRIGHTON),
  },
  {
    named:
      'npm run gateway -- grant propose --agency CO0010300 --data own --purposes all --until 2027-06-30 --officer-mfa',
  },
  { named: 'npm run gateway -- grant approve 3f0c… --as admin-2', given: proposal(BRIGHTON) },
  {
    named:
      'npm run gateway -- grant propose --as jane --agency CO0010000 ' +
      `--purposes stolen_vehicle,missing_endangered --look-back 30 --until "$(date -u -d '+1 year' +%F)" ` +
      `--agreement "MOU 2026-014" --agreed-on "$(date -u -d '-10 days' +%F)" --article-74 --officer-mfa ` +
      `--certified-by "Chief Example" --certified-on "$(date -u -d '-10 days' +%F)"`,
    given: async (scene) => ({ ...(await noGrant(ADAMS)(scene)), jane: 'admin-1' }),
  },
  {
    named:
      'npm run gateway -- query ABC1234 --as adams --purpose stolen_vehicle --case CR-2026-0142 ' +
      '--justification "sedan stolen from a driveway overnight, seen on Dahlia Street" ' +
      '--officer officer-1 --officer-name "Officer Sample"',
    // The row before has revoked it.
    given: async (scene) => {
      await sharing(scene);
      return grantInForce(ADAMS)(scene);
    },
  },
  {
    named: 'npm run gateway -- grant approve 3f0c… --as john',
    given: async (scene) => ({ ...(await proposal(ADAMS)(scene)), john: 'admin-2' }),
  },
  { named: 'npm run gateway -- grant withdraw CO0010200', given: proposal(BRIGHTON) },
  { named: 'npm run gateway -- grant show CO0010200', given: grantInForce(BRIGHTON) },
  { named: 'npm run gateway -- grant show <id>', given: grantInForce(BRIGHTON, '<id>') },
  {
    named: 'npm run gateway -- grant revoke 3f0c… --reason "replaced by a new one"',
    given: grantInForce(BRIGHTON),
  },
  {
    named: 'npm run gateway -- grant revoke <one.id> --reason "replaced by <id>"',
    given: grantInForce(BRIGHTON, '<one.id>'),
  },
  {
    named: 'npm run gateway -- revoke <partner> --reason "…"',
    given: async (scene) => ({ ...(await grantInForce(BRIGHTON)(scene)), '<partner>': BRIGHTON }),
  },
  { named: 'npm run gateway -- revoke CO0010000 --reason "misuse under review"', given: grantInForce(ADAMS) },
  {
    named: 'npm run gateway -- revoke CO0010100 --reason "misuse under review"',
    given: grantInForce('CO0010100'),
  },

  { named: 'npm run gateway -- halt --reason "court order 26-114"', given: sharing },
  { named: 'npm run gateway -- halt --reason "…"', given: sharing },
  { named: 'npm run gateway -- resume --reason "order lifted" --as admin-1', given: halted },
  { named: 'npm run gateway -- sharing --as admin-2', given: resumeProposed },
  {
    named: 'npm run gateway -- resume --reason "order lifted, log complete" --as admin-2',
    given: resumeProposed,
  },
  {
    named: 'npm run gateway -- resume --reason "restored from the backup of Monday" --as jane',
    given: async (scene) => ({ ...(await halted(scene)), jane: 'admin-1' }),
  },
  {
    named: 'npm run gateway -- sharing --as john',
    given: async (scene) => ({ ...(await resumeProposed(scene)), john: 'admin-2' }),
  },
  {
    named: 'npm run gateway -- resume --reason "looked at the grants and the log" --as john',
    given: async (scene) => ({ ...(await resumeProposed(scene)), john: 'admin-2' }),
  },
  { named: 'npm run gateway -- resume --reason "…"', given: halted },
  { named: 'npm run gateway -- sharing', given: sharing },

  { named: 'npm run gateway -- officer list', given: released },
  { named: 'npm run gateway -- officer list --agency CO0010000', given: released },
  {
    named:
      'npm run gateway -- officer attest officer-1 --agency CO0010000 --employer CO0010000 --federal-detail no --trained-on 2026-06-01',
    given: suspended,
  },
  {
    named: 'npm run gateway -- officer suspend officer-1 --agency CO0010000 --reason "under review"',
    given: released,
  },
  {
    named: 'npm run gateway -- officer reinstate officer-1 --agency CO0010000 --reason "cleared"',
    given: suspended,
  },

  { named: 'npm run gateway -- review list', given: held() },
  { named: 'npm run gateway -- review show 3f0c…', given: held() },
  { named: 'npm run gateway -- review show <id>', given: held('<id>') },
  { named: 'npm run gateway -- review show <first.id>', given: held('<first.id>') },
  { named: 'npm run gateway -- query DEMO0 --match partial --as adams', given: grantInForce(ADAMS) },
  {
    named:
      'npm run gateway -- query DEMO003 --as adams --purpose stolen_vehicle --offense nibrs:240 --case CR-2026-0147 ' +
      `--kind offense --happened "$(date -u -d '6 hours ago' +%FT%TZ)" --city "Commerce City" --vehicle stolen ` +
      '--reported-by victim --affirm',
    given: grantInForce(ADAMS),
  },
  { named: 'npm run gateway -- review approve 3f0c… --reason "matches the call for service"', given: held() },
  {
    named:
      'npm run gateway -- review approve 3f0c… --reason "read the order" ' +
      '--document order.pdf --court "Adams County District Court" ' +
      '--docket 2026CR1234 --judge "Example" --issued-on 2026-06-01 --affirmation',
    given: heldForPaper(PAPER),
  },
  { named: 'npm run gateway -- review refuse 3f0c… --reason "no such case"', given: held() },
  {
    named: 'npm run gateway -- agencies show <partner>',
    given: async () => ({ '<partner>': 'CO0010000' }),
  },
  { named: 'npm run gateway -- query --pick-up 3f0c… --as adams', given: held() },
  { named: 'npm run gateway -- query --pick-up <id>', given: held('<id>') },
  {
    named: 'npm run gateway -- query --pick-up <held.queryId>',
    given: held('<held.queryId>'),
  },

  {
    named:
      'npm run gateway -- sources propose main-street --vendor rekor_scout --method path --camera-prefix rekor-',
  },
  { named: 'npm run gateway -- sources approve main-street --as admin-2', given: proposedSource },
  {
    named:
      'npm run gateway -- sources propose main-street --vendor rekor_scout --method path --camera-prefix rekor- --as jane',
    given: async () => ({ jane: 'admin-1' }),
  },
  // What was proposed just now.
  {
    named: 'npm run gateway -- sources approve main-street --as john',
    given: async () => ({ john: 'admin-2' }),
  },
  { named: 'npm run gateway -- sources list' },
  { named: 'npm run gateway -- peers check' },
  ...AGREEMENTS,
  { named: 'npm run gateway -- sources show main-street' },
  { named: 'npm run gateway -- sources set-aside main-street --out aside.ndjson' },
  {
    named: 'npm run gateway -- sources set-aside <name> --out <name>.set-aside.ndjson',
    given: async () => ({ '<name>': 'main-street' }),
  },
  ...['sources list', 'sources show main-street', 'sources remove main-street'].map((words) => ({
    named: `npm run gateway -- ${words} --as jane`,
    given: async () => ({ jane: 'admin-1' }),
  })),
  { named: 'npm run gateway -- sources remove main-street', given: proposedSource },

  ...IDENTITIES,
  {
    named:
      'npm run gateway -- agencies change CO0010000 --status active --roster 25 --reason "confirmed by telephone" --as jane',
    given: async () => ({ jane: 'admin-1' }),
  },
  {
    named:
      'npm run gateway -- agencies change CO0010000 --roster 40 --reason "15 officers have joined" --as jane',
    given: async () => ({ jane: 'admin-1' }),
  },
  {
    named:
      'npm run gateway -- agencies change CO0010000 --roster 40 --reason "15 officers have joined" --as john',
    given: async () => ({ john: 'admin-2' }),
  },
  // Last: an agency with a 287(g) agreement is not eligible any more.
  {
    named: 'npm run gateway -- agencies change CO0010000 --has-287g yes --reason "agreement signed in June"',
  },
];
