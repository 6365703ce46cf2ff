/** Answers first: who gets reads, how queries were answered, who never gets any, and how anybody can check it. */
import type { ComponentChildren } from 'preact';
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';

interface Told {
  readonly told: Transparency;
}

export function InShort({ told }: Told) {
  return (
    <section class="in-short" aria-labelledby="in-short">
      <h2 id="in-short">In short</h2>
      <ul>
        <li>
          <WhoGetsReads told={told} />
        </li>
        <li>
          <LastMonth told={told} />
        </li>
        <li>
          <WhoNever told={told} />
        </li>
        <li>
          <HowToCheck told={told} />
        </li>
        <li>
          This page cannot tell you whether your plate was asked for:{' '}
          <a href="#mine">why, and what protects you</a>.
        </li>
      </ul>
    </section>
  );
}

function WhoGetsReads({ told: { agencies, owner, sharing } }: Told) {
  if (sharing.halted) return <strong>No agency gets reads now: all sharing is halted.</strong>;
  const [first] = agencies.map(({ since }) => since).sort();
  if (first === undefined) return <strong>No agency gets license-plate reads of {owner.name} now.</strong>;
  const one = agencies.length === 1;
  return (
    <>
      <strong>{one ? '1 agency gets' : `${agencies.length} agencies get`} license-plate reads</strong> of{' '}
      {owner.name} now, {one ? '' : 'the longest '}since <PlainDay at={first} />.
    </>
  );
}

/** Tells the last month in numbers; what for, of all days: by month nobody counts that. */
function LastMonth({ told }: Told) {
  const { counted, months, purposes, reasons } = told;
  const [last] = months;
  const purpose = most(purposes, ({ released }) => released);
  const reason = most(reasons, ({ refusals }) => refusals);
  return (
    <>
      {last === undefined ? (
        <>
          Counting began on <PlainDay at={counted.since} />, and <strong>no month is over yet</strong>.
        </>
      ) : (
        <>
          In {monthName(last.month)}, reads were <strong>released {times(last.released)}</strong> and{' '}
          <strong>refused {times(last.refused)}</strong>.
        </>
      )}
      {purpose === undefined ? null : (
        <>
          {' '}
          Most were released for: {purpose.title} (<code>{purpose.code}</code>).
        </>
      )}
      {reason === undefined ? null : (
        <>
          {' '}
          Most were refused because {reason.means} (<code>{reason.code}</code>).
        </>
      )}
    </>
  );
}

function WhoNever({ told: { prohibited, refused } }: Told) {
  // The others may have reads as soon as they have a grant.
  const barred = refused.filter(({ reasons }) => reasons.length > 0);
  return (
    <>
      <strong>Never: federal agencies (ICE too), other states, private companies.</strong> Only Colorado
      agencies that Colorado’s law binds may have reads (C.R.S. 24-74-103). Immigration enforcement is one of{' '}
      {prohibited.length} <a href="#prohibited">purposes that are always refused</a>, as are{' '}
      <a href="#refused">{barred.length === 1 ? '1 agency' : `${barred.length} agencies`}</a>.
    </>
  );
}

function HowToCheck({ told: { log } }: Told) {
  return (
    <>
      Each answer is one of {log.size.toLocaleString('en-US')} entries of a public log,{' '}
      {log.witnessedAt === null ? (
        'which no outside witness has confirmed yet'
      ) : (
        <>
          last confirmed by outside witnesses on <PlainDay at={log.witnessedAt} />
        </>
      )}
      . <strong>Anyone can check it</strong> <a href="/verify">in a browser</a>.
    </>
  );
}

/** Finds what was told most often; undefined where no number is told. */
function most<Row>(rows: readonly Row[], countOf: (row: Row) => number | null): Row | undefined {
  const [first] = [...rows].sort((one, other) => (countOf(other) ?? 0) - (countOf(one) ?? 0));
  return first !== undefined && (countOf(first) ?? 0) > 0 ? first : undefined;
}

function times(count: number | null): string {
  if (count === null) return 'fewer than five times';
  return count === 0 ? 'not once' : `${count.toLocaleString('en-US')} times`;
}

/** Writes a day as people say it, in UTC as everywhere on the page. */
function PlainDay({ at }: { readonly at: string }): ComponentChildren {
  return <time dateTime={at.slice(0, 10)}>{inWords(at, { day: 'numeric' })}</time>;
}

const monthName = (month: string) => inWords(`${month}-01T00:00:00Z`);

function inWords(at: string, more: Intl.DateTimeFormatOptions = {}): string {
  return new Date(at).toLocaleDateString('en-US', {
    ...{ timeZone: 'UTC', month: 'long', year: 'numeric' },
    ...more,
  });
}
