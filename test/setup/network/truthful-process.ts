/** Serves truthful gateways, one for each ORI of the command line but the first, which asks; ends with its channel. */
import { serveTruthfulPeer } from './truthful-peer.ts';

process.on('disconnect', () => process.exit());
const [asks = '', ...oris] = process.argv.slice(2);
const peers = await Promise.all(oris.map((ori) => serveTruthfulPeer(ori, asks)));
process.send?.(peers.map(({ party }) => party));
