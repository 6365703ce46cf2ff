/**
 * Peer (b): the same gateway with the first form of its commit: one look-up and one transaction a query, no batching.
 */
import { connectPool } from '../../../../gateway/database/db.ts';
import { openGateway } from '../../../../gateway/node/gateway.ts';
import { openDoors } from '../../../../gateway/node/open-doors.ts';
import { connectReads, findReads } from '../../../../gateway/reads/reads-store.ts';
import { type CommittingClient, commitReleases } from '../../../../gateway/release/commit/commit-releases.ts';
import { createLogger } from '../../../../gateway/settings/logger.ts';
import { readConfig } from '../../../../gateway/settings/read-config.ts';

const config = readConfig(process.env);
const doors = await openDoors({ host: config.host, port: config.port, adminPort: null });
const commits = connectPool(config.databaseUrl, { applicationName: 'bench-one-at-a-time', max: 10 });
const gateway = await openGateway(config, createLogger('error'), {
  doors,
  steps: {
    openCommits: (_url, deps) => ({
      commit: async (pending) => {
        const client = await commits.connect();
        try {
          const [outcome] = await commitReleases(client as unknown as CommittingClient, [pending], deps);
          if (outcome === undefined || outcome.kind === 'not_witnessed')
            throw new Error('a query without an outcome');
          return outcome;
        } finally {
          client.release();
        }
      },
      close: () => commits.end(),
    }),
    openLookUps: (url) => {
      const pool = connectReads(url, { max: 10 });
      return {
        lookUp: async (query) => {
          const [found] = await findReads(pool, [query]);
          if (found === undefined) throw new Error('a look-up without an answer');
          return found;
        },
        close: () => pool.end(),
      };
    },
  },
});
doors.common.answerWith(gateway.listener);
process.send?.({ port: doors.common.port });
process.once('disconnect', () => process.exit(0));
