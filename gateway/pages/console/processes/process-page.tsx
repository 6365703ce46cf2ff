/** One served process: its facts, its duties as a list, and what the process clerk does about it. */
import type { ComponentChildren } from 'preact';
import { counted } from '../../../../sharing-rules/text/counted.ts';
import type { ShownProcess } from '../../../oversight/processes/process.schema.ts';
import { DUTY_WORDS, KIND_WORDS } from '../../../oversight/processes/process.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { Facts } from '../../layout/facts.tsx';
import { TextArea, TextField } from '../../layout/fields.tsx';
import { asSentence, withFullStop } from '../../layout/first-upper.ts';
import { Time } from '../../layout/time.tsx';
import { Due } from '../../oversight/due.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import { inLabels } from '../../serve/field-labels.ts';
import { may } from '../../serve/may.ts';
import type { Page, Visit } from '../../serve/page.ts';

export const processPage = (path: string, api: string): Page => ({
  path: `${path}/:id`,
  action: 'read_processes',
  show: async (visit) => {
    const { at } = visit;
    const process = await visit.api.call<ShownProcess>('GET', `${api}/${encodeURIComponent(at.id ?? '')}`);
    return {
      title: `${KIND_WORDS[process.kind]} from ${process.issuer}`,
      body: (
        <>
          <Standing process={process} />
          <h2 id="duties">Duties</h2>
          <Duties {...{ process, visit }} />
          <h2>What was registered</h2>
          <ProcessFacts process={process} />
          {mayRefuse(process) && may(visit, 'see_to_process') ? <Refuse visit={visit} /> : null}
          <p>
            Next: <a href={path}>the other processes</a>.
          </p>
        </>
      ),
    };
  },
  act: async ({ api: asked, at, form, typed }) => {
    const id = encodeURIComponent(at.id ?? '');
    const duty = typed.get('duty');
    const note = (typed.get('note') ?? '').trim();
    const [act, body] =
      duty === null
        ? ['refused', { reason: typed.get('reason') ?? '' }]
        : [`duties/${encodeURIComponent(duty)}/done`, note === '' ? {} : { note }];
    await asked.call('POST', `${api}/${id}/${act}`, body, { 'Idempotency-Key': form.key });
    return { goTo: `${path}/${id}` };
  },
});

function mayRefuse({ duties, refusedAt }: ShownProcess): boolean {
  return refusedAt === null && !duties.some(({ duty, status }) => duty === 'answer' && status === 'done');
}

function Standing({ process }: { readonly process: ShownProcess }) {
  const { nextDueAt, overdue, reason, refusedAt, refusedByName, status } = process;
  const due = nextDueAt === null ? 'Nothing more is due.' : <Due at={nextDueAt} now={Date.now()} />;
  if (refusedAt !== null) {
    return (
      <Alert kind={overdue > 0 ? 'warning' : 'info'} heading="Refused: nothing is given under it">
        <p>
          By {refusedByName}, <Time at={refusedAt} />: <bdi>{withFullStop(reason ?? '')}</bdi>
        </p>
        <p>{nextDueAt === null ? due : <>The copy to the state is still due: {due}</>}</p>
      </Alert>
    );
  }
  if (overdue > 0) {
    return (
      <Alert kind="error" heading={`Overdue: ${counted(overdue, 'duty', 'duties')}`}>
        Do it now, and say below that it was done. The Chief is told.
      </Alert>
    );
  }
  return (
    <Alert kind={status === 'done' ? 'success' : 'info'} heading={status === 'done' ? 'All is done' : 'Open'}>
      {nextDueAt === null ? due : <>Due next: {due}</>}
    </Alert>
  );
}

function Duties({ process, visit }: { readonly process: ShownProcess; readonly visit: Visit }) {
  if (process.duties.length === 0) return <p>It was registered without a duty.</p>;
  const mayAct = may(visit, 'see_to_process');
  return (
    <ul aria-labelledby="duties" class="sentences">
      {process.duties.map((one) => (
        <li key={one.duty}>
          <strong>{DUTY_WORDS[one.duty]}</strong>: <DutyState {...one} />
          {mayAct && (one.status === 'open' || one.status === 'overdue') ? (
            <ActForm form={visit.form}>
              <input type="hidden" name="duty" value={one.duty} />
              <TextField
                name="note"
                id={`note-${one.duty}`}
                label={`Note on “${DUTY_WORDS[one.duty]}”`}
                hint="(optional) How, and by which letter. Name no person and no plate. It is kept in the log."
                value={visit.typed.get('duty') === one.duty ? (visit.typed.get('note') ?? '') : ''}
                error={noteFault(visit, one.duty)}
                maxLength={500}
              />
              <button type="submit" class="usa-button">
                Done: {DUTY_WORDS[one.duty]}
              </button>
            </ActForm>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Says what is wrong with the note of this duty, beside its field. */
function noteFault({ problem, typed }: Visit, duty: string): string | undefined {
  if (problem?.status !== 422 || typed.get('duty') !== duty) return undefined;
  return asSentence(inLabels(problem.detail));
}

function DutyState({ by, doneAt, doneByName, note, status }: ShownProcess['duties'][number]) {
  switch (status) {
    case 'done':
      return (
        <>
          done by {doneByName}, <Time at={doneAt} />
          {note === null ? '' : ': '}
          {note === null ? null : <bdi>{note}</bdi>}
        </>
      );
    case 'lapsed':
      return <>no longer needed, since the process was refused</>;
    default:
      return (
        <>
          due <Due at={by} now={Date.now()} />
        </>
      );
  }
}

function ProcessFacts({ process }: { readonly process: ShownProcess }) {
  const { documentSha256, id, issuer, registeredAt, registeredByName, scope, servedAt } = process;
  const { from, inWords, persons, plates, to } = scope;
  const window: ComponentChildren =
    from === null && to === null ? null : (
      <>
        {from === null ? 'the beginning' : <Time at={from} />} to {to === null ? 'now' : <Time at={to} />}
      </>
    );
  return (
    <Facts
      of={[
        ['Number', <code key="id">{id}</code>],
        ['Issuer', <bdi key="issuer">{issuer}</bdi>],
        ['Served', <Time key="served" at={servedAt} />],
        [
          'About',
          inWords
            ? 'words, of which only a code is kept'
            : persons + plates === 0
              ? 'no person and no plate by name'
              : `${counted(persons, 'person')} and ${counted(plates, 'plate')}, of which only codes are kept`,
        ],
        window === null ? null : ['Asks about the time', window],
        [
          'SHA-256 of the document',
          documentSha256 === null ? 'none was given' : <code key="hash">{documentSha256}</code>,
        ],
        [
          'Registered',
          <>
            by {registeredByName}, <Time at={registeredAt} />
          </>,
        ],
      ]}
    />
  );
}

function Refuse({ visit: { form, typed } }: { readonly visit: Visit }) {
  return (
    <>
      <h2>Refuse it</h2>
      <p>
        The refusal is the answer: nothing is given, and nobody needs to be told. A copy that goes to the
        state stays due. A refusal cannot be taken back.
      </p>
      <ActForm form={form}>
        <TextArea
          required
          name="reason"
          label="Reason"
          hint="Name no person and no plate. It is kept in the log."
          value={typed.get('reason') ?? ''}
          maxLength={500}
        />
        <button type="submit" class="usa-button usa-button--secondary">
          Refuse
        </button>
      </ActForm>
    </>
  );
}
