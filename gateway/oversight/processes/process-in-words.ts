/** Tells what an entry says of a served process; a person or a plate is in none. */
import type { Duty, ProcessKind } from '../../../sharing-rules/served-process.ts';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { DUTY_WORDS, KIND_WORDS } from './process.terms.ts';

/** Names the members of an entry's owner detail that the sentence is made from. */
export interface ProcessDetail {
  readonly process?: string;
  readonly served?: {
    readonly kind: ProcessKind;
    readonly issuer: string;
    readonly duties: readonly { readonly duty: Duty; readonly by: string }[];
    readonly scope: { readonly persons: readonly string[]; readonly plates: readonly string[] };
  };
  readonly done?: Duty;
  readonly refused?: true;
  readonly note?: unknown;
  readonly reason?: unknown;
}

/** Returns null for any other entry. */
export function processInWords({
  done,
  note,
  process,
  reason,
  refused,
  served,
}: ProcessDetail): string | null {
  if (process === undefined) return null;
  const facts = [
    ...(served === undefined ? [] : [servedInWords(served)]),
    ...(done === undefined ? [] : [`done: ${DUTY_WORDS[done]}`]),
    ...(refused === undefined ? [] : ['refused']),
    ...[note, reason].filter((one) => typeof one === 'string'),
  ];
  return `process ${process}: ${facts.join('; ')}`;
}

function servedInWords({ duties, issuer, kind, scope }: NonNullable<ProcessDetail['served']>): string {
  const { persons, plates } = scope;
  const due = duties.map(({ by, duty }) => `${DUTY_WORDS[duty]} by ${by.slice(0, 10)}`);
  return [
    `${KIND_WORDS[kind]} from ${issuer}, about ${counted(persons.length, 'person')} and ${counted(plates.length, 'plate')}`,
    ...due,
  ].join('; ');
}
