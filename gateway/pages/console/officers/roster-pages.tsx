/** An agency's roster: one officer by a form, or a CSV file, whose rows are judged before any of them is taken. */
import {
  type ImportedRoster,
  ROSTER_COLUMNS,
  ROSTER_OUTCOMES,
} from '../../../registry/officers/roster.schema.ts';
import { ROSTER_CSV, ROSTER_TERMS } from '../../../registry/officers/roster.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { DataTable } from '../../layout/data-table.tsx';
import { FileField, TextArea } from '../../layout/fields.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { agencyAddress, officerAddress, searchOf } from '../registry/addresses.ts';
import { formPage } from '../registry/form-page.tsx';
import { shownColumns } from '../registry/listed-page.tsx';

const oriOf = ({ at }: Visit) => at.ori ?? '';

const ADD_OFFICER = formPage({
  ...{ path: '/console/agencies/:ori/officers/add', action: 'attest_subject', press: 'Add' },
  title: (visit) => `Add an officer of ${oriOf(visit)}`,
  undone: 'nobody was added',
  terms: ROSTER_TERMS,
  above: (
    <p>
      Officers are enrolled by themselves when they first ask. Added here, one need not wait for what the
      agency attests.
    </p>
  ),
  send: async ({ at, post }, body) => {
    const path = `/v1/agencies/${encodeURIComponent(at.ori ?? '')}/officers`;
    const { officer } = await post<{ officer: { id: string } }>(path, body);
    return { goTo: officerAddress(officer.id) };
  },
});

const IMPORT_ROSTER: Page = {
  path: '/console/agencies/:ori/roster',
  action: 'attest_subject',
  takesFile: true,
  show: async (visit) => ({ title: titleOf(visit), body: <ChooseFile visit={visit} /> }),
  act: async (visit) => {
    const { api, form, typed } = visit;
    // The file stands before the text that was pasted: a browser sends an empty one where none was chosen.
    const csv = typed.getAll('csv').find((text) => text.trim() !== '') ?? '';
    const dryRun = typed.get('act') !== 'import';
    const path = `/v1/agencies/${encodeURIComponent(oriOf(visit))}/roster`;
    const headers = dryRun ? {} : { 'Idempotency-Key': form.key };
    const imported = await api.call<ImportedRoster>('POST', path, { csv, dryRun }, headers);
    return judged(visit, imported, csv);
  },
};

const titleOf = (visit: Visit) => `Roster of ${oriOf(visit)}`;

function ChooseFile({ visit }: { readonly visit: Visit }) {
  const { form, typed } = visit;
  return (
    <>
      <p>
        The first line names the columns: <code>{ROSTER_CSV.all.join(',')}</code>. The last three may be left
        out together. Nothing is taken before you have seen what becomes of each row.
      </p>
      <ActForm form={form} press="Check rows" takesFile>
        <FileField name="csv" label="CSV file" accept=".csv,text/csv" />
        <TextArea
          {...{ name: 'csv', id: 'field-pasted', label: 'Or paste its lines', rows: 8, maxLength: 60_000 }}
          value={typed.getAll('csv').find((text) => text.trim() !== '') ?? ''}
        />
      </ActForm>
    </>
  );
}

function judged(
  visit: Visit,
  { counts, dryRun, enrolled, roster, rows }: ImportedRoster,
  csv: string,
): Acted {
  const sum = ROSTER_OUTCOMES.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ');
  const ori = oriOf(visit);
  return {
    title: titleOf(visit),
    body: (
      <>
        <Alert kind={dryRun ? 'info' : 'success'} heading={dryRun ? 'Nothing is taken yet' : 'Imported'}>
          <p>
            {sum}. {enrolled} of {roster} places on the roster are taken{dryRun ? ' then' : ''}.
          </p>
        </Alert>
        <DataTable name="Rows" columns={shownColumns(ROSTER_COLUMNS)} rows={rows} empty="No row." />
        {dryRun && counts.added + counts.changed > 0 ? (
          <ActForm form={visit.form}>
            <input type="hidden" name="csv" value={csv} />
            <button type="submit" name="act" value="import" class="usa-button">
              Import
            </button>
          </ActForm>
        ) : null}
        <p>
          Next: <a href={visit.request.path}>another file</a>, <a href={agencyAddress(ori)}>the agency</a>, or{' '}
          <a href={`/console/officers${searchOf({ agency: ori })}`}>its officers</a>.
          {enrolled >= roster ? (
            <>
              {' '}
              A larger roster is <a href={`${agencyAddress(ori)}/change`}>one of its facts</a>.
            </>
          ) : null}
        </p>
      </>
    ),
  };
}

export const ROSTER_PAGES: readonly Page[] = [ADD_OFFICER, IMPORT_ROSTER];
