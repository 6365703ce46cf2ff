/** Every setting of `serve`: its name, what it is for, its default and its check. */
import { parseOri } from '../../sharing-rules/terms/ori.ts';
import type { Config } from './config.ts';
import { JOB_SETTINGS } from './job-settings.ts';
import { LIMIT_SETTINGS } from './limit-settings.ts';
import { PAGE_SETTINGS } from './page-settings.ts';
import {
  databaseAddress,
  integer,
  keyName,
  networks,
  oneOf,
  optional,
  plain,
  secureAddress,
  yesOrNo,
} from './parse-setting.ts';
import { READS_SETTINGS } from './reads-settings.ts';

/** One setting: its name, what it is for, its default (undefined: it must be given), and its check. */
export interface Setting<T> {
  readonly name: string;
  readonly what: string;
  readonly fallback?: string;
  readonly parse: (text: string) => T;
}

/** The settings, in the order in which `serve --help` and gateway/docs/operating.md list them. */
export const SETTINGS = {
  port: {
    name: 'PORT',
    what: 'port to listen on; 0 takes any free one',
    fallback: '8080',
    parse: integer(0, 65535),
  },
  host: { name: 'HOST', what: 'address to listen on', fallback: '127.0.0.1', parse: plain },
  adminPort: {
    name: 'ADMIN_PORT',
    what: "another port, with places kept for the owner's people, which nobody else need reach; `PORT` serves them all the same; 0 takes any free one; empty: none",
    fallback: '',
    parse: optional(integer(0, 65535)),
  },
  adminUrl: {
    name: 'ADMIN_URL',
    what: 'address under which they reach it: `htu` of their proofs there, as well as `PUBLIC_URL`; empty: that of `HOST`',
    fallback: '',
    parse: optional(secureAddress),
  },
  webConcurrency: {
    name: 'WEB_CONCURRENCY',
    what: 'nodes behind the port, each a process of its own',
    fallback: '1',
    parse: integer(1, 64),
  },
  dataDir: {
    name: 'DATA_DIR',
    what: 'directory of secrets and, in the demo, of everything',
    fallback: '.data',
    parse: plain,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    what: "the gateway's database, as its own role",
    parse: databaseAddress,
  },
  ...READS_SETTINGS,
  requireSynchronousCommit: {
    name: 'REQUIRE_SYNCHRONOUS_COMMIT',
    what: 'whether a node refuses to start, and to release (503 `log_not_held`), while a commit is not held by a second server: `true` or `false`',
    fallback: 'false',
    parse: yesOrNo,
  },
  ...JOB_SETTINGS,
  owner: {
    name: 'OWNER_ORI',
    what: 'ORI of the agency whose reads these are',
    fallback: 'CO0010300',
    parse: (text: string) => {
      const ori = parseOri(text);
      if (ori === null) throw new Error('must be an ORI of nine characters, e.g. CO0010300');
      return ori;
    },
  },
  // A token is bound to the audience, a proof to the URL: the address must not be guessed from a request.
  publicUrl: {
    name: 'PUBLIC_URL',
    what: 'address under which partners reach the gateway: audience of tokens, `htu` of proofs',
    parse: secureAddress,
  },
  ...PAGE_SETTINGS,
  logOrigin: {
    name: 'LOG_ORIGIN',
    what: 'name of the log and its key: a URL without scheme; a restored log gets a new one',
    parse: keyName,
  },
  rateLimitPerMinute: {
    name: 'RATE_LIMIT_PER_MINUTE',
    what: 'requests per minute of one client, or of one person who signed in; what may take access away has a count of its own; each hit of `/v1/hits` counts as one',
    fallback: '600',
    parse: integer(1, 100_000_000),
  },
  publicRequestsPerMinute: {
    name: 'PUBLIC_REQUESTS_PER_MINUTE',
    what: 'requests per address and minute for what anyone may read: the log, keys, `/openapi.json`; each worker counts for itself',
    fallback: '6000',
    parse: integer(60, 100_000_000),
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    what: 'addresses of the proxies in front, CIDR ranges too, with commas between; they alone are believed about who asks',
    fallback: '',
    parse: networks,
  },
  pushAddresses: {
    name: 'PUSH_ADDRESSES',
    what: 'addresses from which vendors send signed pushes, CIDR ranges too, with commas between; strangers cannot take the memory for their bodies; empty: none',
    fallback: '',
    parse: networks,
  },
  clientCertificateHeader: {
    name: 'CLIENT_CERTIFICATE_HEADER',
    what: 'header with the client certificate, set by one of `TRUSTED_PROXIES` that ends TLS, and stripped by it of what came from outside; empty: none',
    fallback: '',
    parse: optional(plain),
  },
  maxTokenSeconds: {
    name: 'MAX_TOKEN_SECONDS',
    what: 'longest life of an access token; an issuer that takes one back is not asked again',
    fallback: '3600',
    parse: integer(60, 86_400),
  },
  ...LIMIT_SETTINGS,
  secondFactor: {
    name: 'APPROVAL_SECOND_FACTOR',
    what: 'whether giving access takes a person with a second factor, not older than 15 minutes (`on`), or a key will do (`off`: each entry says so)',
    fallback: 'on',
    parse: oneOf('on', 'off'),
  },
  logEntryDelayMs: {
    name: 'LOG_ENTRY_DELAY_MS',
    what: 'how long entries of the public log are held back, so that nobody learns from it that they were just seen',
    fallback: '3600000',
    parse: integer(0, 604_800_000),
  },
  logHeadEveryS: {
    name: 'LOG_HEAD_EVERY_S',
    what: 'seconds between two heads of the public log, and of what witnesses are asked for, so that its growth tells nobody when an agency asks; 0: each commit at once',
    fallback: '60',
    parse: integer(0, 3_600),
  },
  logWitnesses: {
    name: 'LOG_WITNESSES',
    what: 'policy file (C2SP tlog-policy) of the witnesses that cosign the log; each one that its quorum cannot do without can stop all releases; empty: none',
    fallback: '',
    parse: optional(plain),
  },
  logWitnessMaxLagS: {
    name: 'LOG_WITNESS_MAX_LAG_S',
    what: 'seconds that a quorum of the witnesses may lag behind before nothing is released (503 `log_not_witnessed`), at least twice LOG_HEAD_EVERY_S, so ask for two of three, never for all; 0: releases go on',
    fallback: '0',
    parse: integer(0, 86_400),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    what: 'least level of diagnostics',
    fallback: 'info',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
  },
} as const satisfies { readonly [Name in keyof Config]: Setting<Config[Name]> };
