/** Declares what an ask needs of the node, and what is known of it while it is answered. */
import type { Request, Response } from 'express';
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import type { GatewayError } from '../../faults/errors.ts';
import type { OnceDeps } from '../../query/answer-query-once.ts';
import type { PageDeps } from '../../query/asked-page.ts';
import type { QueryDoorDeps } from '../../query/query-door.ts';
import type { SettleDeps } from '../../query/settle-query.ts';
import type { InFlight, ResponseInFlight } from '../../release/lease/in-flight.ts';
import type { Authenticated } from '../../sign-in/authenticate.ts';
import type { AskRow } from './asks-store.ts';
import type { CollectDeps, Collecting } from './collect-answers.ts';

export interface AskDeps extends QueryDoorDeps, SettleDeps, OnceDeps, PageDeps, CollectDeps {
  readonly inFlight: Pick<InFlight, 'enter' | 'isFenced'>;
  readonly plateKeys: PlateKeys;
}

export interface AskedBy {
  readonly by: Authenticated & {
    /** The refusal of a token that is good for queries, not for asks; null: it is good for these. */
    readonly lacksScope: GatewayError | null;
  };
  readonly request: Request;
  readonly response: Response;
}

export interface Answering extends AskedBy, Pick<Collecting, 'body' | 'only' | 'states'> {
  readonly ask: AskRow;
  /** Entered before our own policy was asked; absent: when it is answered. */
  readonly inFlightResponse?: ResponseInFlight;
}
