/** Everything that the simulated vendor knows. Its end points read and change this, and nothing else. */
import { randomUUID } from 'node:crypto';
import { Misbehaviours } from './misbehaviour.ts';
import type { SimulatedRead } from './simulated-read.ts';

export interface SimulatorClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}

/** A question that was answered: a row of the audit export. */
export interface Question {
  readonly id: string;
  readonly at: Date;
  /** The client that asked. */
  readonly who: string;
  readonly plate: string;
  readonly reason: string;
  readonly caseNumber: string;
  readonly from: Date;
  readonly to: Date;
}

export interface HotListEntry {
  readonly id: string;
  readonly plate: string;
  readonly reason: string;
  readonly caseNumber: string;
  readonly state?: string;
  readonly expiry?: string;
  readonly note?: { readonly message: string };
}

export interface HotList {
  readonly id: string;
  name: string;
  entries: HotListEntry[];
}

export interface Subscription {
  readonly id: string;
  readonly callbackUrl: string;
  readonly contentType: string;
  readonly enabled: boolean;
  readonly credentials: {
    readonly scheme: string;
    readonly apiKey?: { readonly key: string; readonly headerName: string };
    readonly basic?: { readonly username: string; readonly password: string; readonly headerName: string };
  };
  readonly name?: string;
  readonly customHotlistAudienceFilter?: string;
  readonly enabledFirstResponderJurisdictionAlerts?: boolean;
}

export interface Page {
  readonly question: Question;
  readonly limit: number;
  readonly offset: number;
  readonly reads: readonly SimulatedRead[];
}

export class SimulatedVendor {
  readonly clients: readonly SimulatorClient[];
  /** What a token request must name; null asks for none. */
  readonly audience: string | null;
  readonly tokenSeconds: number;
  readonly tokens = new Map<string, { readonly client: SimulatorClient; readonly until: number }>();
  readonly readsByPlate = new Map<string, SimulatedRead[]>();
  readonly questions: Question[] = [];
  readonly pages = new Map<string, Page>();
  readonly hotLists = new Map<string, HotList>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly misbehaviours = new Misbehaviours();
  delayMs: number;
  /** How long `slow` waits before it answers. */
  slowMs: number;
  /** Seconds that `rate_limited` asks for. */
  readonly retryAfter: number;
  tokensIssued = 0;

  constructor(given: {
    clients: readonly SimulatorClient[];
    audience: string | null;
    tokenSeconds: number;
    delayMs: number;
    slowMs: number;
    retryAfter: number;
  }) {
    this.clients = given.clients;
    this.audience = given.audience;
    this.tokenSeconds = given.tokenSeconds;
    this.delayMs = given.delayMs;
    this.slowMs = given.slowMs;
    this.retryAfter = given.retryAfter;
  }

  addReads(reads: readonly SimulatedRead[]): void {
    for (const read of reads) {
      const those = this.readsByPlate.get(read.plate);
      if (those === undefined) this.readsByPlate.set(read.plate, [read]);
      else those.push(read);
    }
  }

  issueToken(client: SimulatorClient): string {
    const token = `simulated.${randomUUID()}`;
    this.tokens.set(token, { client, until: Date.now() + this.tokenSeconds * 1000 });
    this.tokensIssued += 1;
    return token;
  }
}
