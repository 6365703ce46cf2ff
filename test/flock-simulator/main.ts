/**
 * The simulator in a process of its own: `npx tsx test/flock-simulator/main.ts`. It prints one line of JSON, `{ url,
 * tokenUrl, networkId, credentials }`, and is controlled under `/control` until it is stopped.
 */
import { startFlockSimulator } from './start-flock-simulator.ts';

const { url, tokenUrl, networkId, credentials } = await startFlockSimulator();
process.stdout.write(`${JSON.stringify({ url, tokenUrl, networkId, credentials })}\n`);
