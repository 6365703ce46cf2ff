/**
 * A simulator of Flock Safety's API Platform (v3) as a real HTTP server, for tests and benches. It was written from the
 * public description of that API, and does what the description says; where it says nothing (how long a page can be
 * asked for, what a revoked token gets), this is a guess. That API has no resource for sharing between networks, so
 * neither has this. What can go wrong is listed in misbehaviour.ts.
 */
import express from 'express';
import { serveOnLoopback } from '../setup/serve-on-loopback.ts';
import { auditExport } from './audit-export.ts';
import { controlRoutes } from './control-routes.ts';
import { hotListRoutes } from './hot-list-routes.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { readsRoutes } from './reads-routes.ts';
import { type AlertChanges, type SentAlert, sendAlert } from './send-alert.ts';
import { type GivenRead, OWN_NETWORK, type SimulatedRead, simulatedRead } from './simulated-read.ts';
import { type HotList, type Question, SimulatedVendor, type Subscription } from './simulated-vendor.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { tokenRoute } from './token-route.ts';

/** Everything has a default: `startFlockSimulator()` is enough. */
export interface SimulatorOptions {
  readonly reads?: readonly GivenRead[];
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly scopes?: readonly string[];
  /** What a token request must name as its audience; null asks for none. */
  readonly audience?: string | null;
  /** How long a token is valid: a day, as the vendor's. */
  readonly tokenSeconds?: number;
  /** Every answer takes at least this long. */
  readonly delayMs?: number;
  /** How much longer an answer takes under the fault `slow`. */
  readonly slowMs?: number;
  /** Seconds that an answer under the fault `rate_limited` asks for. */
  readonly retryAfter?: number;
}

export interface FlockSimulator {
  /** The API's base, as FLOCK_URL. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly networkId: string;
  /** What FLOCK_CREDENTIALS_FILE holds; the audience is what the vendor asks for beside it. */
  readonly credentials: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly tokenUrl: string;
    readonly scope: string;
    readonly audience: string;
  };
  /** Adds reads, and tells them as they are held. */
  addReads(reads: readonly GivenRead[]): readonly SimulatedRead[];
  /** As if no plate had ever been seen. */
  forgetReads(): void;
  misbehave(how: Misbehaviour): void;
  /** Ends every misbehavior. */
  behave(): void;
  setDelay(ms: number): void;
  /** Every question that it was asked, oldest first. */
  questions(): readonly Question[];
  /** The same as the CSV file that the vendor lets an agency export. */
  auditExport(): string;
  hotLists(): readonly HotList[];
  subscriptions(): readonly Subscription[];
  tokensIssued(): number;
  /** Sends the alert of a read to every subscription, and tells what each answered. */
  alert(read: GivenRead, changes?: AlertChanges): Promise<readonly SentAlert[]>;
  close(): void;
}

const SIMULATOR_SCOPES = ['plate-reads:lookup', 'custom-hotlists:read', 'custom-hotlists:write'];
const SIMULATOR_AUDIENCE = 'com.flocksafety.integrations';

export async function startFlockSimulator(options: SimulatorOptions = {}): Promise<FlockSimulator> {
  const client = {
    clientId: options.clientId ?? 'commerce-city-gateway',
    clientSecret: options.clientSecret ?? 'a-secret-of-the-simulator',
    scopes: options.scopes ?? SIMULATOR_SCOPES,
  };
  const vendor = new SimulatedVendor({
    clients: [client],
    audience: options.audience === undefined ? SIMULATOR_AUDIENCE : options.audience,
    tokenSeconds: options.tokenSeconds ?? 86_400,
    delayMs: options.delayMs ?? 0,
    slowMs: options.slowMs ?? 3000,
    retryAfter: options.retryAfter ?? 1,
  });
  const addReads = (reads: readonly GivenRead[]) => {
    const held = reads.map(simulatedRead);
    vendor.addReads(held);
    return held;
  };
  addReads(options.reads ?? []);
  const served = await serveOnLoopback(routesOf(vendor));
  const tokenUrl = `${served.url}/oauth/token`;
  return {
    url: `${served.url}/api/v3`,
    tokenUrl,
    networkId: OWN_NETWORK,
    credentials: {
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      tokenUrl,
      scope: client.scopes.join(' '),
      audience: vendor.audience ?? SIMULATOR_AUDIENCE,
    },
    addReads,
    forgetReads: () => vendor.readsByPlate.clear(),
    misbehave: (how) => vendor.misbehaviours.add(how),
    behave: () => vendor.misbehaviours.clear(),
    setDelay: (ms) => {
      vendor.delayMs = ms;
    },
    questions: () => vendor.questions,
    auditExport: () => auditExport(vendor.questions),
    hotLists: () => [...vendor.hotLists.values()],
    subscriptions: () => [...vendor.subscriptions.values()],
    tokensIssued: () => vendor.tokensIssued,
    alert: (read, changes) => sendAlert(vendor, simulatedRead(read), changes),
    close: served.close,
  };
}

function routesOf(vendor: SimulatedVendor): express.Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(tokenRoute(vendor), express.json({ limit: '5mb' }), controlRoutes(vendor));
  app.use('/api/v3', readsRoutes(vendor), hotListRoutes(vendor), subscriptionRoutes(vendor));
  return app;
}
