/** Answer 5 of the monthly audit: a sample of releases read again by the rules, and everything that stood out. */
import { decide } from '../../../sharing-rules/decide.ts';
import { countJudgedWords } from '../../../sharing-rules/judged-words.ts';
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { type AuditAnswer, type AuditGround, answer, type Discrepancy } from './audit-answer.ts';
import { findJudgedWords } from './judged-words-store.ts';
import { countLooks, countReports, drawReleases } from './sample-store.ts';

/** Releases in the sample; the same month gives the same sample, so that it can be drawn again. */
export const SAMPLE = 50;

export async function auditReasons({ db, month, rulesRevision }: AuditGround): Promise<AuditAnswer> {
  const sample = await drawReleases(db, month, SAMPLE);
  const discrepancies: Discrepancy[] = [];
  let replayed = 0;
  for (const { agencyId, effect, index, input, officerId, rulesRevision: then } of sample) {
    const of = { agencyId, officerId, entries: [index] };
    if (then === rulesRevision) {
      replayed += 1;
      if (decide(input).effect !== effect) {
        discrepancies.push({ ...of, summary: 'a release does not follow from its own entry' });
      }
    }
    // Under the rules of today, whatever they were then.
    const { caseNumber } = input.query.purpose;
    const denied = screenWords(input.query).findings.filter((finding) => finding.effect === 'deny');
    if (denied.length > 0) {
      const codes = denied.map(({ code }) => code).join(', ');
      discrepancies.push({ ...of, summary: `a released justification would be refused now: ${codes}` });
    }
    if (caseNumber === undefined && input.approval === null) {
      discrepancies.push({ ...of, summary: 'a release has no case number' });
    }
  }
  const stoodOut = await countReports(db, month);
  const internal = await countLooks(db, month);
  const screened = countJudgedWords(await findJudgedWords(db, month));
  const facts = { sample: sample.length, replayed, stoodOut, internal, screened };
  const judged = sample.length > 0;
  return answer('are reasons and case numbers adequate, outside and inside?', judged, facts, discrepancies);
}
