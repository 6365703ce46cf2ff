/** Looks at this machine: its secrets, its files of clients and witnesses, its disk, and Redis. */
import { statfs } from 'node:fs/promises';
import { REDIS_FAULTS } from '../../jobs/job-queue.ts';
import { openSmtp } from '../../jobs/mail/smtp.ts';
import { MAIL_FAULTS } from '../../jobs/mail/start-mail.ts';
import { probeRedis } from '../../jobs/probe-redis.ts';
import { readSignInClients } from '../../pages/session/sign-in-clients.ts';
import { FlockClient } from '../../reads/sources/flock/flock-client.ts';
import { readFlockCredentials } from '../../reads/sources/flock/flock-credentials.ts';
import type { Config } from '../../settings/config.ts';
import { findSecrets, SECRET_FILES } from '../../settings/secrets.ts';
import { examine, type Finding, unchecked } from './finding.ts';

const GIGABYTE = 1e9;
/** Below either, a node soon writes nothing more. */
const LEAST_FREE = { bytes: GIGABYTE, share: 0.05 };

type Settings = Pick<
  Config,
  | 'dataDir'
  | 'redisUrl'
  | 'noticeSmtpUrl'
  | 'noticeFrom'
  | 'signInClientsFile'
  | 'readsSource'
  | 'flockUrl'
  | 'flockCredentialsFile'
>;

/** @param freeOf tells how many bytes a directory's disk has, and how many are free */
export async function examineMachine(
  settings: Settings,
  freeOf: (path: string) => Promise<Space> = spaceOf,
): Promise<Finding[]> {
  const { dataDir, redisUrl, signInClientsFile } = settings;
  return [
    await examine('secrets', 'give DATA_DIR/secrets to the account of the node alone', async () => {
      const found = Object.keys(findSecrets(dataDir)).length;
      if (found === 0) return 'DATA_DIR holds no key yet';
      return `${found} of ${Object.keys(SECRET_FILES).length} keys are in DATA_DIR, and nobody else can read them`;
    }),
    await examine('redis', 'correct REDIS_URL', async () => {
      if (redisUrl === null) return unchecked('REDIS_URL is empty: jobs are off, by your choice');
      const fault = await probeRedis(redisUrl);
      if (fault !== null) throw new Error(REDIS_FAULTS[fault]);
      return 'Redis answers, and lets the gateway in';
    }),
    ...(signInClientsFile === null
      ? []
      : [
          await examine('sign-in-clients', 'correct the file', async () => {
            const clients = readSignInClients(signInClientsFile);
            return `people can sign in at the pages by ${clients.length === 1 ? 'a client' : `${clients.length} clients`}`;
          }),
        ]),
    ...(await examineMail(settings)),
    ...(await examineVendor(settings)),
    await examine('disk', 'make room, or move DATA_DIR to a larger disk', async () => {
      const { bytes, free } = await freeOf(dataDir);
      const said = `${(free / GIGABYTE).toFixed(1)} GB of ${(bytes / GIGABYTE).toFixed(1)} GB are free where DATA_DIR is`;
      if (free < LEAST_FREE.bytes || free < LEAST_FREE.share * bytes) throw new Error(said);
      return `${said}; the disk of PostgreSQL is its own server's to watch`;
    }),
  ];
}

async function examineMail({ noticeFrom, noticeSmtpUrl }: Settings): Promise<Finding[]> {
  if (noticeSmtpUrl === null || noticeFrom === null) return [];
  return [
    await examine('mail', 'correct NOTICE_SMTP_URL', async () => {
      const outcome = await openSmtp(noticeSmtpUrl, noticeFrom).check();
      if (outcome !== 'sent') throw new Error(MAIL_FAULTS[outcome]);
      return 'the mail server lets the gateway in';
    }),
  ];
}

interface Space {
  readonly bytes: number;
  readonly free: number;
}

async function spaceOf(path: string): Promise<Space> {
  // The directory of a node that has never run is made when it starts.
  const found = await statfs(path).catch(() => statfs('.'));
  return { bytes: found.blocks * found.bsize, free: found.bavail * found.bsize };
}

async function examineVendor({ flockCredentialsFile, flockUrl, readsSource }: Settings): Promise<Finding[]> {
  if (readsSource !== 'flock' || flockUrl === null || flockCredentialsFile === null) return [];
  return [
    await examine('vendor', 'correct FLOCK_URL and FLOCK_CREDENTIALS_FILE', async () => {
      await new FlockClient({
        url: flockUrl,
        credentials: readFlockCredentials(flockCredentialsFile),
      }).check();
      return 'the vendor of reads gives a token';
    }),
  ];
}
