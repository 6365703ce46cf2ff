/** Tells persons by mail what waits for them: makes notices by the clock, and sends each as a job of the queue. */
import type pg from 'pg';
import { Counter, type Registry } from 'prom-client';
import { GatewayError } from '../../faults/errors.ts';
import { lastingTrouble, type TroubleLog } from '../../faults/lasting-trouble.ts';
import { repeat } from '../../faults/repeat.ts';
import { endJob, type Job } from '../outbox-store.ts';
import { findNotice, makeNotices } from './mail-notices-store.ts';
import { noticeText } from './notice-words.ts';
import { type MailOutcome, openSmtp, type Smtp } from './smtp.ts';

export interface MailOptions {
  readonly pool: pg.Pool;
  /** Null if nobody is told by mail. */
  readonly noticeSmtpUrl: string | null;
  readonly noticeFrom: string | null;
  readonly publicUrl: string;
  readonly registry: Registry;
  readonly log: TroubleLog;
  /** Milliseconds between two looks for what is to be told. */
  readonly every?: number;
}

export interface Mail {
  /** Sends one notice. @throws GatewayError `refused` for an address that the server does not take, else `unavailable` */
  readonly work: (job: Job) => Promise<void>;
  close(): Promise<void>;
}

const EVERY = 30_000;

/** Says to the operator, once for each fault, what is wrong and what to do next. */
export const MAIL_FAULTS: Readonly<Record<Exclude<MailOutcome, 'sent'>, string>> = {
  no_answer: 'no mail server answers at NOTICE_SMTP_URL; next: start it, or correct host and port there',
  no_tls:
    'the mail server at NOTICE_SMTP_URL offers no TLS that can be trusted; next: correct its certificate, or take smtps://',
  login_refused: 'the mail server refuses the user or password of NOTICE_SMTP_URL; next: correct it there',
  address_refused:
    'the mail server does not know the address of a person; next: correct `email` in what is registered (`register`)',
  refused: 'the mail server takes no notices; next: look into its log whether it lets NOTICE_FROM send',
};

export function startMail(options: MailOptions): Mail {
  const { every = EVERY, log, noticeFrom, noticeSmtpUrl, pool } = options;
  if (noticeSmtpUrl === null || noticeFrom === null) {
    // What was made while it was on is not sent.
    return { work: (job) => endJob(pool, job, 'refused'), close: async () => undefined };
  }
  const unmade = lastingTrouble(log, {
    trouble: 'notices by mail could not be made; it is tried again',
    end: 'notices by mail are made again',
  });
  const making = repeat(
    every,
    () => makeNotices(pool).then(unmade.isOver, ({ code }) => unmade.lasts({ code })),
    0,
  );
  return { work: sender(openSmtp(noticeSmtpUrl, noticeFrom), options), close: () => making.stop() };
}

function sender(smtp: Smtp, { log, pool, publicUrl, registry }: MailOptions): Mail['work'] {
  const counted = new Counter({
    name: 'alpr_mail_notices_total',
    help: 'Notices by mail, by kind and by what became of each try: sent, or why not.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  let told: MailOutcome = 'sent';
  return async (job) => {
    const notice = await findNotice(pool, job.target);
    if (notice === null) return endJob(pool, job, 'refused');
    const { about, email, kind } = notice;
    const outcome = await smtp.send({ id: job.target, to: email, ...noticeText(kind, about, publicUrl) });
    counted.inc({ kind, outcome });
    if (outcome !== 'sent' && outcome !== told) log.warn({ fault: outcome }, MAIL_FAULTS[outcome]);
    told = outcome;
    if (outcome === 'sent') return endJob(pool, job, 'done');
    const code = outcome === 'address_refused' ? 'refused' : 'unavailable';
    throw new GatewayError(code, 'the notice could not be sent', { why: `mail_${outcome}` });
  };
}
