/** Tells how queries were answered, in numbers of which small ones are withheld. */
import { type Cell, RULES, WITHHELD } from '../../oversight/transparency/public-tables.ts';
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { Day } from '../layout/time.tsx';
import { BarChart } from './bar-chart.tsx';
import { reasonBars } from './charts.ts';
import { PublicTable } from './public-table.tsx';
import { Folded, Section, Split } from './section.tsx';
import { YearsChart } from './years-chart.tsx';

/** The numbers of rows that stand open, beside approved purposes, which all do. */
const MOST_OPEN = { refusedPurposes: 4, reasons: 10 };

export function HowAnswered({ told }: { readonly told: Transparency }) {
  const { entries, since, through } = told.counted;
  const refused = told.purposes.filter(({ rule }) => isRefused(RULES[rule])).length;
  return (
    <Section id="answered">
      <p>
        “{WITHHELD}” stands for a number from 1 to 4, since so few can be the work of one officer, and for any
        number from which one of those could be worked out. Zero is shown. A query that was held counts as
        held, and again when it is picked up.
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
        is over. Grants and revocations never wait: the first {entries.toLocaleString('en-US')} of{' '}
        {told.log.size.toLocaleString('en-US')} entries of the log are counted.
      </p>
      {told.months.length === 0 ? null : <YearsChart months={told.months} />}
      <Folded name="months" told={told} summary="Each month in numbers" empty="No month is over yet." />
      <Split
        name="purposes"
        told={told}
        empty="Nothing was asked."
        most={told.purposes.length - refused + 1 + MOST_OPEN.refusedPurposes}
        weightOf={([, , rule, answers]) => (isRefused(rule) ? weigh(answers) : Number.POSITIVE_INFINITY)}
        rest="Refused purposes that few or nobody stated"
      />
      <p>
        “All purposes” leaves out small counts that are still withheld. The monthly figures include them, so a
        month can show more.
      </p>
      <p>A refusal may have several reasons, so these add up to more than there were refusals.</p>
      <Split
        name="reasons"
        told={told}
        empty="Nothing was refused."
        most={MOST_OPEN.reasons}
        weightOf={(row) => weigh(row.at(-1))}
        rest="Reasons for which little or nothing was refused"
      />
      <BarChart title="Refusals by reason, the most frequent first" bars={reasonBars(told)} />
      <p>
        Officers of {told.owner.name} ask under the same rules, and are in the same log. That is no sharing:
        it stands here, and in no other number.
      </p>
      <PublicTable name="own_use" told={told} empty="Nothing was asked." />
    </Section>
  );
}

/** True of a purpose that is never a reason for reads; the row of all purposes has no rule. */
const isRefused = (rule: Cell | undefined) => rule !== null && rule !== RULES.approved;

/** Weighs a count; a withheld one is more than none. */
const weigh = (count: Cell | undefined) => (count === WITHHELD ? 0.5 : Number(count));
