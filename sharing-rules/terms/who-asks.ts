/**
 * Finds who asks, for every way out. A person who signed in asks as herself; if she names a colleague, both
 * are judged, and the stricter answer holds: else a suspended officer would go on under another name. Only
 * she is enrolled, charged and remembered: a typed name must not use up, hold or fill what is another's.
 */
import type { NamedOfficer, OfficerStanding, Subject } from './asker.ts';
import type { DecisionInput } from './decision.ts';
import { foldOfficerId } from './officer-id.ts';
import type { Query } from './query.ts';

/** An officer of the asker's agency, as standing, papers and counts are kept. */
export interface AskingOfficer {
  /** The person's id, or the agency's own id of the officer, folded. */
  readonly reference: string;
  readonly name: string;
}

type Asked = readonly [subject: Pick<Subject, 'personId'>, query: Pick<Query, 'onBehalfOf'>];

/**
 * Returns the officers behind a query: first the person behind the token, then the one named, if known. Only
 * the own person id makes a name one's own: any other may be a colleague's, and the agency's to give.
 */
export function officersBehind(...[{ personId }, { onBehalfOf }]: Asked): readonly AskingOfficer[] {
  const named =
    onBehalfOf === undefined ? [] : [{ reference: foldOfficerId(onBehalfOf.id), name: onBehalfOf.name }];
  if (personId === null) return named;
  const herself = { reference: personId, name: personId };
  return [herself, ...named.filter(({ reference }) => reference !== foldOfficerId(personId))];
}

/**
 * True if an officer of this standing may ask at all. The queries of one who may not bind nobody else:
 * neither colleagues on the same case nor the agency's refusals of the day.
 */
export function mayAsk(standing: OfficerStanding): boolean {
  return standing === 'active' || standing === 'new';
}

/**
 * Returns the officer whose pattern of misuse a query counts toward (Policy 420.9.1): the person who signed
 * in, else the one a system names; null if neither is known. An officer whom a person names is shown with the
 * query, but that alone makes nobody a suspect.
 */
export function whoAnswersFor(...asked: Asked): AskingOfficer | null {
  return officersBehind(...asked)[0] ?? null;
}

/**
 * Returns the second officer of a query, to be judged as strictly as the first, or null.
 * @throws Error if the query names an officer of whom nothing is known: then it is not a query of one officer
 */
export function namedBeside({ named, query, subject }: DecisionInput): NamedOfficer | null {
  if (named !== undefined) return named;
  if (
    subject.personId !== null &&
    query.onBehalfOf !== undefined &&
    officersBehind(subject, query).length > 1
  ) {
    throw new Error('nothing is known of the officer whom the person names: read the officer’s facts first');
  }
  return null;
}
