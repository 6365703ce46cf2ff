/** Defines the messages between the primary process and its workers, JSON over their channel. */
import type { Config } from '../settings/config.ts';
import type { DoorSettings } from './open-doors.ts';

/** The primary's orders, carried out one after the other. */
export type Order =
  | { readonly kind: 'listen'; readonly settings: DoorSettings }
  | { readonly kind: 'start'; readonly config: Config };

/** A worker's question on behalf of a request. */
export type Question =
  | {
      readonly kind: 'count';
      readonly of: 'increment' | 'decrement' | 'resetKey';
      readonly limit: string;
      /** Milliseconds in which hits count together. */
      readonly window: number;
      readonly key: string;
    }
  | { readonly kind: 'metrics' };

export type FromWorker =
  /** It listens to messages now; earlier ones were lost. */
  | { readonly kind: 'up' }
  | { readonly kind: 'listening'; readonly port: number; readonly adminPort: number | null }
  | { readonly kind: 'ready'; readonly logKey: string }
  /** It failed to do as ordered, and exits. */
  | { readonly kind: 'fault'; readonly words: string }
  | { readonly kind: 'question'; readonly id: number; readonly question: Question };

export type ToWorker =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly fault?: string };

/** The hits of a key, and the time at which they expire, in milliseconds since the epoch. */
export interface Hits {
  readonly totalHits: number;
  readonly resetAt: number | null;
}
