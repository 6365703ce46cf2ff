/** `report`: what the Chief, the auditors and the public look at, from the command line. */

import { Command, Option } from 'commander';
import type { JudgedList } from '../../../sharing-rules/judged-words.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { part } from '../../cli/administration/part.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { month } from '../../cli/month-argument.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { annualCommand } from '../annual/annual-command.ts';
import { misuseCommand } from '../misuse/misuse-command.ts';
import { packetCommand } from '../packet/packet-command.ts';
import { describeMonth } from '../replay/describe-replay.ts';
import type { MonthReplayed } from '../replay/replay-month.ts';
import { transparencyCommand } from '../transparency/transparency-command.ts';
import type { ByHand } from './audit-answer.ts';
import { HAND_QUESTIONS } from './hand-questions.ts';
import type { MonthlyAudit } from './monthly-audits-store.ts';
import { readSample } from './read-sample.ts';

export function reportCommand(connect: Connect): Command {
  return new Command('report')
    .addCommand(misuseCommand(connect))
    .addCommand(monthlyCommand(connect))
    .addCommand(annualCommand(connect))
    .addCommand(packetCommand(connect))
    .addCommand(transparencyCommand());
}

/** With the ORIs of the agencies that its discrepancies name by number. */
interface KeptAudit extends MonthlyAudit {
  readonly agencies: readonly { readonly agencyId: number; readonly ori: string }[];
}

interface MonthlyOptions {
  readonly month: string;
  readonly complete?: true;
  readonly sample?: true;
  readonly sampleRead?: 'yes' | 'no';
  readonly employeesCompared?: 'yes' | 'no';
  readonly vendorSharingOff?: 'yes' | 'no';
}

const {
  employeesCompared: EMPLOYEES_COMPARED,
  sampleRead: SAMPLE_READ,
  vendorSharingOff: VENDOR_SHARING_OFF,
} = HAND_QUESTIONS;

const QUESTIONS = `  --sample-read: ${SAMPLE_READ}\n  --employees-compared: ${EMPLOYEES_COMPARED}\n  --vendor-sharing-off: ${VENDOR_SHARING_OFF}`;

const monthlyCommand = part<MonthlyOptions, ByHand | null>({
  name: 'monthly',
  description: 'the seven answers of a month; --complete keeps them, once and for good',
  options: (command) =>
    command
      .requiredOption('--month <YYYY-MM>', 'the month, e.g. 2026-10; it must be over to be audited', month)
      .option('--sample', 'the releases that the audit samples, to be read before it is completed')
      .option('--complete', 'compute the answers, keep them, and put their hash into the log')
      .addOption(yesOrNo('--sample-read', `with --complete: ${SAMPLE_READ}`))
      .addOption(yesOrNo('--employees-compared', `with --complete: ${EMPLOYEES_COMPARED}`))
      .addOption(yesOrNo('--vendor-sharing-off', `with --complete: ${VENDOR_SHARING_OFF}`)),
  notes: '\nWithout --complete it shows what was kept, or what to type to complete it.\n',
  example: 'report monthly --month 2026-10 --sample\n  npm run gateway -- report monthly --month 2026-10',
  as: 'asks',
  acting: { otherwise: 'auditor' },
  read: (given) => {
    refuseUnfinished(given.month, new Date());
    if (given.sample && given.complete) {
      throw new Error('give `--sample` alone first: it is read before the audit is completed');
    }
    return given.complete ? handAnswers(given) : null;
  },
  work: async ({ as, client, month, read: answers, sample }) => {
    if (sample) return readSample(client, month, as);
    if (answers !== null) {
      await client
        .call('POST', '/v1/monthly-audits', { month, ...answers })
        .catch(nextStep({ 409: `see it: ${nextCommand(`report monthly --month ${month}`, as)}` }));
    }
    const audit = await client
      .call<KeptAudit>('GET', `/v1/monthly-audits/${month}`)
      .catch((error: unknown) => offerCompletion(error, month, as));
    return { result: audit, say: () => describe(audit, as) };
  },
});

/** @throws Error where a question has no answer */
function handAnswers({ employeesCompared, sampleRead, vendorSharingOff }: MonthlyOptions): ByHand {
  if (sampleRead === undefined || employeesCompared === undefined || vendorSharingOff === undefined) {
    throw new Error(
      'with `--complete` give `--sample-read yes|no`, `--employees-compared yes|no` and `--vendor-sharing-off yes|no`: they are kept once',
    );
  }
  return {
    sampleRead: sampleRead === 'yes',
    employeesCompared: employeesCompared === 'yes',
    vendorSharingOff: vendorSharingOff === 'yes',
  };
}

const yesOrNo = (flag: string, question: string) =>
  new Option(`${flag} <answer>`, question).choices(['yes', 'no']);

/** @throws Error for a month, in UTC, that is still running or to come */
function refuseUnfinished(month: string, now: Date): void {
  if (month < now.toISOString().slice(0, 7)) return;
  const [year, number] = month.split('-').map(Number) as [number, number];
  const over = utcDay(Date.UTC(year, number, 1));
  throw new Error(`this month is not over: its audit can be completed from ${over}, UTC`);
}

function offerCompletion(error: unknown, month: string, as?: string): never {
  if (!(error instanceof GatewayProblem) || error.answer.status !== 404) throw error;
  const command = nextCommand(
    `report monthly --month ${month} --complete --sample-read … --employees-compared … --vendor-sharing-off …`,
    as,
  );
  throw new GatewayProblem(
    `${month} has not been audited. An auditor does it, once and for good. First read its sample:\n` +
      `  ${nextCommand(`report monthly --month ${month} --sample`, as)}\n` +
      `Then answer each question with \`yes\` or \`no\` in place of \`…\`:\n${QUESTIONS}\n  ${command}`,
    error.answer,
  );
}

/** An audit from before samples were drawn by the log has none. */
function describeReplayed(answers: MonthlyAudit['memo']['answers']): string[] {
  return answers.flatMap(({ facts }) => {
    const [first, ...more] = facts.replay ? describeMonth(facts.replay as MonthReplayed) : [];
    return first === undefined ? [] : [first, ...more.map((line) => `     - ${line}`)];
  });
}

/** Lists the reviewers' verdicts on words to which the screen objected; honest ones, its mistakes, first. */
function describeScreened(answers: MonthlyAudit['memo']['answers']): string[] {
  const screened = answers.flatMap(({ facts }) => (facts.screened ?? []) as readonly JudgedList[]);
  if (screened.length === 0) return [];
  return [
    "words to which the screen objected, by the reviewers' verdicts (honest: the screen was wrong)",
    ...screened.map(
      ({ frame, honest, list, mistaken, misuse }) =>
        `     - ${list}${frame === null ? '' : `, read as ${frame}`}: ${honest} honest, ${mistaken} mistaken, ${misuse} misuse`,
    ),
  ];
}

function describe({ agencies, index, memo, memoHash }: KeptAudit, as: string | undefined): string {
  const oris = new Map(agencies.map(({ agencyId, ori }) => [agencyId, ori]));
  const lines = memo.answers.flatMap(({ discrepancies, ok, question }, i) => [
    `${i + 1}. ${question} ${ok === null ? 'nothing to judge' : ok ? 'yes' : 'NO'}`,
    ...discrepancies.map(({ agencyId, summary }) => {
      const ori = agencyId === undefined ? undefined : oris.get(agencyId);
      return `     - ${ori === undefined ? '' : `${ori}: `}${summary}`;
    }),
  ]);
  lines.push(...describeReplayed(memo.answers), ...describeScreened(memo.answers));
  const audit = `audit of ${memo.month}, completed ${memo.completedAt}\n${lines.join('\n')}\nlog entry ${index}, memo ${memoHash}`;
  if (memo.answers.every(({ discrepancies }) => discrepancies.length === 0)) return audit;
  return `${audit}\nthe Chief has a report of each discrepancy: ${nextCommand('report misuse list', as)}`;
}
