/**
 * Renders Markdown as elements of Preact. Only elements that are named here are made, and whatever else
 * stands in the text stays text: there is no way by which a guide could bring markup into a page.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import { type ComponentChild, cloneElement, createElement, type VNode } from 'preact';

export interface MarkdownOptions {
  /** @returns the address that a link leads to here; null: nowhere, and the file that it means is named instead */
  linkTo(target: string): { readonly address: string } | { readonly file: string };
  /** @returns what stands for a picture */
  picture(source: string, alt: string): ComponentChild;
}

/** A heading of a guide, by which it can be linked, with what stands below it. */
export interface Section {
  readonly id: string;
  readonly heading: string;
  /** True of the parts that a guide has, not of parts of parts. */
  readonly isPart: boolean;
  readonly text: string;
}

export interface RenderedMarkdown {
  /** The text of the first heading, which is not repeated in the body. */
  readonly title: string;
  readonly body: readonly ComponentChild[];
}

const parser = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** The elements that may be made, besides those of `leaf`. */
const PLAIN = new Set([
  ...['p', 'ul', 'ol', 'li', 'strong', 'em', 's', 'blockquote', 'thead', 'tbody', 'td'],
]);

interface OpenElement {
  readonly token: Token | null;
  readonly children: ComponentChild[];
}

/** @throws Error for what no guide has used yet: it is to be added here, and looked at */
export function renderMarkdown(markdown: string, options: MarkdownOptions): RenderedMarkdown {
  const tokens = parser.parse(markdown, {});
  const isTitle = tokens[0]?.tag === 'h1';
  const title = isTitle ? plainText(tokens[1] as Token) : '';
  return { title, body: new Walk(options).elements(isTitle ? tokens.slice(3) : tokens) };
}

/** Lists the headings of a rendered text in their order. */
export function sectionsOf({ body }: Pick<RenderedMarkdown, 'body'>): readonly Section[] {
  const sections: Section[] = [];
  for (const element of body) {
    const [first] = childrenOf(element) as VNode<{ readonly id?: string }>[];
    const id = /^h[2-6]$/.test(String(first?.type)) ? first?.props.id : undefined;
    const last = sections.at(-1);
    if (first !== undefined && id !== undefined) {
      sections.push({ id, heading: textOf([first]), isPart: first.type === 'h2', text: '' });
    } else if (last !== undefined) {
      sections[sections.length - 1] = { ...last, text: `${last.text} ${textOf([element])}`.trim() };
    }
  }
  return sections;
}

/** Makes anchors as GitHub does: lower case, no punctuation, hyphens for spaces. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

/** Walks through one text, and gives each id once. */
class Walk {
  readonly #options: MarkdownOptions;
  readonly #ids = new Set<string>();

  constructor(options: MarkdownOptions) {
    this.#options = options;
  }

  elements(tokens: readonly Token[]): ComponentChild[] {
    const open: OpenElement[] = [{ token: null, children: [] }];
    const within = () => (open.at(-1) as OpenElement).children;
    for (const token of tokens) {
      if (token.nesting === 1) open.push({ token, children: [] });
      else if (token.nesting === 0) within().push(...this.#leaf(token));
      else {
        const ended = open.pop() as { token: Token; children: ComponentChild[] };
        within().push(...this.#element(ended.token, ended.children));
      }
    }
    return within();
  }

  #element(token: Token, children: ComponentChild[]): ComponentChild[] {
    const { hidden, tag } = token;
    // The paragraphs of a list without empty lines.
    if (hidden) return children;
    if (/^h[1-6]$/.test(tag)) return [this.#heading(tag, children)];
    if (tag === 'a') return this.#link(String(token.attrGet('href') ?? ''), children);
    if (tag === 'table') return [scrolling(children)];
    if (tag === 'tr') return [createElement('tr', this.#idOfRow(children), ...children)];
    // A heading without words is left out.
    if (tag === 'th' && children.length === 0) return [createElement('td', null)];
    if (tag === 'th') return [createElement('th', { scope: 'col' }, ...children)];
    if (!PLAIN.has(tag))
      throw new Error(`no guide may have \`${token.type}\` yet: see \`${import.meta.filename}\``);
    const start = tag === 'ol' ? token.attrGet('start') : null;
    return [createElement(tag, start === null ? null : { start: Number(start) }, ...children)];
  }

  #leaf(token: Token): ComponentChild[] {
    const { content, type } = token;
    switch (type) {
      case 'inline':
        return this.elements(token.children ?? []);
      case 'text':
        return [content];
      case 'softbreak':
        return ['\n'];
      case 'hardbreak':
        return [createElement('br', null)];
      case 'code_inline':
        return [createElement('code', null, content)];
      case 'fence':
      case 'code_block':
        return [createElement('pre', null, createElement('code', null, content))];
      case 'image':
        return [this.#options.picture(String(token.attrGet('src') ?? ''), content)];
      default:
        throw new Error(`no guide may have \`${type}\` yet: see \`${import.meta.filename}\``);
    }
  }

  #heading(tag: string, children: ComponentChild[]): ComponentChild {
    const text = textOf(children);
    const id = this.#newId(anchorOf(text));
    return createElement(
      'div',
      { class: 'heading' },
      createElement(tag, { id }, ...children),
      createElement('a', { href: `#${id}`, 'aria-label': `Address of the section: ${text}` }, '#'),
    );
  }

  #link(target: string, children: ComponentChild[]): ComponentChild[] {
    const found = this.#options.linkTo(target);
    if ('address' in found) return [createElement('a', { href: found.address }, ...children)];
    return [...children, ' (', createElement('code', null, found.file), ' in the project)'];
  }

  /** Gives a row about a code or a setting an id, so that it can be linked by its name. */
  #idOfRow([first]: ComponentChild[]): { readonly id?: string } {
    const [cell] = childrenOf(first);
    const name = typeof cell === 'object' && (cell as VNode | null)?.type === 'code' ? textOf([cell]) : '';
    return /^\w+$/.test(name) && !this.#ids.has(name) ? { id: this.#newId(name) } : {};
  }

  #newId(wanted: string): string {
    let id = wanted;
    for (let at = 1; this.#ids.has(id); at += 1) id = `${wanted}-${at}`;
    this.#ids.add(id);
    return id;
  }
}

/** Makes a table that scrolls reachable by keyboard (WCAG 2.1.1), with a name; on a phone its rows are blocks. */
function scrolling([head, ...bodies]: ComponentChild[]): ComponentChild {
  const cells = childrenOf(childrenOf(head)[0]).map((cell) => textOf([cell]));
  const names = cells.filter((name) => name !== '');
  const named = (cell: ComponentChild, at: number) =>
    at === 0 || cells[at] === '' ? cell : cloneElement(cell as VNode, { 'data-name': cells[at] });
  const children = bodies.map((body) =>
    createElement(
      'tbody',
      null,
      ...childrenOf(body).map((row) => cloneElement(row as VNode, null, ...childrenOf(row).map(named))),
    ),
  );
  return createElement(
    'div',
    { class: 'table-scroll stacks', tabIndex: 0, role: 'group', 'aria-label': `Table: ${names.join(', ')}` },
    createElement(
      'table',
      { class: 'usa-table usa-table--borderless usa-table--stacked' },
      head,
      ...children,
    ),
  );
}

function childrenOf(element: ComponentChild | undefined): ComponentChild[] {
  if (typeof element !== 'object' || element === null || !('props' in element)) return [];
  const { children = [] } = element.props as { readonly children?: ComponentChild | ComponentChild[] };
  return Array.isArray(children) ? children : [children];
}

/** Returns the words of elements, without their markup. */
export function textOf(children: readonly ComponentChild[]): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(childrenOf(child)))).join('');
}

function plainText({ children }: Token): string {
  return (children ?? []).map(({ content }) => content).join('');
}
