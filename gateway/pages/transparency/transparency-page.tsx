/** Shows everybody, at `/transparency`, who can see license-plate reads and why; it needs no script. */
import type { ComponentChildren } from 'preact';
import {
  type Cell,
  PUBLIC_TABLES,
  type TableName,
  WITHHELD,
} from '../../oversight/transparency/public-tables.ts';
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { Document } from '../layout/document.tsx';
import { Day, Time } from '../layout/time.tsx';
import { BarChart } from './bar-chart.tsx';
import { monthBars, reasonBars, revocationBars } from './charts.ts';

/** The most characters that stay whole. */
const LONGEST_WHOLE = 34;

const TITLE = 'Who can see license-plate reads, and what for';

export function TransparencyPage({ told }: { readonly told: Transparency }) {
  const { owner, sharing } = told;
  return (
    <Document title={TITLE} at="/transparency" signedIn={null}>
      <p>
        {owner.name} (<code>{owner.ori}</code>) owns license-plate reads. Other agencies ask for them here,
        one query at a time. This page is computed from the registry and the log, as of{' '}
        <Time at={told.asOf} />. Nobody writes it.
      </p>
      {sharing.halted ? (
        <Alert kind="warning" heading="All sharing is halted">
          Nothing is released to any agency at this moment.
        </Alert>
      ) : null}
      <p>
        All of it as <a href="/transparency.json">JSON</a>. Grants, revocations and halts as a{' '}
        <a href="/transparency.atom">feed (Atom)</a>. <Contact contact={owner.contact} />
      </p>
      <Contents />
      <Shared told={told} />
      <Answered told={told} />
      <Overseen told={told} />
      <Policy told={told} />
    </Document>
  );
}

/** Shows a page all the same, which says that it shows nothing, and why. */
export function NothingToTell({ at, why }: { readonly at: string; readonly why: string }) {
  return (
    <Document title="Not available now" at={at} signedIn={null}>
      <Alert kind="error">
        <p>{why}.</p>
        <p>
          Next: <a href={at}>try again</a> in a minute.
        </p>
      </Alert>
    </Document>
  );
}

interface Told {
  readonly told: Transparency;
}

const PARTS = [
  ['shared', 'With whom plates are shared'],
  ['answered', 'What was asked, and how it was answered'],
  ['overseen', 'How it is overseen'],
  ['rules', 'What is kept, and what is prohibited'],
] as const;
type Part = (typeof PARTS)[number][0];

function Contents() {
  return (
    <nav aria-label="On this page">
      <ul>
        {PARTS.map(([id, heading]) => (
          <li key={id}>
            <a href={`#${id}`}>{heading}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Section({ children, id }: { readonly id: Part; readonly children: ComponentChildren }) {
  const heading = new Map(PARTS).get(id);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}

function Contact({ contact }: Pick<Transparency['owner'], 'contact'>) {
  if (contact === null) return 'Questions: ask the agency.';
  return (
    <>
      Questions: <a href={contact}>{contact.replace(/^mailto:/, '')}</a>.
    </>
  );
}

function Shared({ told }: Told) {
  const { earlier } = told.events;
  return (
    <Section id="shared">
      <Table name="agencies" told={told} empty="Plates are shared with no agency." />
      <Table name="refused" told={told} empty="No agency is refused." />
      <p>
        What each of these codes means: <a href="#reasons">Refusals by reason</a>. What an agency can do about
        it: <a href="/docs/reasons">the guide to the reason codes</a>.
      </p>
      <Table name="events" told={told} empty="Sharing has not begun with anybody." />
      {earlier === 0 ? null : <p>{earlier} earlier ones are in the public log.</p>}
      <Chart
        title="Milliseconds until a revocation was in force everywhere"
        unit="ms"
        bars={revocationBars(told)}
      />
    </Section>
  );
}

function Answered({ told }: Told) {
  const { entries, since, through } = told.counted;
  return (
    <Section id="answered">
      <p>
        Counts from 1 to 4 are {WITHHELD}, since so few can be the work of one officer, and so is any number
        by purpose or reason from which they could be worked out. Zero is shown. A query that was held counts
        as held, and again when it is picked up.
      </p>
      <p>
        {through === null || through < since.slice(0, 10) ? (
          <>
            The log began on <Day at={since} />, and no day of it is over yet.
          </>
        ) : (
          <>
            Answers since <Day at={since} /> are told through <Day at={through} />.
          </>
        )}{' '}
        By purpose and by reason, fewer than five answers of an agency with one outcome wait for more of them:
        otherwise today’s tables less yesterday’s would tell what one query was for. A month is told when it
        is over. Grants and revocations never wait: the first {entries} of {told.log.size} entries of the log
        are counted.
      </p>
      <Table name="purposes" told={told} empty="Nothing was asked." />
      <Table name="months" told={told} empty="No month is over yet." />
      <Chart
        title="Queries by month: released, held, refused"
        series={['Released', 'Held for a reviewer', 'Refused']}
        bars={monthBars(told)}
      />
      <p>A refusal may have several reasons, so these add up to more than there were refusals.</p>
      <Table name="reasons" told={told} empty="Nothing was refused." />
      <Chart title="Refusals by reason, the most frequent first" bars={reasonBars(told)} />
    </Section>
  );
}

function Overseen({ told }: Told) {
  return (
    <Section id="overseen">
      <Table name="misuse" told={told} empty="There are no reports." />
      <Table name="audits" told={told} empty="No month is over yet since the log began." />
      <Table name="log" told={told} empty="There is no log." />
      <p>
        Check the log yourself: <a href="/verify">verify it in your browser</a>.
      </p>
    </Section>
  );
}

function Policy({ told }: Told) {
  return (
    <Section id="rules">
      <Table name="retention" told={told} empty="Nothing is kept." />
      <Table name="prohibited" told={told} empty="Nothing is prohibited." />
      <p>
        California’s Civil Code 1798.90.51 says what a usage and privacy policy must have. It binds no
        Colorado agency, but it is the fullest list of what the public should be told.
      </p>
      <Table name="policy" told={told} empty="There is no policy." />
    </Section>
  );
}

/** Shows a table with its files beside it, and the clause that asks for it. */
function Table({ empty, name, told }: Told & { readonly name: TableName; readonly empty: string }) {
  const { caption, clause, columns, rows } = PUBLIC_TABLES[name];
  const cells = rows(told);
  const numeric = columns.map((_, at) => cells.some((row) => typeof row[at] === 'number'));
  return (
    <section id={name} aria-label={`${caption}, with its files`}>
      <DataTable
        name={caption}
        empty={empty}
        rows={cells}
        columns={columns.map((column, at) => ({
          name: column,
          isNumber: numeric[at] === true,
          of: (row: readonly Cell[]) => written(row[at] ?? null),
        }))}
      />
      <p class="table-files">
        <a href={`/transparency/${name}.csv`} aria-label={`CSV: ${caption}`}>
          CSV
        </a>
        {' · '}
        <a href="/transparency.json" aria-label={`JSON: ${caption}`}>
          JSON
        </a>
        {` · Cal. Civ. Code ${clause}`}
      </p>
    </section>
  );
}

/** Keeps days, codes and ORIs whole; what is longer than a column is wide may break anywhere. */
function written(cell: Cell) {
  if (typeof cell !== 'string' || /\s/.test(cell)) return cell;
  return cell.length > LONGEST_WHOLE ? <code>{cell}</code> : <span class="whole">{cell}</span>;
}

function Chart({
  bars,
  series = [''],
  ...rest
}: Omit<Parameters<typeof BarChart>[0], 'series'> & { readonly series?: readonly string[] }) {
  return bars.length === 0 ? null : <BarChart {...rest} bars={bars} series={series} />;
}
