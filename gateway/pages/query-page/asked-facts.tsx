/** Shows what was asked, by whom and when, as the log has it: on screen, and on paper beside the reads. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { ReleaseAnswer } from '../../query/query.schema.ts';
import { coloradoTime } from '../layout/colorado-clock.ts';
import { Facts } from '../layout/facts.tsx';
import { Time } from '../layout/time.tsx';
import type { Visit } from '../serve/page.ts';
import { statedIncident } from './stated-incident.tsx';
import { typedQuery } from './typed-query.ts';

/** The parts of the asker's detail in the entry. */
interface AskersDetail {
  readonly agency: string;
  readonly at: string;
  readonly purpose: { readonly code: string; readonly caseNumber?: string };
}

interface AskedFactsProps {
  readonly release: ReleaseAnswer;
  readonly visit: Pick<Visit, 'session' | 'typed'>;
}

const askedIn = ({ asker }: ReleaseAnswer['receipt']) => JSON.parse(asker.detail) as AskersDetail;

/** Says on each printed page what the reads belong to. */
export function belongsTo(receipt: ReleaseAnswer['receipt']): string {
  const { agency, purpose } = askedIn(receipt);
  return `Case ${purpose.caseNumber ?? 'without a number'} · log entry ${receipt.index} · ${agency} · ALPR sharing gateway`;
}

/** Returns names and values, without the time at which it was asked. */
export function askedFacts({ release, visit: { session, typed } }: AskedFactsProps) {
  const { reads, receipt } = release;
  const { agency, at, purpose } = askedIn(receipt);
  const plate = typed.get('plate');
  const incident = statedIncident(receipt);
  // A form that is read again gives the same window: it brings the minute in which it was shown.
  const { body } = typedQuery(typed, Date.parse(at));
  const facts: readonly (readonly [name: string, value: string])[] = [
    ...(plate === null ? [] : [['Plate', plate] as const]),
    ['Asked by', `${session.name}, ${agency}`],
    ['Purpose', findPurpose(purpose.code)?.title ?? purpose.code],
    ...(purpose.caseNumber === undefined ? [] : [['Case number', purpose.caseNumber] as const]),
    ...(incident === null ? [] : [['What happened', incident] as const]),
    ...(body === null ? [] : [['Window searched', windowText(body)] as const]),
    ['Reads on this page', String(reads.length)],
    ['Log entry', String(receipt.index)],
  ];
  return { at, facts };
}

export function AskedFacts(asked: AskedFactsProps) {
  const { at, facts } = askedFacts(asked);
  return <Facts of={[...facts, ['When', <Time at={at} />]]} />;
}

export function windowText({ from, to }: Readonly<Record<string, unknown>>): string {
  const [start, end] = [from, to].map((at) => coloradoTime(Date.parse(String(at))));
  return `${start} to ${end}`;
}
