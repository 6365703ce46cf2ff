/**
 * The log for those who audit it: what is looked for is sent by a form, since a plate, an officer and a case have no place
 * in an address. Each search, and each file, is an entry itself.
 */
import { randomUUID } from 'node:crypto';
import { EFFECTS } from '../../../sharing-rules/terms/decision.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { ENTRY_KINDS } from '../../audit/entry-kinds.ts';
import type { ListedEntry } from '../../oversight/audit-search/audit-search.schema.ts';
import { saidOfOlder } from '../../oversight/audit-search/plate-was.ts';
import { readAgencyNames } from '../console/registry/agency-name.tsx';
import { Alert } from '../layout/alert.tsx';
import { Select, TextField } from '../layout/fields.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Acted, Fields, Page, Visit } from '../serve/page.ts';
import { PageProblem } from '../serve/problem.ts';
import { typedBefore } from '../session/kept-forms.ts';
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

const TITLE = 'Audit log';
const ADDRESS = '/console/audit';
const SEARCHES = `${ADDRESS}/searches`;

export const AUDIT: Page = {
  path: ADDRESS,
  action: 'read_log',
  link: { name: 'Audit log' },
  formReads: true,
  show: async (visit) => ({
    title: TITLE,
    body: (
      <>
        <p>
          {visit.problem === null
            ? 'Next: fill in what you look for; leave all empty for the newest entries.'
            : 'Next: correct what is named above, and send it again.'}
        </p>
        <SearchForm {...visit} />
      </>
    ),
  }),
  act: async ({ api, keep, typed }): Promise<Acted> => {
    const format = FORMATS[typed.get('do') ?? ''];
    if (format === undefined) {
      const id = randomUUID();
      await keep('search', id);
      return { goTo: `${SEARCHES}/${id}` };
    }
    const body = { ...soughtBy(typed), format: typed.get('do') };
    return { file: { ...format, body: await api.open('POST', '/v1/audit/export', body) } };
  },
};

/**
 * Shows what a search found, at an address that does not tell what was looked for, for the way back from an
 * entry. Each look is a search, and an entry of the log.
 */
export const SEARCH: Page = {
  path: `${SEARCHES}/:id`,
  action: 'read_log',
  show: async (visit) => {
    const { at, session } = visit;
    const typed = typedBefore(session, 'search', at.id);
    if (typed === null) {
      return { title: TITLE, status: 404, body: <NotKept {...visit} /> };
    }
    try {
      return { title: TITLE, body: await showFound({ ...visit, typed }) };
    } catch (error) {
      if (!(error instanceof PageProblem)) throw error;
      const { problem } = error;
      const body = (
        <>
          <p>Next: correct what is named above, and search again.</p>
          <SearchForm {...visit} typed={typed} />
        </>
      );
      return { title: TITLE, status: problem.status, problem, body };
    }
  },
};

async function showFound(visit: Visit) {
  const { api, search, typed } = visit;
  const cursor = search.get('before') ?? '';
  const page = { ...soughtBy(typed), details: true, limit: 50, ...(cursor === '' ? {} : { cursor }) };
  const found = await api.call<Found>('POST', '/v1/audit/search', page);
  const [nameOf, agencyOf] = await Promise.all([
    readNames(api),
    readAgencyNames(
      api,
      found.entries.map(({ agency }) => agency),
    ),
  ]);
  const older = saidOfOlder(found.releasedPlatesSince);
  return (
    <>
      {older === null ? null : <p>{older} Next: look at the releases by kind and day.</p>}
      <EntriesTable entries={found.entries} {...{ nameOf, agencyOf }} />
      {found.next === null ? (
        <p>This is the end: the log has no earlier entry that fits.</p>
      ) : (
        <GoOn next={found.next} found={found.entries.length} />
      )}
      <h2>What you looked for</h2>
      <SearchForm {...visit} />
    </>
  );
}

function NotKept(visit: Visit) {
  return (
    <>
      <Alert kind="info">
        A search can be shown again until you sign out, or your session ends; that of this address cannot, or
        can no longer. Next: search again.
      </Alert>
      <SearchForm {...visit} />
    </>
  );
}

const FIELDS = ['plate', 'caseNumber', 'officer', 'agency', 'kind', 'effect', 'from', 'to'] as const;

/** Returns what was filled in. The last day counts to its end. */
function soughtBy(typed: Fields): Record<string, string> {
  const given = FIELDS.map((name) => [name, (typed.get(name) ?? '').trim()] as const);
  const sought = Object.fromEntries(given.filter(([, text]) => text !== ''));
  const last = Date.parse(sought.to ?? '');
  if (!Number.isNaN(last)) sought.to = utcDay(last + DAY);
  if (sought.agency !== undefined) sought.agency = sought.agency.toUpperCase();
  return sought;
}

/** Goes on with the same search, from where it stopped. */
function GoOn({ found, next }: { readonly next: string; readonly found: number }) {
  return (
    <>
      <p>
        {found === 0 ? 'None so far. ' : ''}The log was looked through back to entry {next}.
      </p>
      <a href={`?before=${encodeURIComponent(next)}`} class="usa-button">
        Look further back
      </a>
    </>
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
    <ActForm form={form} action={ADDRESS}>
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
