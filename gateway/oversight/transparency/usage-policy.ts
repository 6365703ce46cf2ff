/**
 * Answers what California asks of a usage and privacy policy (Cal. Civ. Code 1798.90.51), clause by clause.
 * It does not bind Colorado agencies, but is the fullest list of what the public should be told. Below that:
 * what is kept for how long, and what is prohibited, from the rules' own lists.
 */
import { LONGEST_KEPT_DAYS } from '../../../sharing-rules/preserving.ts';
import { type ShownCount, SMALLEST_SHOWN } from '../../../sharing-rules/small-counts.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import { DETAIL_DAYS, RETENTION_RULES } from '../retention/retention-rules.ts';
import type { Transparency } from './transparency.schema.ts';

export function usagePolicy(owner: string): Transparency['policy'] {
  return [
    {
      clause: '1798.90.51(a)',
      asks: 'Reasonable security procedures and practices',
      answer:
        'Each request brings a token that is bound to a key; people sign in with a second factor. Access takes two people to give and one to take away. Nothing is released before its entry is in the log.',
      tables: ['log'],
    },
    {
      clause: '1798.90.51(b)(1)',
      asks: 'A policy that the public can read',
      answer: 'This page, which anyone may read without signing in, and the same as JSON and CSV.',
      tables: [],
    },
    {
      clause: '1798.90.51(b)(2)(A)',
      asks: 'Authorized purposes',
      answer: 'Only the approved purposes of this list. Any other is refused, no matter who asks.',
      tables: ['purposes', 'prohibited'],
    },
    {
      clause: '1798.90.51(b)(2)(B)',
      asks: 'Who may use it, and their training',
      answer:
        'Officers of the agencies named below, whose agency attests that they are its employees and have been trained (Policy 420.6). Of the owner: sharing administrators, reviewers, auditors and the Chief, one role to a person.',
      tables: ['agencies'],
    },
    {
      clause: '1798.90.51(b)(2)(C)',
      asks: 'How it is monitored',
      answer:
        'Every answer is an entry of a public log that anyone can verify. The log is searched for patterns of misuse every five minutes, and audited every month. Reports of misuse go to the Chief (Policy 420.9.1).',
      tables: ['misuse', 'audits', 'log'],
    },
    {
      clause: '1798.90.51(b)(2)(D)',
      asks: 'Purposes of, process for, and restrictions on sale, sharing and transfer',
      answer:
        'Nothing is sold. Plates are shared only with Colorado agencies that article 74 binds (C.R.S. 24-74-103), under an agreement and a yearly certification, one query at a time; never for immigration enforcement, and never in bulk.',
      tables: ['agencies', 'refused', 'reasons', 'events'],
    },
    {
      clause: '1798.90.51(b)(2)(E)',
      asks: 'The official custodian',
      answer: `The Chief of ${owner}, to whom reports of misuse and monthly audits go.`,
      tables: [],
    },
    {
      clause: '1798.90.51(b)(2)(F)',
      asks: 'Accuracy, and correction of errors',
      answer:
        'A read is an unconfirmed lead: each answer says so, with the confidence of the camera, and that plate and state are verified by sight and through dispatch before anyone acts. A hit counts only once a person has confirmed it; one that was found wrong is told to the source of the list, and later hits of that entry say so until it changes.',
      tables: ['hits'],
    },
    {
      clause: '1798.90.51(b)(2)(G)',
      asks: 'How long it is kept, and how it is destroyed',
      answer:
        'As the table of retention says. What is over its time is erased by the hour, and the log says so.',
      tables: ['retention'],
    },
  ];
}

const days = (number: number) => (number === 1 ? '1 day' : `${number} days`);

/** @param preserved number of preservations in force; null: few */
export function retention(retentionDays: number, preserved: ShownCount): Transparency['retention'] {
  return [
    {
      what: 'Reads of plates',
      kept: days(retentionDays),
      why: 'Policy 420.7: nothing older is released, whether or not it is still stored',
    },
    {
      what: 'Reads that two persons preserve for a case',
      kept: `until the day that they name, at most ${days(LONGEST_KEPT_DAYS)} ahead each time; preserved now: ${preserved ?? `fewer than ${SMALLEST_SHOWN}`}`,
      why: 'Policy 420.7: subject to a lawful action to produce records; no query finds them, and they leave for that case alone',
    },
    {
      what: 'Details of log entries: who asked, for which case, and why',
      kept: `${days(DETAIL_DAYS)} as a rule, at least a year`,
      why: 'CJISSECPOL AU-11: so that a complaint finds its entry',
    },
    {
      what: 'Entries of the public log',
      kept: 'for good',
      why: 'they hold no plate, no officer and no case; without one of them nobody could verify the others',
    },
    ...RETENTION_RULES.map(({ days: number, what, why }) => ({
      what: `${what[0]?.toUpperCase()}${what.slice(1)}`,
      kept: days(number),
      why,
    })),
  ];
}

export function prohibited(): Transparency['prohibited'] {
  return PURPOSES.flatMap(({ answer, clause, code, title }) =>
    answer === 'approved' ? [] : [{ code, title, clause, rule: answer }],
  );
}
