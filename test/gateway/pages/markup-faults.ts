/** What of a page's markup is not ours: an element, an attribute or an address that no page of the gateway writes. */
import type { ReadPage, Tag } from '../../setup/pages/read-html.ts';

const ELEMENTS = new Set([
  ...[
    'html',
    'bdi',
    'head',
    'meta',
    'title',
    'link',
    'script',
    'body',
    'header',
    'nav',
    'main',
    'footer',
    'section',
    'div',
  ],
  ...[
    'h1',
    'h2',
    'h3',
    'p',
    'a',
    'span',
    'strong',
    'code',
    'pre',
    'mark',
    'time',
    'br',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
  ],
  ...['table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'figure', 'figcaption'],
  ...[
    'form',
    'fieldset',
    'legend',
    'label',
    'input',
    'textarea',
    'select',
    'optgroup',
    'option',
    'datalist',
    'button',
  ],
  ...['svg', 'g', 'rect', 'circle', 'path', 'text'],
]);

const ATTRIBUTES = new Set([
  ...[
    'lang',
    'charset',
    'name',
    'content',
    'rel',
    'href',
    'type',
    'src',
    'class',
    'id',
    'for',
    'role',
    'title',
    'download',
    'readonly',
    'hidden',
    'data-copies',
  ],
  ...[
    'tabindex',
    'scope',
    'colspan',
    'datetime',
    'method',
    'enctype',
    'accept',
    'action',
    'value',
    'checked',
    'selected',
    'required',
    'open',
  ],
  ...[
    'rows',
    'maxlength',
    'max',
    'min',
    'list',
    'autocomplete',
    'autofocus',
    'label',
    'target',
    'data-progress',
    'data-epoch',
    'data-days',
    'data-kinds',
    'data-mark',
    'data-name',
    'data-purposes',
    'data-words',
  ],
  ...['viewbox', 'cx', 'cy', 'r', 'x', 'y', 'd', 'width', 'height', 'transform', 'text-anchor'],
]);

/** Where a page leads: to us, to the issuer's sign-in by a form, to a mail, or into itself. */
const ADDRESS = /^(?:\/(?!\/)|#|\?|mailto:|data:application\/json;base64,[A-Za-z0-9+/=]*$|$)/;

export function markupFaults({ faults, tags }: ReadPage): string[] {
  return [
    ...faults.map((piece) => `not a tag of ours: ${piece}`),
    ...tags.flatMap((tag) => faultsOf(tag).map((fault) => `<${tag.name}>: ${fault}`)),
  ];
}

function faultsOf({ attributes, isEnd, name, text }: Tag): string[] {
  const found: string[] = [];
  if (!ELEMENTS.has(name)) found.push('no element of ours');
  for (const [attribute, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.has(attribute) && !attribute.startsWith('aria-'))
      found.push(`no attribute of ours: ${attribute}`);
    if (['action', 'href', 'src'].includes(attribute) && !ADDRESS.test(value)) {
      found.push(`leads to ${value.slice(0, 40)}`);
    }
  }
  // Nothing runs, and nothing is styled, that the page holds itself: that is what its policy forbids.
  if (name === 'script' && !isEnd && !(attributes.src?.startsWith('/assets/') && text.trim() === '')) {
    found.push('a script of the page itself');
  }
  if (name === 'link' && !attributes.href?.startsWith('/assets/')) found.push('a style from elsewhere');
  return found;
}
