/** What the API answers to a query, as the pages show it. */
import type { Receipt } from '../../audit/receipt.ts';
import type { ToldReason } from '../serve/problem.ts';

export interface ShownRead {
  readonly capturedAt: string;
  readonly plate: string;
  readonly plateState: string | null;
  readonly confidence: number | null;
  readonly camera: {
    readonly id: string;
    readonly name: string;
    readonly lat: number | null;
    readonly lon: number | null;
  };
  readonly direction: string | null;
  readonly vehicle: Readonly<Record<'make' | 'model' | 'color' | 'bodyStyle', string | null>>;
}

export interface ReleaseAnswer {
  readonly releaseId: string;
  readonly reads: readonly ShownRead[];
  readonly next: string | null;
  readonly notice: string;
  readonly receipt: Receipt;
}

export interface HeldAnswer {
  readonly queryId: string;
  readonly detail: string;
  readonly reasons: readonly ToldReason[];
  readonly expiresAt?: string;
  readonly receipt: Receipt;
}

export interface DryRunAnswer {
  readonly effect: 'permit' | 'review' | 'deny';
  readonly reasons: readonly ToldReason[];
  readonly receipt: Receipt;
}

/**
 * The epoch under which it was committed, as the log has it: a node whose bar for the agency is higher does not write
 * it. INVARIANT (P2): whatever page shows the release is sent under it.
 */
export function epochOf({ receipt }: ReleaseAnswer): number {
  return (JSON.parse(receipt.entry) as { readonly epoch: number }).epoch;
}
