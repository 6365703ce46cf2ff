/** The groups of the document, in its order: each operation stands in one, so that a reader finds what belongs together. */
import type { Operation } from '../routes/route.ts';

const GROUPS = {
  Queries:
    'What a partner asks: reads, page by page, the dry run of a decision, and the purposes that there are.',
  'Hot lists and hits':
    'Lists of wanted plates, standing queries, the hits on them, and how lists and hits are exchanged.',
  'Agencies and grants': 'The registry of agencies, and what the owner has granted to them.',
  Sharing: 'The master switch: one person halts all sharing, two persons resume it.',
  'Pushed reads': "Where the owner's cameras and their vendors push reads to, and who registered them.",
  Identities: 'Who may sign in: clients, persons, and the issuers of their tokens.',
  'Officers and reviews': "Partners' officers, and the queries that wait for a person.",
  Oversight:
    'The log for auditors, reports of misuse, monthly audits, evidence for a case file, served process, and reads that are kept for a case. Each look at the log is in the log.',
  Network: 'What gateways tell each other: each has its own log, and holds it against the other’s.',
  'Public log':
    'The log as anyone may verify it (C2SP tlog-tiles), and the page that does it in a browser. The log holds no plate, no ' +
    'officer and no case.',
  Transparency: 'What the public is told of the sharing: numbers, agencies, grants and revocations.',
  Gateway:
    'The start page and the guides, health, nodes, settings, metrics, keys, metadata, and this document.',
} as const;

export type Tag = keyof typeof GROUPS;

/** An operation as the document lists it. */
export interface TaggedOperation extends Operation {
  readonly tag: Tag;
}

/** The tags, as the document lists them. */
export const TAGS = Object.entries(GROUPS).map(([name, description]) => ({ name, description }));

/** Puts whole rooms of routes into a group. */
export function tagged<const Rooms extends readonly (readonly Operation[])[]>(
  tag: Tag,
  ...rooms: Rooms
): readonly (Rooms[number][number] & TaggedOperation)[] {
  return rooms.flat().map((one) => ({ ...one, tag }));
}
