/** A follower as a process of its own: it builds the projections as a node does, and nothing else. */
import { connectPool } from '../../../../gateway/database/db.ts';
import { buildProjections } from '../../../../gateway/projections/build-projections.ts';

const { DATABASE_URL = '', NAME = '' } = process.env;
const log = {
  warn: (fields: object, message?: string) =>
    void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};
const pool = connectPool(DATABASE_URL, { applicationName: NAME });
buildProjections({ pool, log, tellAltered: (entries) => log.warn({ entries }, 'altered') });
// A node has more that keeps it running: the follower's own timers do not, where no connection is open.
setInterval(() => undefined, 60_000);
