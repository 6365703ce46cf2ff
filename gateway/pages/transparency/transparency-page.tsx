/** Shows everybody, at `/transparency`, who can see license-plate reads and why; it needs no script. */
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { Document } from '../layout/document.tsx';
import { Facts } from '../layout/facts.tsx';
import { Time } from '../layout/time.tsx';
import { CountyMap } from './county-map.tsx';
import type { County } from './county-shapes.ts';
import { HowAnswered } from './how-answered.tsx';
import { InShort } from './in-short.tsx';
import LAWS from './laws.json' with { type: 'json' };
import { PublicTable } from './public-table.tsx';
import { Contents, Folded, Section } from './section.tsx';
import { WhoGetsReads } from './who-gets-reads.tsx';

const TITLE = 'Who can see license-plate reads, and what for';

interface Told {
  readonly told: Transparency;
}

export function TransparencyPage({ counties, told }: Told & { readonly counties: readonly County[] }) {
  return (
    <Document title={TITLE} at="/transparency" signedIn={null}>
      <InShort told={told} />
      {told.sharing.halted ? (
        <Alert kind="warning" heading="All sharing is halted">
          Nothing is released to any agency at this moment.
        </Alert>
      ) : null}
      <CountyMap told={told} counties={counties} />
      <About told={told} />
      <Contents />
      <WhoGetsReads told={told} />
      <HowAnswered told={told} />
      <WasMine told={told} />
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

function About({ told: { asOf, owner } }: Told) {
  return (
    <p>
      {owner.name} (<code>{owner.ori}</code>) owns the reads: which plate a camera saw, when and where. Other
      agencies ask for them here, one query at a time. This page is computed from the registry and the log, as
      of <Time at={asOf} />; nobody writes it. All of it is there as <a href="/transparency.json">JSON</a>,
      and what begins and ends as a <a href="/transparency.atom">feed (Atom)</a>. <Contact owner={owner} />
    </p>
  );
}

function Contact({ owner: { contact, name } }: Pick<Transparency, 'owner'>) {
  if (contact === null) return `Questions: ask ${name}; its operator has named no address here.`;
  return (
    <>
      Questions: <a href={contact}>{contact.replace(/^mailto:/, '')}</a>.
    </>
  );
}

/** Says why there is no form for it: who asks could be whoever must not know. */
function WasMine({ told: { owner } }: Told) {
  return (
    <Section id="mine">
      <p>
        This page cannot tell you, and has no form to ask. Anyone who knows a plate could type it: the answer
        would tell a suspect that police are looking for him, and a violent partner that his victim went to
        the police. So the public log has no plate, no officer and no case, and nobody can look one up.
      </p>
      <p>
        What protects you instead: each query needs a purpose and a case, each answer is in the log before it
        leaves, the log is searched for misuse all day, and a person reads a sample every month. If you think
        that somebody looked you up without a right to, tell the Chief of {owner.name}, who can find the
        query.
      </p>
    </Section>
  );
}

function Overseen({ told }: Told) {
  return (
    <Section id="overseen">
      <PublicTable name="misuse" told={told} empty="There are no reports." />
      <PublicTable name="hits" told={told} empty="No hit was decided." />
      <Audits told={told} />
      <PublicTable name="log" told={told} empty="There is no log." />
      <p>
        Check the log yourself: <a href="/verify">verify it in your browser</a>.
      </p>
    </Section>
  );
}

/** Tells how many months were audited; each one is one press away. */
function Audits({ told }: Told) {
  const of = (which: string) => told.audits.filter(({ state }) => state === which).length;
  return (
    <>
      <p>
        Each month is audited when it is over: {of('done')} done, {of('due')} due, {of('overdue')} overdue.
      </p>
      <Folded
        name="audits"
        told={told}
        summary="Each audit"
        empty="No month is over yet since the log began."
      />
    </>
  );
}

function Policy({ told }: Told) {
  return (
    <Section id="rules">
      <details>
        <summary>The laws and rules that this page names, in plain words</summary>
        <Facts of={LAWS.map(({ citation, says }) => [citation, says])} />
      </details>
      <Folded name="prohibited" told={told} summary="Purposes that are always refused" empty="None is." />
      <Folded name="retention" told={told} summary="What is kept, and how long" empty="Nothing is kept." />
      <Folded
        name="policy"
        told={told}
        summary="The usage and privacy policy, clause by clause"
        empty="There is no policy."
      />
    </Section>
  );
}
