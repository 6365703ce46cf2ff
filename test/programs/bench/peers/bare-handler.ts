/**
 * Peer (a): what a web shop would write. Express, a pool, the one SELECT, JSON. No identity, no rules, no log.
 * With PLAN_KEPT, as somebody would tune it who has profiled it: a named statement whose plan is made once.
 */
import express from 'express';
import pg from 'pg';

const { READS_DATABASE_URL, PORT = '0', PLAN_KEPT } = process.env;
const tuned = PLAN_KEPT === 'yes';
const pool = new pg.Pool({
  connectionString: READS_DATABASE_URL,
  ...(tuned ? { options: '-c plan_cache_mode=force_generic_plan' } : {}),
});
const app = express();
app.use(express.json());

app.post('/v1/queries', async (request, response) => {
  const { plate, from, to, limit } = request.body as {
    plate: { number: string };
    from: string;
    to: string;
    limit: number;
  };
  const { rows } = await pool.query({
    ...(tuned ? { name: 'reads' } : {}),
    text: `SELECT read_id, captured_at, plate, plate_state, confidence, camera_id, camera_name, lat, lon, direction, make, model,
        color, body_style
      FROM shared_read WHERE plate = $1 AND captured_at >= $2 AND captured_at < $3
      ORDER BY captured_at DESC, read_id DESC LIMIT $4`,
    values: [plate.number, from, to, limit],
  });
  response.json({ reads: rows });
});

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  process.send?.({ port: (server.address() as { port: number }).port });
});
process.once('disconnect', () => process.exit(0));
