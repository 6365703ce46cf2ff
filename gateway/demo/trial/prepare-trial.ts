/**
 * Runs as `docker compose run --rm prepare`: makes in SECRETS_DIR the secrets of `compose.yaml`, a
 * certificate for its proxy, and the log's key. With an ISSUER_URL without TLS, `http://127.0.0.1:…`, it
 * makes only the files of the sample issuer, without Docker. If there are secrets already, it changes
 * nothing.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCheckpointSigner } from '../../audit/checkpoint-signer.ts';
import { quoted } from '../../cli/next-command.ts';
import { print } from '../../cli/write-out.ts';
import colorado from '../../registry/agencies/colorado-agencies.json' with { type: 'json' };
import { ensureLogKey } from '../../settings/secrets.ts';
import { SETTINGS } from '../../settings/settings.ts';
import { makeTrialSecrets, type TrialOwner } from './trial-secrets.ts';

/** The account of the images' programs, `node`. */
const ACCOUNT = 1000;
const DAYS = '365';

function given(name: string): string {
  const text = process.env[name];
  if (!text) throw new Error(`set ${name}: see compose.yaml, and step 3 of gateway/docs/operating.md`);
  return text;
}

/** Takes the facts of the owner's agency from the state's list. */
function ownerOf(ori: string = SETTINGS.owner.fallback): TrialOwner {
  const found = colorado.find((one) => one.ori === ori);
  if (found === undefined)
    throw new Error(`set OWNER_ORI to an agency of Colorado, e.g. ${SETTINGS.owner.fallback}`);
  return found;
}

const directory = given('SECRETS_DIR');
const logOrigin = given('LOG_ORIGIN');
const issuerUrl = given('ISSUER_URL');
/** Without TLS, the issuer serves this machine only, with no proxy in front. */
const isAlone = issuerUrl.startsWith('http:');
const places = {
  owner: ownerOf(process.env.OWNER_ORI),
  ...{ issuerUrl, publicUrl: given('PUBLIC_URL'), isBehindProxy: !isAlone },
  databases: isAlone
    ? null
    : { databaseAddress: given('DATABASE_ADDRESS'), redisAddress: given('REDIS_ADDRESS') },
  // In a container the directory has another name than on the host.
  peopleFile: isAlone ? join(directory, 'people') : 'deploy/compose/secrets/people',
};
const next = isAlone
  ? `ISSUER_FILE=${quoted(join(directory, 'issuer'))} PORT=${new URL(issuerUrl).port} DATA_DIR=${quoted(directory)} ` +
    'node dist/gateway/demo/trial/serve-trial-issuer.js'
  : 'docker compose up --build --detach --wait';

if (existsSync(join(directory, 'registry'))) {
  print(
    `the secrets are there already; to make new ones, remove them${isAlone ? '' : ', and the volumes with the databases'}; next: ${next}\n`,
  );
} else {
  mkdirSync(directory, { recursive: true });
  // Nobody else on the host may enter; a container can read only what it is given.
  chmodSync(directory, 0o700);
  if (!isAlone) makeCertificate(join(directory, 'proxy'));
  // Makes the log's key now, so that the file of clients can name it before a node has started.
  const { path: logKeyFile, pem } = ensureLogKey(given('DATA_DIR'));
  giveToAccount(dirname(logKeyFile), logKeyFile);
  const logKey = createCheckpointSigner(logOrigin, pem).vkey;
  const { own, shared } = makeTrialSecrets({ ...places, logKey });
  for (const [name, text] of Object.entries(own)) {
    const path = join(directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    giveToAccount(path);
  }
  // PostgreSQL, Redis and the gateway run in accounts of their own.
  for (const [name, text] of Object.entries(shared))
    writeFileSync(join(directory, name), text, { mode: 0o444 });
  print(`the secrets are made; next: ${next}\n`);
}

function giveToAccount(...paths: readonly string[]): void {
  if (process.getuid?.() !== 0) return;
  for (const path of paths) chownSync(path, ACCOUNT, ACCOUNT);
}

/** Makes a self-signed certificate: who trusts it trusts this proxy, and nothing else. */
function makeCertificate(proxy: string): void {
  mkdirSync(proxy);
  const hosts = [places.publicUrl, places.issuerUrl].map((url) => new URL(url).hostname);
  const names = hosts.map((host) => `${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}`);
  const key = join(proxy, 'server-key.pem');
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', DAYS],
      ...['-subj', `/CN=${hosts[0]}`, '-addext', `subjectAltName=${names.join(',')}`],
      ...['-keyout', key, '-out', join(proxy, 'server.pem')],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  chmodSync(key, 0o400);
  // No partner has a client yet: put here the authority that signs your partners' certificates.
  copyFileSync(join(proxy, 'server.pem'), join(proxy, 'partners-ca.pem'));
}
