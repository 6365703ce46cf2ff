/** Runs the mirror: copies a log into a directory that anyone can serve, and verifies it as it copies. */
import { parseArgs } from 'node:util';
import { readBounds, withinHours } from './bounds.ts';
import { hashEachOnNode } from './hash-on-node.ts';
import { httpSource } from './log-source.ts';
import { openMirror } from './mirror-directory.ts';
import { type MirrorReport, mirrorLog } from './mirror-log.ts';
import { type Found, KEY_MISSING, readKeys, runProgram, sayOlderProgram, showProgress } from './program.ts';
import { MIRROR_OPTIONS } from './verify-options.ts';
import { visibleLine } from './visible.ts';

const HELP = `usage: audit-mirror URL DIRECTORY --key KEY [options]

  URL        prefix of the log, e.g. https://gateway.example/log
  DIRECTORY  the mirror, made if it is missing: checkpoint, tile/…, which any
             web server can serve as they stand
  --key KEY  the log's verifier key (name+id+base64), or a file with it (may be
             repeated, and a file may have several)
  --compare N
             how many of the bundles of 256 entries that are kept already are
             compared with what the log serves now, chosen by chance (default
             256; or all)
  --most-entries N, --most-hours H, --most-gigabytes G
             how much is read and written at most, since a head of any size can
             be signed (default 100000000, 12, 100)
  --json     print one JSON object
  --help     print this

Run it again, e.g. every hour: it goes on from what is there, and takes over a
new checkpoint only if the log has grown from the kept one and all of it holds.
A smaller or another history is an alarm: nothing is replaced.

exit code: 0 copied and verified, 1 something does not hold, 2 it could not be
copied or checked, 3 copied, and this program is older than the log
`;

async function mirror(): Promise<Found> {
  const { positionals, values } = parseArgs({ options: MIRROR_OPTIONS, allowPositionals: true });
  if (values.help) return { ok: true, text: HELP };
  const [url, directory, ...rest] = positionals;
  if (url === undefined || directory === undefined || rest.length > 0)
    throw new Error('give the address of the log and the directory of the mirror, and nothing else');
  if (!/^https?:\/\//.test(url))
    throw new Error(`\`${url}\` is not the address of a log, e.g. https://gateway.example/log`);
  if (values.key === undefined) throw new Error(KEY_MISSING);
  const vkey = readKeys(values.key);
  const bounds = readBounds(values);
  const opened = await openMirror(directory, bounds.bytes);
  try {
    const report = await mirrorLog({
      ...{
        source: withinHours(httpSource(url), bounds.hours),
        mostEntries: bounds.entries,
        compare: readCompared(values.compare),
        mirror: opened,
        vkey,
        hashEach: hashEachOnNode,
      },
      onProgress: showProgress('copied and verified'),
    });
    const unsettled = report.faults.length === 0 ? 3 : null;
    return {
      ok: report.ok,
      unsettled,
      text: `${values.json ? JSON.stringify(report) : say(report, directory)}\n`,
    };
  } finally {
    await opened.close();
  }
}

/** Parses `--compare`. @throws Error if it is neither a number nor `all` */
function readCompared(text = '256'): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  if (!/^\d{1,12}$/.test(text))
    throw new Error('`--compare` must be a number of bundles, e.g. 256, or `all`');
  return Number(text);
}

function say(report: MirrorReport, directory: string): string {
  const { before, evidence, faults, ok, origin, published, root, size, unknownKinds, written } = report;
  if (faults.length > 0) {
    const stands = before === null ? 'no checkpoint was kept' : `its checkpoint of ${before} entries stands`;
    const told =
      evidence === null
        ? []
        : [
            `the log has signed \`${directory}/${evidence}\`, and cannot explain it away`,
            `next: give it with \`${directory}/checkpoint\` to the owner of the log and to others who keep it`,
          ];
    return [
      ...sayOlderProgram(unknownKinds).map(visibleLine),
      ...faults.map(visibleLine),
      ...told,
      `NOT MIRRORED: nothing in \`${directory}\` was replaced, ${stands}`,
    ].join('\n');
  }
  const since = before === null ? 'all new' : `${(size ?? 0) - before} new`;
  const held =
    published === size
      ? []
      : [
          `the texts of the newest ${(size ?? 0) - (published ?? 0)} are not published yet: run it again later`,
        ];
  return [
    `log \`${origin}\`: ${size} entries, ${since}\nroot ${root}`,
    `\`${directory}\`: ${written} files written`,
    ...held,
    ...sayOlderProgram(unknownKinds),
    ok ? 'mirrored and verified' : 'mirrored: everything but the entries of these kinds was verified',
  ].join('\n');
}

await runProgram(mirror);
