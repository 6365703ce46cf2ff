/** `report packet`: the records of a month as one archive, for those who ask for them under the open records law. */
import { existsSync, writeFileSync } from 'node:fs';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { part } from '../../cli/administration/part.ts';
import type { Client } from '../../cli/client/connect.ts';
import { readPages } from '../../cli/client/read-pages.ts';
import { readPublic } from '../../cli/client/read-public.ts';
import { month } from '../../cli/month-argument.ts';
import { readSources } from '../../hot-lists/sources/source-view.ts';
import { packRecords } from './pack-records.ts';
import { type PacketSource, sharedWith } from './packet-lists.ts';

const NOTES = `
The archive has the four lists that requesters ask for (with whom plates are
shared, who sends some, hot lists in and out), policy and audits, what
/transparency.json told at that moment, and SHA256SUMS of them all. It names no
person, plate or case.
`;

export const packetCommand = part<{ readonly month: string }>({
  name: 'packet',
  description: 'the records of a month as one ZIP, for who asks for them',
  argument: ['<file>', 'new file to write'],
  options: (command) => command.requiredOption('--month <YYYY-MM>', 'the month, e.g. 2026-10', month),
  notes: NOTES,
  example: 'report packet --month 2026-11 records.zip',
  json: '{ month, file, members: { name: sha256 }, sharedWith }',
  as: 'asks',
  acting: { otherwise: 'auditor' },
  work: async ({ client, month: asked, named: file }) => {
    if (existsSync(file)) throw new Error(`\`${file}\` is there already: name a new file`);
    const source = await readPacketSource(client);
    refuseUnknown(asked, source);
    const { hashes, zip } = packRecords(source, asked);
    writeFileSync(file, zip, { flag: 'wx', mode: 0o600 });
    const { length } = sharedWith(source, asked).rows;
    const result = { month: asked, file, members: hashes, sharedWith: length };
    return {
      result,
      say: () =>
        `${file}: ${counted(Object.keys(hashes).length, 'file')} and their hashes; ` +
        `shared under ${counted(length, 'grant')} in ${asked}; check them once unpacked with \`sha256sum -c SHA256SUMS\``,
    };
  },
});

async function readPacketSource(client: Client): Promise<PacketSource> {
  const told = await readPublic<PacketSource['told']>('/transparency.json');
  const [grants, reads, lists, listSources, sent] = await Promise.all([
    readPages<PacketSource['grants'][number]>(client, '/v1/grants', 'grants'),
    client.call<{ sources: PacketSource['readsSources'] }>('GET', '/v1/reads-sources'),
    client.call<Pick<PacketSource, 'hotLists'>>('GET', '/v1/hot-lists'),
    readSources(client),
    client.call<Pick<PacketSource, 'pushes'>>('GET', '/v1/hot-lists/pushes'),
  ]);
  return { told, grants, readsSources: reads.sources, ...lists, listSources, ...sent };
}

/** @throws Error for a month before the log began, or to come */
function refuseUnknown(asked: string, { told }: PacketSource): void {
  const [first, last] = [told.counted.since.slice(0, 7), told.asOf.slice(0, 7)];
  if (asked >= first && asked <= last) return;
  throw new Error(
    `there are no records of ${asked}: give with --month one from ${first}, when the log began, to ${last}`,
  );
}
