/** Shows monthly audits: the months, one to read and print, or what the auditor answers to complete it. */
import { HAND_ANSWERS, HAND_QUESTIONS } from '../../oversight/reports/hand-questions.ts';
import type { ListedAudits } from '../../oversight/reports/monthly-audit.schema.ts';
import type { NameOf } from '../console/registry/agency-name.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { YesNo } from '../layout/fields.tsx';
import { Time } from '../layout/time.tsx';
import { ActForm } from '../serve/act-form.tsx';
import { may } from '../serve/may.ts';
import type { Page, Visit } from '../serve/page.ts';
import { PageProblem, problemOf } from '../serve/problem.ts';
import { AnswerList, type KeptAudit, MemoView } from './memo-view.tsx';
import { readNames } from './named.ts';

/** The number of months that are offered, the newest first. */
const OFFERED = 12;

export const MONTHLY: Page = {
  path: '/console/monthly',
  action: 'read_misuse',
  link: { name: 'Monthly audit' },
  show: async ({ api }) => {
    const { audits, logBegan } = await api.call<ListedAudits>('GET', '/v1/monthly-audits');
    const done = new Map(audits.map((audit) => [audit.month, audit]));
    const over = monthsBefore(new Date(), OFFERED).filter((month) => month >= (logBegan ?? '9').slice(0, 7));
    const months = [...new Set([...over, ...done.keys()])].sort().reverse();
    return {
      title: 'Monthly audit',
      body: (
        <>
          <p>
            Policy 420.9.1 asks for an audit of each month that is over. An auditor completes it, once and for
            good. See also: <a href="/console/records-checks">answers of records offices that wait</a>.
          </p>
          <DataTable
            name="Months"
            columns={[
              { name: 'Month', of: (month) => <a href={`/console/monthly/${month}`}>{month}</a> },
              {
                name: 'Completed',
                of: (month) => <Time at={done.get(month)?.completedAt ?? null} none="not audited" />,
              },
              { name: 'Answered yes', of: (month) => counted(done.get(month), true), isNumber: true },
              { name: 'Answered no', of: (month) => counted(done.get(month), false), isNumber: true },
              { name: 'Nothing to judge', of: (month) => counted(done.get(month), null), isNumber: true },
            ]}
            rows={months}
            empty="No month is over yet since the log began."
          />
        </>
      ),
    };
  },
};

function counted(audit: ListedAudits['audits'][number] | undefined, answer: boolean | null): number | null {
  return audit === undefined ? null : audit.ok.filter((ok) => ok === answer).length;
}

/** Returns months that are over, as `YYYY-MM` in UTC. */
export function monthsBefore(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1 - i, 1)).toISOString().slice(0, 7),
  );
}

export const MONTHLY_AUDIT: Page = {
  path: '/console/monthly/:month',
  action: 'read_misuse',
  show: async (visit) => {
    const { api, at } = visit;
    const month = at.month ?? '';
    const answer = await api.ask('GET', `/v1/monthly-audits/${encodeURIComponent(month)}`);
    const isDone = answer.status === 200;
    if (!isDone && (answer.status !== 404 || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month))) {
      throw new PageProblem(problemOf(answer));
    }
    const [nameOf, previewed] = await Promise.all([
      readNames(api),
      isDone ? null : api.call<Previewed>('GET', `/v1/monthly-audits/${month}/answers`),
    ]);
    return {
      title: `Audit of ${month}`,
      body: (
        <>
          {previewed === null ? (
            <MemoView audit={answer.body as KeptAudit} nameOf={nameOf} />
          ) : (
            <NotAudited {...{ previewed, month, nameOf, visit }} />
          )}
          <p class="no-print">
            Next: <a href={`/console/monthly/${month}/sample`}>read the releases that it samples</a>, or{' '}
            <a href="/console/monthly">the other months</a>.
          </p>
        </>
      ),
    };
  },
  act: async ({ at, post, typed }) => {
    const month = at.month ?? '';
    const open = NAMES.filter((name) => typed.get(name) !== 'yes' && typed.get(name) !== 'no');
    if (open.length > 0) throw new PageProblem(unanswered(open.length));
    const answers = Object.fromEntries(NAMES.map((name) => [name, typed.get(name) === 'yes']));
    await post('/v1/monthly-audits', { month, ...answers });
    return { goTo: `/console/monthly/${month}` };
  },
};

const NAMES = Object.keys(HAND_QUESTIONS) as (keyof typeof HAND_QUESTIONS)[];

const unanswered = (count: number) => ({
  status: 422,
  detail: `${count === 1 ? 'one question has' : `${count} questions have`} no answer: choose yes or no for each, since they are kept once and for good`,
  reasons: [],
  members: {},
});

type Previewed = Pick<KeptAudit, 'agencies'> & Pick<KeptAudit['memo'], 'answers'>;

interface NotAuditedProps {
  readonly previewed: Previewed;
  readonly month: string;
  readonly nameOf: NameOf;
  readonly visit: Visit;
}

function NotAudited({ previewed, month, nameOf, visit }: NotAuditedProps) {
  const completes = may(visit, 'complete_audit');
  const waits = { answers: Object.values(HAND_ANSWERS), whose: completes ? 'your' : 'the auditor’s' };
  return (
    <>
      <p>
        {month} has not been audited.
        {completes ? '' : ' An auditor does it; your role only reads.'}
      </p>
      <Sample facts={previewed.answers[HAND_ANSWERS.sampleRead]?.facts ?? {}} month={month} />
      <h2>What the gateway would answer now</h2>
      <p>
        Nothing of this is kept yet. What an auditor says of the sample, of rosters and of the vendor’s
        sharing is still missing in it.
      </p>
      <AnswerList {...{ ...previewed, nameOf, waits }} />
      {completes ? <Complete {...visit} /> : null}
    </>
  );
}

/** Asks to read the sample before the form, whose questions only those who read it can answer. */
function Sample({
  facts,
  month,
}: {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly month: string;
}) {
  const { marked = 0, opened = 0, sample = 0 } = facts as Readonly<Record<string, number>>;
  return (
    <>
      <h2>Read the sample first</h2>
      {sample === 0 ? (
        <p>Nothing was released in {month}, or its details were erased: there is nothing to read.</p>
      ) : (
        <p>
          <strong>
            {opened} of {sample} read
          </strong>
          . Reports that one is inadequate: {marked}.{' '}
          <a href={`/console/monthly/${month}/sample`}>Read the sample of {month}</a>.
        </p>
      )}
    </>
  );
}

function Complete({ form, typed }: Pick<Visit, 'form' | 'typed'>) {
  return (
    <>
      <h2 class="no-print">Complete the audit</h2>
      <p class="no-print">
        The gateway answers what it can compute; answer what only you can say. The answers are kept once and
        for good, their hash in the log, and the Chief gets a report of each discrepancy.
      </p>
      <ActForm form={form} press="Complete the audit">
        {NAMES.map((name) => (
          <YesNo
            key={name}
            name={name}
            label={upper(HAND_QUESTIONS[name])}
            hint={`This answers question ${HAND_ANSWERS[name] + 1} above.`}
            value={typed.get(name) ?? ''}
          />
        ))}
      </ActForm>
    </>
  );
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
