/** Certificates for tests, made by openssl: one signed by itself, and one signed by another. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly certificate: string;
  readonly key: string;
}

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

/** @param signer default: itself */
export function makeCertificate(directory: string, name: string, signer?: Certificate): Certificate {
  const certificateFile = join(directory, `${name}.pem`);
  const keyFile = join(directory, `${name}-key.pem`);
  const by = signer === undefined ? [] : ['-CA', signer.certificateFile, '-CAkey', signer.keyFile];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', ...CURVE, '-days', '2', '-subj', `/CN=${name}`, ...by],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certificateFile],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const read = (file: string) => readFileSync(file, 'utf8');
  return { certificateFile, keyFile, certificate: read(certificateFile), key: read(keyFile) };
}
