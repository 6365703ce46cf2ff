/**
 * Defines what becomes of a pushed payload. Each vendor has one pure function: no clock, no I/O, no state, so
 * that the same payload always gives the same. They say how a vendor writes, never who may see.
 */
import type { DeliveredRead } from '../read.schema.ts';

/** One capture of a payload: a read in the form that `ingest` takes, or the reason for which it is set aside. */
export type PushedItem = { readonly read: DeliveredRead } | { readonly aside: string };

/** Reads a payload in its order. Empty for a message that is not about reads, such as a heartbeat. */
export type ReadPayload = (payload: unknown) => readonly PushedItem[];

/** A payload with more captures is set aside as a whole: no picture shows so many vehicles. */
export const MOST_CAPTURES = 100;

/** Why a capture cannot be taken: names the field, never its value. Thrown by the readers of fields, caught by `judged`. */
export class SetAside extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'SetAside';
  }
}

/** The read that `read` makes, or why it cannot. Any other fault is a fault of ours, and goes on. */
export function judged(read: () => DeliveredRead): PushedItem {
  try {
    return { read: read() };
  } catch (error) {
    if (error instanceof SetAside) return { aside: error.message };
    throw error;
  }
}
