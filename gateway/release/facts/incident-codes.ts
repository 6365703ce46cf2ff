/**
 * Makes the keyed hashes under which an incident is remembered: of the case with its plates and officers, of the plate with
 * its cases and purposes, and of what was stated first under the case.
 */
import { judgeIncident } from '../../../sharing-rules/incident/judge-incident.ts';
import { placeText } from '../../../sharing-rules/incident/places.ts';
import type { CaseHistory } from '../../../sharing-rules/terms/decision.ts';
import type { Occurred } from '../../../sharing-rules/terms/incident.ts';
import { findOffense } from '../../../sharing-rules/terms/offenses.ts';
import { lookalikeKey } from '../../../sharing-rules/terms/plate.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';

type Code = (...parts: readonly (string | number)[]) => Buffer;

/** A set that is counted: its members within so many days. */
export interface CountedSet {
  readonly counts: Exclude<keyof CaseHistory, 'differs'>;
  readonly scope: Buffer;
  /** Is what this query adds to it. */
  readonly member: Buffer;
  readonly days: number;
}

export interface IncidentCodes {
  /** The code of the case, whose one member is what was stated first. */
  readonly bound: Buffer;
  readonly stated: Buffer;
  readonly occurred: Occurred;
  readonly sets: readonly CountedSet[];
}

/** Returns null without an incident or a case, which rules refuse. @param officer the asker's reference */
export function incidentCodesOf(
  { plate, purpose }: Query,
  { agencyId, officer }: { readonly agencyId: number; readonly officer: string },
  code: Code,
): IncidentCodes | null {
  const { incident, offense } = purpose;
  const caseNumber = purpose.caseNumber?.replaceAll('-', '');
  if (incident === undefined || caseNumber === undefined || judgeIncident(purpose)?.kind !== 'told')
    return null;
  const ofCase = (of: string) => code(`incident ${of}`, agencyId, caseNumber);
  const sets: CountedSet[] = [
    {
      counts: 'otherOfficers',
      scope: ofCase('officers'),
      member: code('officer', agencyId, officer),
      days: 30,
    },
  ];
  if (plate !== undefined) {
    const number = lookalikeKey(plate.number);
    const ofPlate = (of: string) => code(`incident ${of}`, agencyId, number);
    sets.push(
      { counts: 'otherPlates', scope: ofCase('plates'), member: code('plate', agencyId, number), days: 30 },
      { counts: 'otherCases', scope: ofPlate('cases'), member: code('case', agencyId, caseNumber), days: 14 },
      {
        counts: 'otherPurposes',
        scope: ofPlate('purposes'),
        member: code('purpose', purpose.code),
        days: 14,
      },
    );
  }
  const { kind, occurred, place } = incident;
  // A statute is cited in many ways.
  const cited = offense && findOffense(offense);
  return {
    bound: ofCase('bound'),
    stated: code('stated', kind, cited?.system ?? '', cited?.code ?? '', placeText(place)),
    occurred,
    sets,
  };
}
