/** Gives answer 5 of the monthly audit: a sample of releases read again, decisions replayed, and reports. */
import { countJudgedWords } from '../../../sharing-rules/judged-words.ts';
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { findContradictions } from '../../audit/kept/find-contradictions.ts';
import { findKeptEntries } from '../../audit/kept/kept-entries-store.ts';
import type { MonthReplayed } from '../replay/replay-month.ts';
import { type AuditGround, answer } from './audit-answer.ts';
import { drawSample } from './draw-sample.ts';
import type { AuditAnswer, Discrepancy } from './monthly-audit.schema.ts';
import { countLooks, countMarked, countReports, findJudgedWords, findOpened } from './sample-store.ts';

export async function auditReasons({
  byHand,
  db,
  month,
  now,
  replay: replaying,
}: AuditGround): Promise<AuditAnswer> {
  const { releases: sample, ...ofIncidents } = await drawSample(db, month, now);
  const indices = sample.map(({ index }) => index);
  const contradicting = (await findKeptEntries(db, indices)).filter(
    (one) => findContradictions(one).length > 0,
  );
  const replay = await replaying;
  const altered = new Set([...contradicting.map(({ index }) => index), ...(replay?.altered ?? [])]);
  const discrepancies: Discrepancy[] = [...foundByReplay(replay, [...altered])];
  for (const { agencyId, index, input, officerId } of sample.filter((one) => !altered.has(one.index))) {
    const of = { agencyId, officerId, entries: [index] };
    // Judges the words by the rules of today, whatever the rules were then.
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
  if (byHand?.sampleRead === false && sample.length > 0) {
    discrepancies.push({ summary: 'the auditor has not read each release of the sample' });
  }
  const { length: opened } = await findOpened(db, month, indices);
  const stoodOut = await countReports(db, month);
  const internal = await countLooks(db, month);
  const screened = countJudgedWords(await findJudgedWords(db, month));
  const marked = await countMarked(db, month);
  const facts = {
    ...{ sample: sample.length, ...ofIncidents, opened, marked, replay, stoodOut, internal, screened },
    ...(byHand === null ? {} : { sampleRead: byHand.sampleRead }),
  };
  const judged = sample.length > 0;
  const question = 'are reasons and case numbers adequate, outside and inside?';
  const given = answer(question, judged, facts, discrepancies);
  // The Chief has a report of each already; a discrepancy would open a second one.
  return marked > 0 ? { ...given, ok: false } : given;
}

function foundByReplay(replay: MonthReplayed | null, altered: readonly number[]): Discrepancy[] {
  const { different = [], missing = [] } = replay ?? {};
  const found = [
    {
      summary: 'decisions do not follow from their own entries',
      entries: different.map(({ index }) => index),
    },
    { summary: 'what is kept of entries is not what they commit to', entries: altered },
    { summary: 'details are missing that must still be kept', entries: missing },
  ];
  return found.filter(({ entries }) => entries.length > 0);
}
