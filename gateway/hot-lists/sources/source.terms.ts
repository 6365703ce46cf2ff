/** The terms of the source of a hot list, each declared once for the API, the commands and the pages. */
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import type { Shape } from '../../http/schemas/shapes.ts';
import type { Terms } from '../../http/schemas/terms.ts';
import { address, partnerOri } from '../lists/exchange.schema.ts';
import { LAYOUTS, type Layout } from '../lists/layout.ts';

const listName: Shape<string> = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$' };
/** The layout of a file; a list of another gateway has none. */
const layout: Shape<Layout> = { enum: [...LAYOUTS] };
const everySeconds: Shape<number> = { type: 'integer', minimum: 60, maximum: 604_800 };
const purpose: Shape<string> = { type: 'string', minLength: 1, maxLength: 64 };

export const SOURCE_TERMS = {
  list: { shape: listName, label: 'List', hint: 'A list has one source: setting another replaces it.' },
  layout: {
    shape: layout,
    isOptional: true,
    label: 'Layout',
    hint: 'How a file is laid out. The list of another gateway has none.',
    none: 'None',
    flag: '--layout <layout>',
    option: 'how a file is laid out',
  },
  url: {
    shape: address,
    label: 'From',
    hint: 'https://…, file:///directory or gateway://name/list.',
    flag: '--url <url>',
    option: 'where it is: https, file or gateway, see below',
  },
  everySeconds: {
    shape: everySeconds,
    label: 'Every so many seconds',
    hint: 'For example 21600 for every six hours.',
    unit: 'seconds',
    flag: '--every <time>',
    option: 'how often to look, e.g. 15m, 6h, 1d (one minute to seven days)',
  },
  purpose: {
    shape: purpose,
    isOptional: true,
    label: 'Purpose',
    hint: 'Under which the list may leave, for good. Without one it stays with the owner.',
    choices: PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code, title }) => ({
      ...{ value: code, name: title },
    })),
    none: 'None: it stays with the owner',
    flag: '--purpose <code>',
    option: 'purpose under which the list may leave, for good; without one it stays with the owner',
  },
  // The partner is the one whose entries these are.
  partner: {
    shape: partnerOri,
    isOptional: true,
    label: 'ORI of the agency whose entries these are (optional)',
    hint: 'It is told of hits.',
    flag: '--agency <agency>',
    option: 'agency whose entries these are, by ORI or name; it is told of hits',
  },
} as const satisfies Terms;
