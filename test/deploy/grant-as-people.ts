/**
 * A process of its own, since it trusts the proxy's certificate (NODE_EXTRA_CA_CERTS): two administrators sign in at the
 * sample issuer as people do, confirm a partner and grant it sharing; then the partner's system takes a token. Prints
 * the token, and the key that it is bound to.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientsFile } from '../../gateway/cli/client/connect.ts';
import { obtainSignIn } from '../../gateway/cli/client/obtain-sign-in.ts';
import { connectAsPerson } from '../../gateway/cli/client/person-client.ts';
import { typeIn } from '../../gateway/demo/issuer/type-in.ts';
import type { TrialIssuerFile } from '../../gateway/demo/trial/trial-secrets.ts';
import { generateKeyPair } from '../../gateway/identity/jose/generate-key-pair.ts';
import { grantBody } from '../programs/attacks/scene/grant-sharing.ts';
import { createProofKey } from '../setup/asker.ts';
import { signInAtDemo } from '../setup/demo/sign-in-at-demo.ts';

const PARTNER = 'CO0010000';

const [directory = ''] = process.argv.slice(2);
const read = <Value>(name: string): Value => JSON.parse(readFileSync(join(directory, name), 'utf8'));
const clients = read<ClientsFile>('clients');
const { people } = read<TrialIssuerFile>('issuer');

async function signIn(login: string) {
  const person = people.find((one) => one.login === login);
  if (person === undefined || clients.signIn === undefined) throw new Error(`nobody is called ${login}`);
  const kept = await obtainSignIn({
    ...{ issuer: clients.issuer, resource: clients.resource, gateway: clients.gateway },
    ...{ clientId: clients.signIn.clientId, device: false },
    show: (address) => typeIn(address, person),
  });
  return connectAsPerson(kept, clients.gateway);
}

const [jane, john] = [await signIn('jane'), await signIn('john')];

async function call(
  person: typeof jane,
  method: string,
  path: string,
  body: unknown,
): Promise<{ id: string }> {
  const answer = await person.open(method, path, body);
  const told = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(told)}`);
  return told as { id: string };
}

const confirmed = { status: 'active', roster: 25, reason: 'confirmed by telephone' };
await call(jane, 'PATCH', `/v1/agencies/${PARTNER}`, confirmed);
const { id } = await call(jane, 'POST', '/v1/grants', grantBody(PARTNER));
await call(john, 'POST', `/v1/grants/${id}/approve`, {});

const pair = generateKeyPair();
const { token } = await signInAtDemo(clients, 'adams', createProofKey(pair));
process.stdout.write(`${JSON.stringify({ token, pair })}\n`);
