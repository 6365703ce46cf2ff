/** What the kernel holds of a loopback connection: bytes that one side has sent and the other has not read. */
import { readFile } from 'node:fs/promises';

const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');

/**
 * From /proc/net/tcp (proc(5)): the sender's `tx_queue` and the reader's `rx_queue`. What has arrived and is not
 * acknowledged yet is in both for a moment.
 */
export async function queuedBytes(senderPort: number, readerPort: number): Promise<number> {
  const [sender, reader] = [hex(senderPort), hex(readerPort)];
  const rows = (await readFile('/proc/net/tcp', 'utf8')).split('\n').slice(1);
  let bytes = 0;
  for (const row of rows) {
    const [, local, remote, , queues] = row.trim().split(/\s+/);
    const [sent, unread] = (queues ?? '0:0').split(':').map((text) => Number.parseInt(text, 16));
    if (local?.endsWith(`:${sender}`) && remote?.endsWith(`:${reader}`)) bytes += sent as number;
    if (local?.endsWith(`:${reader}`) && remote?.endsWith(`:${sender}`)) bytes += unread as number;
  }
  return bytes;
}
