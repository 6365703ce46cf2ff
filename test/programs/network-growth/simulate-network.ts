/**
 * Simulates a network of gateways in one process: who has an agreement with whom, what each asks in a day, and the check of
 * each log by all of its peers at night. The comparison is the real one; nothing is sent.
 */
import { crossCheck } from '../../../sharing-rules/network/cross-check.ts';
import { honestLogs } from '../../sharing-rules/network/two-logs.ts';

export interface Network {
  readonly gateways: number;
  /** Agreements of one gateway. */
  readonly peers: number;
  /** Asks of one gateway in a day, each to `asked` of its peers. */
  readonly asks: number;
  readonly asked: number;
}

export interface NightOfNetwork extends Network {
  readonly agreements: number;
  /** Entries that one day adds to the log of one gateway: its own questions and answers, and those of its peers to it. */
  readonly entriesPerGateway: number;
  readonly megabytesPerGateway: number;
  /** Requests for pages of entries in the night, sent by one gateway. */
  readonly pagesPerGateway: number;
  /** Seconds of processor time for all comparisons of one gateway, and of the whole network. */
  readonly secondsPerGateway: number;
  readonly secondsOfNetwork: number;
  readonly differences: number;
}

/** Entries of one page of `GET /v1/network/entries`. */
const PAGE = 500;
/** Bytes of an entry with its detail, as `docs/operating.md` measures them. */
const BYTES = 4_350;
/** Pairs whose comparison is measured; the others cost the same. */
const MEASURED = 300;

export function simulateNetwork(network: Network, cpu: () => number): NightOfNetwork {
  const { asked, asks, gateways, peers } = network;
  const perPeer = Math.max(1, Math.round((asks * asked) / peers));
  const pairs = gateways * peers;
  const measured = Math.min(pairs, MEASURED);
  let [seconds, differences] = [0, 0];
  for (let pair = 0; pair < measured; pair += 1) {
    const logs = honestLogs(perPeer, { seed: pair + 1 });
    const before = cpu();
    differences += crossCheck(logs).differences.length;
    seconds += cpu() - before;
  }
  const entries = 3 * asks * asked;
  const perPair = seconds / measured;
  return {
    ...network,
    agreements: pairs / 2,
    entriesPerGateway: entries,
    megabytesPerGateway: round((entries * BYTES) / 1e6),
    pagesPerGateway: peers * Math.ceil(perPeer / PAGE),
    secondsPerGateway: round(perPair * peers),
    secondsOfNetwork: round(perPair * pairs),
    differences,
  };
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;
