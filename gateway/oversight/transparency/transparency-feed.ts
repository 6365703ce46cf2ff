/** Writes `/transparency.atom`: a feed (RFC 4287) of grants, revocations and halts for anyone. */
import { eventId, eventInWords, MOST_SHOWN_EVENTS } from './public-tables.ts';
import type { Transparency } from './transparency.schema.ts';

export interface Feed {
  /** XML text. */
  readonly text: string;
  readonly updated: Date;
}

/** @param url the address of the gateway */
export function transparencyFeed(told: Transparency, url: string): Feed {
  const events = told.events.newest.slice(0, MOST_SHOWN_EVENTS);
  const [updated = ''] = [told.counted.since, ...events.map(changedAt)].sort().reverse();
  // The ids name the log, not an address: they survive a move of the gateway and differ for another log.
  const log = `urn:alpr-sharing:log:${encodeURIComponent(told.log.origin)}`;
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<id>${escaped(`${log}:sharing`)}</id>`,
    `<title>${escaped(`License-plate sharing of ${told.owner.name}`)}</title>`,
    '<subtitle>With whom plates are shared, and when that ends: grants, revocations, halts.</subtitle>',
    `<updated>${updated}</updated>`,
    `<author><name>${escaped(told.owner.name)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(url)}/transparency.atom"/>`,
    `<link rel="alternate" type="text/html" href="${escaped(url)}/transparency"/>`,
    ...events.flatMap((event) => [
      '<entry>',
      `<id>${escaped(`${log}:${event.index}`)}</id>`,
      `<title>${escaped(titleOf(event, told))}</title>`,
      `<updated>${changedAt(event)}</updated>`,
      `<published>${event.at}</published>`,
      `<link rel="alternate" type="text/html" href="${escaped(url)}/transparency#${eventId(event)}"/>`,
      `<category term="${event.kind}"/>`,
      `<content type="text">${escaped(contentOf(event))}</content>`,
      '</entry>',
    ]),
    '</feed>',
  ];
  return { text: `${lines.join('\n')}\n`, updated: new Date(updated) };
}

type Event = Transparency['events']['newest'][number];

/** Returns the last change: a revocation changes once, when it is known to be in force everywhere. */
function changedAt({ at, tookMs }: Event): string {
  return tookMs === null ? at : new Date(Date.parse(at) + tookMs).toISOString();
}

function titleOf(event: Event, told: Transparency): string {
  const { agency } = event;
  const who = agency === null ? 'all agencies' : `${agency.name ?? 'agency'} (${agency.ori})`;
  return `${eventInWords(event, told)}: ${who}`;
}

function contentOf({ grant, index, tookMs }: Event): string {
  const which = grant === null ? '' : `, grant ${grant}`;
  const took = tookMs === null ? '' : `; in force on every node after ${tookMs} ms`;
  return `Log entry ${index}${which}${took}.`;
}

const SPECIAL: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes a text, without what XML 1.0 cannot hold at all: a name has no use for it. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (one) => SPECIAL[one] as string);
}
