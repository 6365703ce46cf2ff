/** What is measured at one moment of a soak. */
export const KINDS = ['memory', 'handles', 'table', 'latency'] as const;
export type Kind = (typeof KINDS)[number];

export interface Sample {
  readonly at: string;
  /** Since the load began. */
  readonly seconds: number;
  /** Entries of the log. */
  readonly entries: number;
  /** Memory in MB, tables in bytes, latencies in ms since the last sample. What was not measured is left out. */
  readonly figures: Readonly<Record<Kind, Readonly<Record<string, number>>>>;
}
