/** Prints for networks of growing size what a day and a night cost, one JSON object a line. */
import { simulateNetwork } from './simulate-network.ts';

const cpu = () => {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1e6;
};

for (const gateways of [3, 30, 100, 300]) {
  for (const asks of [100, 1_000]) {
    const peers = gateways - 1;
    const night = simulateNetwork({ gateways, peers, asks, asked: Math.min(3, peers) }, cpu);
    process.stdout.write(`${JSON.stringify(night)}\n`);
  }
}
