/** Shows one report of misuse to read and print; those who may close it assign and close it here. */

import { mayClose } from '../../../../sharing-rules/misuse/report-closing.ts';
import { maySeeTo } from '../../../../sharing-rules/review.ts';
import type { Role } from '../../../../sharing-rules/terms/asker.ts';
import { ROLE_NAMES, rolesAllow } from '../../../../sharing-rules/terms/roles.ts';
import { readPages } from '../../../cli/client/read-pages.ts';
import type { ShownReport } from '../../../oversight/misuse/misuse.schema.ts';
import { whoClosesIt } from '../../../oversight/misuse/who-has-report.ts';
import type { PersonView } from '../../../registry/identities/identity.schema.ts';
import { PERSONS } from '../../../registry/identities/identity.terms.ts';
import type { ShownOfficer } from '../../../registry/officers/officer.schema.ts';
import { officerAddress, reviewAddress, searchOf } from '../../console/registry/addresses.ts';
import type { NameOf } from '../../console/registry/agency-name.tsx';
import { AgencyName, readAgencyNames } from '../../console/registry/agency-name.tsx';
import { Alert } from '../../layout/alert.tsx';
import { Facts } from '../../layout/facts.tsx';
import { Select, TextField } from '../../layout/fields.tsx';
import { asSentence, withFullStop } from '../../layout/first-upper.ts';
import { endOfDay, Time } from '../../layout/time.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Page, Visit } from '../../serve/page.ts';
import { Due } from '../due.tsx';
import { EntrySentences, MOST_SENTENCES, readEntries, reviewIdOf } from '../entry-sentences.tsx';
import { findNamedOfficer, readNames } from '../named.ts';
import { kindInWords } from '../report-kinds.ts';
import { ClosingFields, closingOf, outcomeInWords } from './closing-fields.tsx';
import { groupsOf, narrowedTo } from './misuse-groups.tsx';
import { readAgencies, STATE_NAMES } from './misuse-page.tsx';
import { readerOf } from './reader-of.ts';
import { SuspendOfficer } from './suspend-officer.tsx';

export const MISUSE_REPORT: Page = {
  path: '/console/misuse/:id',
  action: 'read_misuse',
  show: async (visit) => {
    const { api, at, own } = visit;
    const report = await api.call<ShownReport>(
      'GET',
      `/v1/misuse-reports/${encodeURIComponent(at.id ?? '')}`,
    );
    const [officer, nameOf, entries, persons] = await Promise.all([
      findNamedOfficer(api, report.officerId),
      readNames(api),
      readEntries(api, report.entries),
      readRoleHolders(api),
    ]);
    const agencyOf = await readAgencyNames(api, [report.agency, ...entries.map(({ agency }) => agency)]);
    const [only] = entries.length === 1 ? entries : [];
    const isClosed = report.state === 'closed';
    const word = mayClose(report, readerOf(visit));
    const next = isClosed ? await findNext(api, report) : null;
    return {
      title: `Report of misuse: ${kindInWords(report.kind)}`,
      body: (
        <>
          {isClosed ? <Closed {...{ report, by: nameOf(report.closedBy), next }} /> : null}
          <p class="typed-text">{report.summary}</p>
          <ReportFacts
            {...{ report, officer, nameOf, agencyOf, reviewId: only === undefined ? null : reviewIdOf(only) }}
          />
          <h2>Log entries</h2>
          {report.entries.length > MOST_SENTENCES ? (
            <p>
              The newest {MOST_SENTENCES} of {report.entries.length} entries:
            </p>
          ) : null}
          <EntrySentences {...{ entries, nameOf, agencyOf }} />
          {officer === null ? null : <SuspendOfficer {...{ officer, persons, own, report: report.id }} />}
          {!isClosed && word === 'allowed' ? (
            <SeeTo {...{ visit, outcomes: report.outcomes, persons: whoMaySeeTo(report, persons) }} />
          ) : null}
          {isClosed || word === 'allowed' ? null : (
            <p>{asSentence(whoClosesIt(report.closer, word === 'reporter'))}</p>
          )}
          <p class="no-print">
            That you looked at these entries is in the log. Next:{' '}
            <a href="/console/misuse">the other reports</a>.
          </p>
        </>
      ),
    };
  },
  act: async ({ at, post, typed, zone }) => {
    const id = encodeURIComponent(at.id ?? '');
    const word = typed.get('word') === 'assign' ? 'assign' : 'close';
    const body =
      word === 'assign'
        ? { owner: typed.get('owner') ?? '', dueAt: endOfDay(typed.get('due') ?? '', zone) }
        : closingOf(typed);
    await post(`/v1/misuse-reports/${id}/${word}`, body);
    return { goTo: `/console/misuse/${id}` };
  },
};

/** Finds the report to look at after this one: of the same agency and kind, or else of the group on top; overdue ones first. */
async function findNext(api: Visit['api'], { agency, kind }: ShownReport): Promise<ShownReport | null> {
  const groups = groupsOf(await readAgencies(api));
  const group = groups.find((one) => one.agency === agency && one.counts.kind === kind) ?? groups[0];
  if (group === undefined) return null;
  const state = group.counts.overdue > 0 ? 'overdue' : 'waiting';
  const asked = searchOf({ ...narrowedTo(group), state, limit: '1' });
  const { reports } = await api.call<{ reports: ShownReport[] }>('GET', `/v1/misuse-reports${asked}`);
  return reports[0] ?? null;
}

interface ClosedProps {
  readonly report: ShownReport;
  readonly by: string | null;
  readonly next: ShownReport | null;
}

function Closed({ by, next, report }: ClosedProps) {
  const { closedAt, closedIndex, note, outcome } = report;
  return (
    <Alert
      kind={outcome === 'founded' ? 'warning' : 'success'}
      heading={`Closed as ${outcomeInWords(outcome)}`}
    >
      <p>
        By {by ?? 'somebody who is not on record any more'}, <Time at={closedAt} />:{' '}
        {withFullStop(note ?? 'no note was given')}{' '}
        {closedIndex === null ? null : (
          <>
            Log entry <a href={`/console/audit/${closedIndex}`}>{closedIndex}</a>.
          </>
        )}
      </p>
      <p>
        {next === null ? (
          'No other report waits.'
        ) : (
          <>
            Next: <a href={`/console/misuse/${next.id}`}>the next open report ({kindInWords(next.kind)})</a>.
          </>
        )}
      </p>
    </Alert>
  );
}

interface ReportFactsProps {
  readonly report: ShownReport;
  readonly officer: ShownOfficer | null;
  readonly nameOf: NameOf;
  readonly agencyOf: NameOf;
  readonly reviewId: string | null;
}

function ReportFacts({ agencyOf, nameOf, officer, report, reviewId }: ReportFactsProps) {
  const { agency, closer, concerns, dueAt, id, openedAt, openedBy, openedIndex, owner, state } = report;
  return (
    <Facts
      of={[
        agency === null ? null : ['Agency', <AgencyName {...{ agencyOf }} ori={agency} />],
        officer === null
          ? null
          : [
              'Officer',
              <>
                <a href={officerAddress(officer.id)}>
                  <bdi>{officer.name}</bdi>
                </a>{' '}
                (<bdi>{officer.reference}</bdi>, {officer.agency}
                ), {officer.status}
              </>,
            ],
        concerns === null ? null : ['Person of the owner', nameOf(concerns)],
        reviewId === null
          ? null
          : ['Review', <a href={reviewAddress(reviewId)}>what was asked, and what the reviewer wrote</a>],
        ['State', STATE_NAMES[state]],
        ['Opened', <Time at={openedAt} />],
        ['Opened by', nameOf(openedBy) ?? 'the gateway, which looks for patterns'],
        [
          state === 'closed' ? 'Closed by' : 'Who closes it',
          closer === 'chief' ? 'the Chief' : 'an auditor, since it is about the Chief',
        ],
        ['Assigned to', nameOf(owner) ?? 'nobody yet'],
        state === 'closed' ? null : ['Due', <Due at={dueAt} now={Date.now()} />],
        openedIndex === null
          ? null
          : ['Log entry', <a href={`/console/audit/${openedIndex}`}>{openedIndex}</a>],
        ['Report', id],
      ]}
    />
  );
}

async function readRoleHolders(api: Visit['api']): Promise<readonly PersonView[]> {
  const persons = await readPages<PersonView>(api, PERSONS.path, PERSONS.member);
  return persons.filter(({ roles, status }) => status === 'active' && rolesAllow(roles, 'report_misuse'));
}

/** Filters them for who can open the report, or close it if it is about the Chief. */
function whoMaySeeTo(report: ShownReport, persons: readonly PersonView[]): readonly PersonView[] {
  const { closer, concerns } = report;
  return persons.filter(({ id: personId, roles }) =>
    closer === 'chief'
      ? maySeeTo({ concerns, personId }) && rolesAllow(roles, 'read_misuse')
      : mayClose(report, { personId, roles }) === 'allowed',
  );
}

function SeeTo({
  outcomes,
  persons,
  visit: { form, typed },
}: {
  readonly visit: Visit;
  readonly outcomes: ShownReport['outcomes'];
  readonly persons: readonly PersonView[];
}) {
  return (
    <div class="no-print">
      <h2>Close the report</h2>
      <ActForm form={form}>
        <ClosingFields {...{ outcomes, typed }} />
      </ActForm>
      <h2>Assign the report</h2>
      <ActForm form={form}>
        <Select
          name="owner"
          label="Person"
          empty="Choose"
          required
          choices={persons.map(({ id, name, roles }) => ({
            value: id,
            name: `${name} (${roles.map((role) => ROLE_NAMES[role as Role] ?? role).join(', ')})`,
          }))}
          value={typed.get('owner') ?? ''}
        />
        <TextField name="due" label="To be closed by" type="date" required value={typed.get('due') ?? ''} />
        <button type="submit" name="word" value="assign" class="usa-button usa-button--outline">
          Assign
        </button>
      </ActForm>
    </div>
  );
}
