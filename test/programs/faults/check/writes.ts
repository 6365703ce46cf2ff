/** What nodes handed to their operating systems, as their traces tell. */
import type { NodeTrace } from '../cluster/cluster.ts';

/** One piece of a release that a node handed over; moments of CLOCK_MONOTONIC, ns. */
export interface Write {
  readonly begun: number;
  /** When it had left Node. */
  readonly ended: number;
  readonly releaseId: string;
  /** The harness had stopped the node's process in between. */
  readonly stopped: boolean;
}

export function writesOf({ lines, stops }: Pick<NodeTrace, 'lines' | 'stops'>): Write[] {
  return lines.map((line) => {
    const [first, second, releaseId] = line.split(' ');
    const [begun, ended] = [Number(first), Number(second)];
    const stopped = stops.some(({ from, to }) => from <= ended && begun <= to);
    return { begun, ended, releaseId: releaseId as string, stopped };
  });
}
