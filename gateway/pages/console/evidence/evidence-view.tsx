/** Evidence of one release as a document: what was asked and by whom, what left, and how to check it. */
import { findPurpose } from '../../../../sharing-rules/terms/purposes.ts';
import type { ShownEvidence } from '../../../oversight/evidence/evidence.schema.ts';
import { Alert } from '../../layout/alert.tsx';
import { Facts } from '../../layout/facts.tsx';
import { asSentence } from '../../layout/first-upper.ts';
import { Time } from '../../layout/time.tsx';
import { ReadsStory } from '../../story/reads-story.tsx';
import type { Streets } from '../../story/streets.ts';

interface EvidenceViewProps {
  readonly evidence: ShownEvidence;
  readonly streets: Streets | null;
}

export function EvidenceView({ evidence, streets }: EvidenceViewProps) {
  const { asReleased, reads, records } = evidence;
  return (
    <>
      {asReleased ? null : (
        <Alert kind="warning" heading="Not as it was released">
          {records} reads left then. The store has {reads.length} for the same question now: some have
          expired, or others came in late.
        </Alert>
      )}
      <EvidenceFacts {...evidence} />
      <ReadsStory
        {...{ reads, streets }}
        sort={null}
        onPaper={`Case ${evidence.caseNumber} · log entry ${evidence.index} · evidence ${evidence.exportIndex}`}
        empty="No read is in the store any more."
      />
      <HowToCheck {...evidence} />
    </>
  );
}

function EvidenceFacts(evidence: ShownEvidence) {
  const { agency, caseNumber, from, incident, justification, officer, plate, purpose, sharedBy, to } =
    evidence;
  return (
    <Facts
      of={[
        ['Case number', caseNumber],
        ['Released to', `${evidence.agencyName} (${agency})`],
        ['Released by', sharedBy.name === null ? sharedBy.ori : `${sharedBy.name} (${sharedBy.ori})`],
        officer === null
          ? null
          : [
              'Officer who asked',
              <>
                <bdi>{officer.name}</bdi> (<bdi>{officer.id}</bdi>, <bdi>{officer.ori}</bdi>)
              </>,
            ],
        ['Released', <Time at={evidence.releasedAt} />],
        ['Purpose', findPurpose(purpose)?.title ?? purpose],
        incident === null ? null : ['What happened', asSentence(incident)],
        justification === null ? null : ['Justification', <span class="typed-text">{justification}</span>],
        plate === null ? null : ['Plate asked for', plate],
        [
          'Window',
          <>
            from <Time at={from} /> to <Time at={to} />
          </>,
        ],
        ['Reads that left', evidence.records],
        ['As released', evidence.asReleased ? 'yes: these are exactly the reads that left' : 'no'],
        ['Release', evidence.releaseId],
        ['Log entry of the release', evidence.index],
        ['Log entry of this evidence', evidence.exportIndex],
        ['Made by', `${evidence.madeBy}, records clerk`],
        ['Made', <Time at={evidence.madeAt} />],
      ]}
    />
  );
}

function HowToCheck({ receipt }: ShownEvidence) {
  return (
    <>
      <h2>How to check it</h2>
      <p>
        The JSON of this evidence holds the receipt of the release: with it{' '}
        <a href="/verify">anyone can verify</a>, without this gateway, that these reads were released at that
        time and that the log was not changed since.
      </p>
      <Facts
        of={[
          ['Leaf hash', <code>{receipt.leafHash}</code>],
          ['Signed head of the log', <pre>{receipt.checkpoint}</pre>],
        ]}
      />
    </>
  );
}
