/** Two nodes that take pushed reads in, on real servers and real databases, with administrators beside them. */
import { createHmac } from 'node:crypto';
import pg from 'pg';
import { Registry } from 'prom-client';
import { connectPool } from '../../../../gateway/database/db.ts';
import { Bodies } from '../../../../gateway/http/bodies/bodies.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { countPushesOf } from '../../../../gateway/node/metrics/count-pushes.ts';
import type { Vendor } from '../../../../gateway/reads/pushed/vendors.ts';
import { PUSH_READS_ROUTES } from '../../../../gateway/registry/sources/push-routes.ts';
import { RefusedPushes } from '../../../../gateway/registry/sources/refused-pushes.ts';
import { sourceLookUps } from '../../../../gateway/registry/sources/source-look-ups.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { checkAnswer } from '../../../setup/check-answer.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import type { Served } from '../../../setup/serve-on-loopback.ts';
import { SAMPLES } from '../../reads/pushed/samples.ts';

export interface Pushed {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers and problems, checked by the tests themselves
  readonly body: any;
}

export interface PushOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Which node is pushed to; default: the first. */
  readonly node?: 0 | 1 | 2;
}

export interface Intake {
  readonly admin: Administration;
  /** As the owner of the reads. */
  readonly reads: pg.Pool;
  readonly metrics: Registry;
  /** Proposed by one administrator, approved by another. Resolves to the secret. */
  register(name: string, vendor: Vendor, method: string, terms?: object): Promise<string>;
  /** How many connections to the gateway's database the first node has had in use at once. */
  mostConnections(): number;
  /** Writes what the nodes have counted of refused pushes, as they do every five seconds. */
  writeRefused(): Promise<void>;
  push(path: string, payload: unknown, options?: PushOptions): Promise<Pushed>;
  close(): Promise<void>;
}

/** The third node has no log-in of the owner of the reads. */
export async function startIntake(): Promise<Intake> {
  const admin = await startAdministration();
  const reads = new pg.Pool({ connectionString: admin.readsOwnerUrl, max: 2 });
  const metrics = new Registry();
  const onOutcome = countPushesOf(metrics);
  const pools = [0, 1, 2].map(() =>
    connectPool(admin.gatewayUrl, { applicationName: 'test-intake', max: 3 }),
  );
  let [inUse, most] = [0, 0];
  pools[0]?.on('acquire', () => {
    inUse += 1;
    most = Math.max(most, inUse);
  });
  pools[0]?.on('release', () => {
    inUse -= 1;
  });
  const refused = pools.map((pool) => new RefusedPushes(pool));
  const served: Served[] = await Promise.all(
    pools.map((pool, i) =>
      serveApp({
        intakeRoutes: [
          routerOf(PUSH_READS_ROUTES, {
            ...{ pool, onOutcome, reads: i === 2 ? null : reads, now: Date.now, retentionDays: 30 },
            ...{ bodies: new Bodies(), isPushAddress: () => false },
            ...{ sourceKey: Buffer.alloc(32, 9), log: { error: () => undefined } },
            ...{ lookUpSource: sourceLookUps(pool), refused: refused[i] as RefusedPushes },
          }),
        ],
      }),
    ),
  );
  return {
    admin,
    reads,
    metrics,
    register: async (name, vendor, method, terms = {}) => {
      const body = { name, vendor, method, cameraPrefix: `${name}.`, ...terms };
      const { body: source } = await admin.call('admin-1', 'POST', '/v1/reads-sources', body);
      const approved = await admin.call('admin-2', 'POST', `/v1/reads-sources/${source.id}/approve`);
      if (approved.status !== 200) throw new Error(approved.text);
      return approved.body.secret;
    },
    mostConnections: () => most,
    writeRefused: async () => void (await Promise.all(refused.map((one) => one.write()))),
    push: async (path, payload, { headers = {}, node = 0 } = {}) => {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
      const send = () =>
        fetch(`${(served[node] as Served).url}/v1/reads/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...headers },
          body,
        });
      // As a vendor does: a connection that was idle may be closed as the push begins.
      const response = await send().catch(send);
      const text = await response.text();
      const answer = { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
      checkAnswer('POST', `/v1/reads/${path}`, answer);
      return answer;
    },
    close: async () => {
      for (const one of served) one.close();
      await Promise.all([...pools, reads].map((pool) => pool.end()));
      await admin.close();
    },
  };
}

const TIMES: Readonly<Record<Vendor, (payload: Record<string, unknown>, time: number) => unknown>> = {
  rekor_scout: (payload, time) => ({ ...payload, epoch_start: time }),
  plate_recognizer: (payload, time) => ({
    ...payload,
    data: { ...(payload.data as object), timestamp: new Date(time).toISOString() },
  }),
  genetec_autovu: (payload, time) => ({
    ...payload,
    Timestamp: new Date(time).toISOString().replace('Z', ''),
  }),
  axis: (payload, time) => ({ ...payload, capture_timestamp: String(time) }),
  verkada: (payload, time) => ({
    ...payload,
    data: { ...(payload.data as object), created: Math.floor(time / 1_000) },
  }),
  onvif: (payload, time) => ({ ...payload, UtcTime: new Date(time).toISOString() }),
};

/** A vendor's sample, captured some minutes ago. */
export function recent(vendor: Vendor, minutesAgo = 1): Record<string, unknown> {
  const time = Date.now() - minutesAgo * 60_000;
  return TIMES[vendor](SAMPLES[vendor].payload as Record<string, unknown>, time) as Record<string, unknown>;
}

export function basic(name: string, secret: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` };
}

/** As Verkada signs. */
export function verkadaSignature(secret: string, body: string, at = Date.now()): Record<string, string> {
  const seconds = Math.floor(at / 1_000);
  const mac = createHmac('sha256', secret).update(`${body}|${seconds}`).digest('hex');
  return { 'Verkada-Signature': `${seconds}|${mac}` };
}
