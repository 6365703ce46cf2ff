/** The decision on one labelled reason, in a query that is permitted but for its words. */
import { decide } from '../../../../sharing-rules/decide.ts';
import { findContradictions } from '../../../../sharing-rules/narrative/contradiction.ts';
import { familiesOf, readOfCase, screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Decision } from '../../../../sharing-rules/terms/decision.ts';
import type { Offense, Purpose } from '../../../../sharing-rules/terms/query.ts';
import { inputOf } from '../../../sharing-rules/read-corpus.ts';
import { expectationOf, purposesOf } from './expectation.ts';
import type { LabelledReason } from './read-reasons.ts';

export interface Judgement {
  readonly purpose: string;
  readonly decision: Decision;
}

/** A query of the Adams County sheriff with a judge's warrant that a person has checked: in order in every respect. */
export const IN_ORDER = inputOf({ base: 'adams-warrant', given: { judicialProcessVerified: true } });
const WARRANT = IN_ORDER.query.purpose.judicialProcess;

/** Tried in this order where the group names no purpose that fits the words. */
const OTHERS = [
  ...['property_crime_felony', 'violent_crime', 'stolen_vehicle', 'missing_endangered', 'hit_and_run'],
  ...['impaired_or_criminal_driving', 'human_trafficking', 'child_exploitation', 'domestic_protection_order'],
  ...['carjacking_robbery', 'drug_distribution'],
];

/** Only for what is honest: nobody checks a judge's warrant for anything else. */
const WITH_A_WARRANT = 'arrest_warrant';

/** One that the purpose covers, where it needs one. Aggravated assault goes with most of what is violent. */
const OFFENSES: Readonly<Record<string, Offense>> = {
  violent_crime: { system: 'nibrs', code: '13A' },
  arrest_warrant: { system: 'nibrs', code: '13A' },
};

function purposeFor(code: string, justification: string): Purpose {
  return {
    ...{ code, caseNumber: '2026-004711', justification },
    ...(OFFENSES[code] && { offense: OFFENSES[code] }),
    ...(code === 'exigent_life_safety' && { supervisor: 'Sergeant Example' }),
    ...(code === 'arrest_warrant' && WARRANT && { judicialProcess: WARRANT }),
  };
}

/**
 * A fitting purpose is the first that the words do not contradict: the group's own before the others. So no bad reason
 * is caught merely because it stands under a purpose that does not go with it, and an honest one is asked as an honest
 * officer would.
 */
function fittingPurpose(reason: LabelledReason): Purpose {
  const isHonest = expectationOf(reason) === 'honest';
  const codes = [...purposesOf(reason.group), ...OTHERS, ...(isHonest ? [WITH_A_WARRANT] : [])];
  const candidates = codes.map((code) => purposeFor(code, reason.text));
  // Read once: what happened is the same under every purpose.
  const events = familiesOf(readOfCase(reason.text).reading.matches);
  const deeds = new Set([...events].filter((family) => family !== 'warrant'));
  const fits = (purpose: Purpose) => findContradictions(purpose, events, deeds, []).length === 0;
  return candidates.find(fits) ?? (candidates[0] as Purpose);
}

/** Decides as the gateway does: the screen's findings are among the decision's inputs. */
export function judgeReason(reason: LabelledReason): Judgement {
  const purpose = fittingPurpose(reason);
  const decision = decide({
    ...IN_ORDER,
    query: { ...IN_ORDER.query, purpose },
    findings: screen(purpose),
  });
  return { purpose: purpose.code, decision };
}

/** Codes and details, in a line. */
export function reasonsOf({ reasons }: Decision): string {
  return reasons.map(({ code, detail }) => (detail ? `${code}: ${detail}` : code)).join(', ');
}

/** The words behind the reasons, in a line; of those that have one, with the frame in which they were read. */
export function foundIn({ reasons }: Decision): string {
  const words = reasons.flatMap(({ found = [] }) =>
    found.map(({ frame, words }) => (frame === undefined ? words : `${words} [${frame}]`)),
  );
  return [...new Set(words)].join('; ');
}
