/**
 * Reads pages of the gateway as strictly as they are written: every attribute in double quotes, every `<` of a text
 * escaped. What does not fit is told, since it may be somebody's markup.
 */

export interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** Between this tag and the next one, as a browser shows it. */
  readonly text: string;
}

export interface ReadPage {
  readonly tags: readonly Tag[];
  /** Pieces of the page that are no tag as we write them. */
  readonly faults: readonly string[];
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [A-Za-z-]+(?:="[^"]*")?)*)\/?>/y;
const ATTRIBUTE = / ([A-Za-z-]+)(?:="([^"]*)")?/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

export function readHtml(html: string): ReadPage {
  const tags: Tag[] = [];
  const faults: string[] = [];
  const body = html.replace(/^<!doctype html>/i, '');
  for (let at = body.indexOf('<'); at >= 0; ) {
    TAG.lastIndex = at;
    const [whole = '<', slash, name = '', attributes = ''] = TAG.exec(body) ?? [];
    const next = body.indexOf('<', at + whole.length);
    if (name === '') faults.push(body.slice(at, at + 80));
    else {
      const text = unescaped(body.slice(at + whole.length, next < 0 ? undefined : next));
      tags.push({ name, isEnd: slash === '/', attributes: attributesOf(attributes), text });
    }
    at = next;
  }
  return { tags, faults };
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name.toLowerCase(), unescaped(value)]),
  );
}

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => NAMED[name] as string);
}

export interface Field {
  readonly name: string;
  readonly value: string;
  /** Of an input; `textarea`, `select` and `button` for those. */
  readonly type: string;
  readonly isChecked: boolean;
  readonly options: readonly string[];
}

export interface Form {
  readonly action: string;
  readonly method: string;
  readonly fields: readonly Field[];
}

/** @param at address of the page, to which a form without an action is sent */
export function formsIn({ tags }: ReadPage, at: string): readonly Form[] {
  const forms: { action: string; method: string; fields: Field[] }[] = [];
  let isOpen = false;
  let select: { field: Field; options: string[] } | null = null;
  for (const { attributes, isEnd, name, text } of tags) {
    if (name === 'form') {
      isOpen = !isEnd;
      if (isOpen) {
        forms.push({ action: attributes.action ?? at, method: attributes.method ?? 'get', fields: [] });
      }
    }
    const form = forms.at(-1);
    if (!isOpen || isEnd || form === undefined) continue;
    if (name === 'option' && select !== null) {
      select.options.push(attributes.value ?? '');
      if ('selected' in attributes) form.fields.push({ ...select.field, value: attributes.value ?? '' });
    }
    if (attributes.name === undefined) continue;
    const field = { name: attributes.name, isChecked: 'checked' in attributes, options: [] as string[] };
    const value = attributes.value ?? '';
    if (name === 'input') form.fields.push({ ...field, value, type: attributes.type ?? 'text' });
    if (name === 'textarea') form.fields.push({ ...field, value: text, type: name });
    if (name === 'button') form.fields.push({ ...field, value, type: name });
    if (name === 'select') {
      const made = { ...field, value: '', type: name };
      select = { field: made, options: field.options };
      form.fields.push(made);
    }
  }
  return forms;
}

/** Of the links of the page. */
export function linksIn({ tags }: ReadPage): readonly string[] {
  return tags.flatMap(({ attributes, name }) => (name === 'a' && attributes.href ? [attributes.href] : []));
}
