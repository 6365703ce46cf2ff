/** Look-ups that wait at one moment share one statement; a slow one holds only its own line. */
import { Batcher } from '../database/batcher.ts';
import type { PipelineOptions } from '../database/connect-pipelined.ts';
import { PipelinedLines } from '../database/pipelined-lines.ts';
import { type FoundReads, findReads, READS_SETTINGS, type ReadsQuery } from './reads-store.ts';

const SIZES = { largestBatch: 32, longestQueue: 2_000 };

const CONNECTION: PipelineOptions = {
  applicationName: 'gateway-look-ups',
  answerTimeout: 12_000,
  settings: READS_SETTINGS,
  mayBeStandby: true,
};

export interface LookUpQueue {
  /** @throws whatever `findReads` throws; GatewayError `unavailable` if too many wait. */
  readonly lookUp: (query: ReadsQuery) => Promise<FoundReads>;
  readonly close: () => Promise<void>;
}

/**
 * @param lines look-ups under way at once, each on a connection of its own
 * @param onBatch told how many look-ups shared a statement
 */
export function createLookUpQueue(url: string, lines: number, onBatch: (size: number) => void): LookUpQueue {
  const connections = new PipelinedLines(url, CONNECTION);
  const batcher = new Batcher<ReadsQuery, FoundReads>({ lines, ...SIZES }, async (queries, line) => {
    onBatch(queries.length);
    try {
      const found = await findReads(await connections.connection(line), queries);
      return found.map((value) => ({ value }));
    } catch (error) {
      connections.drop(line);
      throw error;
    }
  });
  return {
    lookUp: (query) => batcher.add(query),
    close: async () => {
      await batcher.close();
      await connections.end();
    },
  };
}
