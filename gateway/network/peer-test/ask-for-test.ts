/** The second half of the test: a dry run as any ask has it, its receipt, and a signal that only asks whether it arrives. */
import { randomUUID } from 'node:crypto';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { openCheckpoint } from '../../audit-verify/open-checkpoint.ts';
import { verifyReceipt } from '../../audit-verify/verify-receipt.ts';
import type { GatewayClient } from '../../cli/client/http-client.ts';
import type { HttpAnswer } from '../../cli/client/http-client-answer.ts';
import { SET_MEDIA_TYPE, type Signal, VERIFICATION } from '../signals/session-revoked.ts';
import { PeerFault } from './peer-test.schema.ts';

type Client = Pick<GatewayClient, 'request'>;

const members = (value: unknown) => (value ?? {}) as Readonly<Record<string, unknown>>;

/** Lists the reasons that stop every query, no matter which officer asks. */
const OF_AGENCY = /^(grant|agency|agreement|certification|sharing)_/;

/** Asks what would be decided of an invented query. @throws PeerFault */
export async function askDryRun(
  client: Client,
  ori: string,
  asker: object | null,
  now: number,
): Promise<Receipt> {
  const query = {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'TEST-0000',
      justification: 'test of the connection: no vehicle is looked for',
    },
    onBehalfOf: { id: 'connection-test', name: 'Connection Test', ori },
    plate: { number: 'TEST000' },
    ...{ from: new Date(now - DAY).toISOString(), to: new Date(now).toISOString() },
    ...(asker === null ? {} : { asker }),
  };
  const { body, status } = await ask(client, '/v1/decisions', query, 'dry_run');
  const { reasons, receipt } = members(body);
  if (status === 401) {
    const what =
      'it does not take our token: they register our issuer and our client, by the file of the agreement';
    throw new PeerFault('dry_run', 'theirs', what);
  }
  if (status === 422)
    throw new PeerFault(
      'dry_run',
      'ours',
      'it does not understand our query: compare the versions of both gateways',
    );
  if (status !== 200)
    throw new PeerFault('dry_run', 'theirs', `it answers ${status}: they look at its diagnostics`);
  const codes = (Array.isArray(reasons) ? reasons : []).map((reason) => String(members(reason).code));
  const code = codes.find((one) => OF_AGENCY.test(one));
  if (code !== undefined)
    throw new PeerFault(
      'dry_run',
      'theirs',
      `it would refuse every query of ours (\`${code}\`): they grant it`,
    );
  return receipt as Receipt;
}

export interface ProvenTest {
  readonly origin: string;
  readonly index: number;
  readonly leafHash: string;
  readonly root: string;
}

/** Verifies the receipt against the key of the agreement. @throws PeerFault */
export async function proveReceipt(
  receipt: Receipt,
  logKey: string,
  asker: { readonly index: number } | null,
): Promise<ProvenTest> {
  const { detail, faults, leafHash, ok } = await verifyReceipt(receipt, logKey);
  const named = members(members(detail).asker).index;
  if (ok && leafHash !== null && (asker === null || named === asker.index)) {
    const { origin, root } = await openCheckpoint(receipt.checkpoint, logKey);
    return { origin, index: receipt.index, leafHash, root: Buffer.from(root).toString('base64') };
  }
  const what = faults[0] ?? 'it does not name our entry';
  throw new PeerFault(
    'receipt',
    'theirs',
    `its receipt does not hold: ${what}. Their log is not that of the agreement`,
  );
}

/** @throws PeerFault */
export async function askForSignal(
  client: Client,
  { aud, iss, tenant }: { readonly iss: string; readonly aud: string; readonly tenant: string },
  sign: (signal: Signal) => string,
  now: number,
): Promise<string> {
  const set = sign({
    ...{ iss, aud, jti: `test-${randomUUID()}`, iat: Math.floor(now / 1_000) },
    sub_id: { format: 'complex', tenant: { format: 'opaque', id: tenant } },
    events: { [VERIFICATION]: { state: 'test' } },
  });
  const { body, status } = await ask(client, '/v1/network/signals', set, 'signal');
  if (status === 202) return 'it takes our signals';
  const { description, err } = members(body);
  const isOurs = err === 'invalid_key' || err === 'invalid_issuer' || err === 'invalid_audience';
  const said =
    err === undefined ? `answers ${status}` : `says ${String(err)}: ${String(description).slice(0, 200)}`;
  const whose = isOurs
    ? 'our PUBLIC_URL and the keys that it serves must be those of the agreement'
    : 'they look at its diagnostics';
  throw new PeerFault('signal', isOurs ? 'ours' : 'theirs', `to a signal it ${said}; ${whose}`);
}

async function ask(
  client: Client,
  path: string,
  body: unknown,
  check: 'dry_run' | 'signal',
): Promise<HttpAnswer> {
  const headers = typeof body === 'string' ? { 'Content-Type': SET_MEDIA_TYPE } : {};
  try {
    return await client.request('POST', path, body, headers);
  } catch {
    throw new PeerFault(
      check,
      'theirs',
      'it broke off or gave no answer in time: they look at its diagnostics',
    );
  }
}
