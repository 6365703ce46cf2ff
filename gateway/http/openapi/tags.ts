/** The groups of the document: each path stands in one, so that a reader finds what belongs together. */

interface Tag {
  readonly name: string;
  readonly description: string;
  /** The beginnings of the group's paths; the longest that fits decides. */
  readonly paths: readonly string[];
}

const GROUPS: readonly Tag[] = [
  {
    name: 'Queries',
    description:
      'What a partner asks: reads, page by page, the dry run of a decision, and the purposes that there are.',
    paths: ['/v1/queries', '/v1/asks', '/v1/refusals', '/v1/decisions', '/access/v1', '/v1/purposes'],
  },
  {
    name: 'Hot lists and hits',
    description:
      'Lists of wanted plates, standing queries, the hits on them, and how lists and hits are exchanged.',
    paths: [
      ...['/v1/hot-lists', '/v1/standing-queries', '/v1/hits', '/v1/vendor-alerts'],
      ...['/v1/endpoints', '/v1/agencies/{ori}/endpoint', '/v1/board-passes'],
    ],
  },
  {
    name: 'Agencies and grants',
    description: 'The registry of agencies, and what the owner has granted to them.',
    paths: ['/v1/agencies', '/v1/grants'],
  },
  {
    name: 'Sharing',
    description: 'The master switch: one person halts all sharing, two persons resume it.',
    paths: ['/v1/sharing'],
  },
  {
    name: 'Pushed reads',
    description: "Where the owner's cameras and their vendors push reads to, and who registered them.",
    paths: ['/v1/reads', '/v1/reads-sources'],
  },
  {
    name: 'Identities',
    description: 'Who may sign in: clients, persons, and the issuers of their tokens.',
    paths: ['/v1/clients', '/v1/persons', '/v1/issuers', '/v1/identity-proposals'],
  },
  {
    name: 'Officers and reviews',
    description: "Partners' officers, and the queries that wait for a person.",
    paths: ['/v1/subjects', '/v1/subject-search', '/v1/reviews'],
  },
  {
    name: 'Oversight',
    description:
      'The log for auditors, reports of misuse, monthly audits, evidence for a case file, served process, and reads that are kept for a case. Each look at the log is in the log.',
    paths: [
      ...['/v1/audit', '/v1/misuse-reports', '/v1/misuse-agencies', '/v1/monthly-audits'],
      ...[
        '/v1/inbox',
        '/v1/overview',
        '/v1/evidence',
        '/v1/processes',
        '/v1/preservations',
        '/v1/reports',
        '/v1/records-checks',
        '/v1/agencies/{ori}/records-hold',
      ],
    ],
  },
  {
    name: 'Network',
    description: 'What gateways tell each other: each has its own log, and holds it against the other’s.',
    paths: ['/v1/agreements', '/v1/network', '/v1/peers'],
  },
  {
    name: 'Public log',
    description:
      'The log as anyone may verify it (C2SP tlog-tiles), and the page that does it in a browser. The log holds no plate, no ' +
      'officer and no case.',
    paths: ['/log/', '/v1/receipts', '/v1/log', '/verify', '/verify.json'],
  },
  {
    name: 'Transparency',
    description: 'What the public is told of the sharing: numbers, agencies, grants and revocations.',
    paths: ['/transparency'],
  },
  {
    name: 'Gateway',
    description:
      'The start page and the guides, health, nodes, settings, metrics, keys, metadata, and this document.',
    paths: [
      '/',
      '/docs',
      '/healthz',
      '/readyz',
      '/metrics',
      '/openapi.json',
      '/.well-known/',
      '/v1/system',
      '/v1/log/',
    ],
  },
];

/** The tags, as the document lists them. */
export const TAGS: readonly Pick<Tag, 'name' | 'description'>[] = GROUPS.map(({ name, description }) => ({
  name,
  description,
}));

/** Returns a path's group. @throws Error if it has none: at start, before anybody could ask for it */
export function tagOf(path: string): string {
  const depthIn = ({ paths }: Tag) =>
    Math.max(0, ...paths.filter((start) => isBelow(path, start)).map(({ length }) => length));
  const best = GROUPS.reduce((one, other) => (depthIn(other) > depthIn(one) ? other : one));
  if (depthIn(best) === 0)
    throw new Error(`\`${path}\` is of no group: see \`gateway/http/openapi/tags.ts\``);
  return best.name;
}

/** True if a path begins so. Every path begins with a slash: alone it is the start page. */
function isBelow(path: string, start: string): boolean {
  return start === '/' ? path === start : path.startsWith(start);
}
