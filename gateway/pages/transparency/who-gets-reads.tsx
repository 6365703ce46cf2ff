/** Tells with whom plates are shared, with whom they are not and why, and what has changed. */
import { MOST_SHOWN_EVENTS } from '../../oversight/transparency/public-tables.ts';
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { Facts } from '../layout/facts.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { BarChart } from './bar-chart.tsx';
import { revocationBars } from './charts.ts';
import { Section, Split } from './section.tsx';

/** The numbers of rows that stand open; the others are one press away. */
const MOST_OPEN = { agencies: 8, events: 8, refused: 20 };
/** A list of refused agencies up to this long stands open whole. */
const WHOLE_REFUSED = 50;

interface Told {
  readonly told: Transparency;
}

export function WhoGetsReads({ told }: Told) {
  const { earlier, newest } = told.events;
  const inFiles = earlier + Math.max(0, newest.length - MOST_SHOWN_EVENTS);
  return (
    <Section id="shared">
      <Split
        name="agencies"
        told={told}
        empty="Plates are shared with no agency."
        most={MOST_OPEN.agencies}
        rest="More agencies that get reads"
      />
      <Barred told={told} />
      <Split
        name="refused"
        told={told}
        empty="No agency is refused."
        foldsOnPhone
        most={told.refused.length > WHOLE_REFUSED ? MOST_OPEN.refused : WHOLE_REFUSED}
        weightOf={(_, at) => (told.refused[at]?.asked ? 2 : 1)}
        rest="More agencies that are refused"
      />
      <Split
        name="events"
        told={{ ...told, events: { earlier, newest: newest.slice(0, MOST_SHOWN_EVENTS) } }}
        empty="Sharing has not begun with anybody."
        most={MOST_OPEN.events}
        rest="Earlier grants and revocations"
      />
      {inFiles === 0 ? null : <p>{inFiles} earlier ones are in the public log.</p>}
      <BarChart
        title="Milliseconds until a revocation was in force everywhere"
        unit="ms"
        bars={revocationBars(told)}
      />
    </Section>
  );
}

/** Says once, for all agencies that are refused, what their codes mean. */
function Barred({ told: { refused } }: Told) {
  const reasons = new Map(refused.flatMap(({ reasons }) => reasons.map((one) => [one.code, one])));
  return (
    <>
      <p>Why an agency is refused, and by which clause:</p>
      <Facts
        of={[...reasons.values()].map(({ clause, code, means }) => [
          asSentence(means),
          <>
            <code>{code}</code> ({clause})
          </>,
        ])}
      />
      <p>
        All codes: <a href="#reasons">Refusals by reason</a>. What an agency can do about it:{' '}
        <a href="/docs/reasons">the guide to the reason codes</a>.
      </p>
    </>
  );
}
