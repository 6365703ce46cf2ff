/**
 * Who asks, for every way out. A person who signed in asks as herself; naming a colleague does not take her place: then
 * both are judged, and the stricter answer holds. A suspended officer would go on under another name else. Enrolled,
 * charged and remembered is she alone: a name that she types must not use up, hold or fill what is another's.
 */
import type { NamedOfficer, OfficerStanding, Subject } from './asker.ts';
import type { DecisionInput } from './decision.ts';
import { foldOfficerId } from './officer-id.ts';
import type { Query } from './query.ts';

/** An officer of the subject's agency, as standing, papers and counts are kept. */
export interface AskingOfficer {
  /** The person's id, or the agency's own id of the officer, folded. */
  readonly reference: string;
  readonly name: string;
}

type Asked = readonly [subject: Pick<Subject, 'personId'>, query: Pick<Query, 'onBehalfOf'>];

/**
 * The officers behind a query: the person behind the token first, then whom the query names; none where neither is
 * known. Only her person id makes a name her own: any other id may be a colleague's, and the agency's to give.
 */
export function officersBehind(...[{ personId }, { onBehalfOf }]: Asked): readonly AskingOfficer[] {
  const named =
    onBehalfOf === undefined ? [] : [{ reference: foldOfficerId(onBehalfOf.id), name: onBehalfOf.name }];
  if (personId === null) return named;
  const herself = { reference: personId, name: personId };
  return [herself, ...named.filter(({ reference }) => reference !== foldOfficerId(personId))];
}

/**
 * Whether an officer of this standing may ask at all. What one who may not asks binds nobody else: neither colleagues on
 * the same case nor the agency's refusals of the day.
 */
export function mayAsk(standing: OfficerStanding): boolean {
  return standing === 'active' || standing === 'new';
}

/**
 * Whose pattern of misuse a query is part of (Policy 420.9.1): of the person who signed in; of whom a system names, where
 * nobody did. Whom a person names is shown with the query, yet her word alone makes nobody else a suspect; null where
 * neither is known.
 */
export function whoAnswersFor(...asked: Asked): AskingOfficer | null {
  return officersBehind(...asked)[0] ?? null;
}

/**
 * The second officer of a query, to be judged as strictly as the first; null where there is none.
 * @throws Error where the query names one of whom nothing is known: that is no query of one officer
 */
export function namedBeside({ named, query, subject }: DecisionInput): NamedOfficer | null {
  if (named !== undefined) return named;
  if (
    subject.personId !== null &&
    query.onBehalfOf !== undefined &&
    officersBehind(subject, query).length > 1
  ) {
    throw new Error('the officer whom the person names was not looked at');
  }
  return null;
}
