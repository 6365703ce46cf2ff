/**
 * Serves the issuer of `compose.yaml`: oidc-provider as in the demo, with the people and clients of
 * ISSUER_FILE, behind a proxy that ends TLS, or alone on this machine. A department replaces it with its own
 * issuer and people.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { untilStopped } from '../../cli/until-stopped.ts';
import { print } from '../../cli/write-out.ts';
import { createDemoIssuerApp } from '../issuer/demo-issuer-app.ts';
import type { TrialIssuerFile } from './trial-secrets.ts';

const { DATA_DIR = '.data', HOST: host = '127.0.0.1', ISSUER_FILE, PORT = '8081' } = process.env;
if (!ISSUER_FILE)
  throw new Error('set ISSUER_FILE: see compose.yaml, and step 3 of gateway/docs/operating.md');
const { issuer, ...options } = JSON.parse(readFileSync(ISSUER_FILE, 'utf8')) as TrialIssuerFile;
const port = Number(PORT);
const server = createServer(await createDemoIssuerApp(issuer, { ...options, host, port, dataDir: DATA_DIR }));
await new Promise<void>((resolve, reject) => {
  server.once('error', reject);
  server.listen(port, host, resolve);
});
print(`the issuer ${issuer} is ready\n`);
await untilStopped();
server.close();
server.closeAllConnections();
