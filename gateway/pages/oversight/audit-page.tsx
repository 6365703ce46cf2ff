/**
 * The log for those who audit it: what is looked for is sent by a form, since a plate, an officer and a case have no place
 * in an address. Each search, and each file, is an entry itself.
 */

import { EFFECTS } from '../../../sharing-rules/terms/decision.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { ENTRY_KINDS } from '../../audit/entry-kinds.ts';
import type { ListedEntry } from '../../oversight/audit-search/audit-search.schema.ts';
import { saidOfOlder } from '../../oversight/audit-search/plate-was.ts';
import { Select, TextField } from '../layout/fields.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Acted, Fields, Page, Visit } from '../serve/page.ts';
import { ProblemView } from '../serve/problem-view.tsx';
import { EntriesTable } from './entries-table.tsx';
import { readNames } from './named.ts';

interface Found {
  readonly entries: readonly ListedEntry[];
  readonly next: string | null;
  readonly releasedPlatesSince?: string | null;
}

const FORMATS: Readonly<Record<string, { readonly type: string; readonly name: string }>> = {
  csv: { type: 'text/csv', name: 'audit-log.csv' },
  ndjson: { type: 'application/x-ndjson', name: 'audit-log.ndjson' },
};

export const AUDIT: Page = {
  path: '/console/audit',
  action: 'read_log',
  formReads: true,
  show: async (visit) => ({
    title: 'Audit log',
    body: (
      <>
        {visit.problem === null ? null : <ProblemView problem={visit.problem} at={visit.request.path} />}
        <SearchForm {...visit} />
        <p>Next: fill in what you look for; leave all empty for the newest entries.</p>
      </>
    ),
  }),
  act: async (visit): Promise<Acted> => {
    const { api, form, typed } = visit;
    const sought = soughtBy(typed);
    const format = FORMATS[typed.get('do') ?? ''];
    if (format !== undefined) {
      const body = { ...sought, format: typed.get('do') };
      return { file: { ...format, body: await api.open('POST', '/v1/audit/export', body) } };
    }
    const cursor = typed.get('cursor') ?? '';
    const page = { ...sought, details: true, limit: 50, ...(cursor === '' ? {} : { cursor }) };
    const found = await api.call<Found>('POST', '/v1/audit/search', page);
    const nameOf = await readNames(api);
    const older = saidOfOlder(found.releasedPlatesSince);
    return {
      title: 'Audit log',
      body: (
        <>
          <SearchForm {...visit} />
          {older === null ? null : <p>{older} Next: look at the releases by kind and day.</p>}
          <EntriesTable entries={found.entries} nameOf={nameOf} />
          {found.next === null ? <p>This is the end: the log has no earlier entry that fits.</p> : null}
          {found.next === null ? null : (
            <GoOn {...{ form, typed, next: found.next, found: found.entries.length }} />
          )}
        </>
      ),
    };
  },
};

const FIELDS = ['plate', 'caseNumber', 'officer', 'agency', 'kind', 'effect', 'from', 'to'] as const;

/** What was filled in. The last day counts to its end. */
function soughtBy(typed: Fields): Record<string, string> {
  const given = FIELDS.map((name) => [name, (typed.get(name) ?? '').trim()] as const);
  const sought = Object.fromEntries(given.filter(([, text]) => text !== ''));
  const last = Date.parse(sought.to ?? '');
  if (!Number.isNaN(last)) sought.to = utcDay(last + DAY);
  if (sought.agency !== undefined) sought.agency = sought.agency.toUpperCase();
  return sought;
}

/** The same search, from where it stopped. */
function GoOn({
  form,
  found,
  next,
  typed,
}: Pick<Visit, 'form' | 'typed'> & { readonly next: string; readonly found: number }) {
  return (
    <ActForm form={form}>
      {FIELDS.map((name) => (
        <input key={name} type="hidden" name={name} value={typed.get(name) ?? ''} />
      ))}
      <input type="hidden" name="cursor" value={next} />
      <p>
        {found === 0 ? 'None so far. ' : ''}The log was looked through back to entry {next}.
      </p>
      <button type="submit" class="usa-button">
        Look further back
      </button>
    </ActForm>
  );
}

const KINDS = Object.entries(ENTRY_KINDS).map(([value, { meaning }]) => ({
  value,
  name: `${value}: ${meaning}`,
}));
const EFFECT_NAMES = { permit: 'released', review: 'held', deny: 'refused' } as const;

function SearchForm({ form, typed }: Pick<Visit, 'form' | 'typed'>) {
  const value = (name: (typeof FIELDS)[number]) => typed.get(name) ?? '';
  return (
    <ActForm form={form}>
      <TextField
        name="plate"
        label="Plate"
        hint="Finds who asked for it, and who got it by asking for another plate or for an area."
        maxLength={16}
        value={value('plate')}
      />
      <TextField name="caseNumber" label="Case number" maxLength={64} value={value('caseNumber')} />
      <TextField
        name="officer"
        label="Officer"
        hint="The id that the agency gives, e.g. a badge number."
        maxLength={128}
        value={value('officer')}
      />
      <TextField name="agency" label="Agency" hint="Its ORI, e.g. CO0010000." value={value('agency')} />
      <Select name="kind" label="Kind" empty="Every kind" choices={KINDS} value={value('kind')} />
      <Select
        name="effect"
        label="Answer"
        empty="Whatever was answered"
        choices={EFFECTS.map((effect) => ({ value: effect, name: EFFECT_NAMES[effect] }))}
        value={value('effect')}
      />
      <TextField name="from" label="From day" type="date" hint="UTC." value={value('from')} />
      <TextField name="to" label="To day" type="date" hint="UTC; that day counts." value={value('to')} />
      <p>The search is an entry of the log itself, with your name, before you see anything.</p>
      <div class="acts">
        <button type="submit" name="do" value="search" class="usa-button">
          Search
        </button>
        <button type="submit" name="do" value="csv" class="usa-button usa-button--outline">
          Export as CSV
        </button>
        <button type="submit" name="do" value="ndjson" class="usa-button usa-button--outline">
          Export as JSON
        </button>
      </div>
    </ActForm>
  );
}
