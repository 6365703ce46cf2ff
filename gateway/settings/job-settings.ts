/** The settings of `serve` for jobs: their queue, and whom and what they may reach. */
import { address, mailAddress, optional, plain, ranges } from './parse-setting.ts';

export const JOB_SETTINGS = {
  redisUrl: {
    name: 'REDIS_URL',
    what: 'Redis for jobs; empty: jobs are off',
    fallback: '',
    parse: optional(address('redis', 'rediss')),
  },
  noticeSmtpUrl: {
    name: 'NOTICE_SMTP_URL',
    what: "the department's mail server, smtps://USER:PASSWORD@HOST or smtp:// (with TLS from the start of the session), for notices to persons with an `email`; needs `REDIS_URL` and `NOTICE_FROM`; empty: nobody is told by mail",
    fallback: '',
    parse: optional(address('smtp', 'smtps')),
  },
  noticeFrom: {
    name: 'NOTICE_FROM',
    what: 'address from which notices are sent, e.g. alpr@example.gov',
    fallback: '',
    parse: optional(mailAddress),
  },
  outboundRanges: {
    name: 'OUTBOUND_RANGES',
    what: 'private address ranges that jobs may call, as CIDR with commas between; empty: public addresses only',
    fallback: '',
    parse: ranges,
  },
  hotListDir: {
    name: 'HOT_LIST_DIR',
    what: 'directory below which directories may be watched for hot lists; empty: none',
    fallback: '',
    parse: optional(plain),
  },
} as const;
