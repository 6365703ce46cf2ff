/**
 * What somebody sent by a form whose answer has an address of its own. It is kept in the session, sealed as its tokens
 * are: no address holds a plate, a case or a name, nobody else has the form, and it ends with the session.
 */

/** `release`: a query that was answered with reads; `held`: one that waits; `search`: what was looked for in the log. */
export type KeptKind = 'release' | 'held' | 'search';

/** Names and values. */
type KeptFields = readonly (readonly [name: string, value: string])[];

export interface KeptForm {
  readonly kind: KeptKind;
  /** In the address. */
  readonly id: string;
  /** When it was sent, ms. */
  readonly at: number;
  readonly fields: KeptFields;
}

/** Bytes of all of a session: its row holds 64 KiB, and is read with each request. */
const MOST = 40_000;

/** Of the form alone, and of no use in another one. */
const NOT_KEPT: ReadonlySet<string> = new Set(['token', 'key']);

/** As they came, empty ones too: what stands several times is told apart by its place. */
export function fieldsToKeep(typed: URLSearchParams): KeptFields {
  return [...typed].filter(([name]) => !NOT_KEPT.has(name));
}

export function isKeepable(form: Pick<KeptForm, 'fields'>): boolean {
  return sizeOf(form) <= MOST;
}

function sizeOf({ fields }: Pick<KeptForm, 'fields'>): number {
  // What stands around the fields, and the id, are some hundred bytes.
  return Buffer.byteLength(JSON.stringify(fields)) + 200;
}

/**
 * With the form as the newest one; one that was kept under its id is replaced. What no longer fits goes, the oldest
 * first.
 */
export function withForm(kept: readonly KeptForm[], form: KeptForm): readonly KeptForm[] {
  let left = MOST;
  const fitting: KeptForm[] = [];
  for (const one of [form, ...kept.filter(({ id, kind }) => id !== form.id || kind !== form.kind)]) {
    left -= sizeOf(one);
    if (left < 0) break;
    fitting.push(one);
  }
  return fitting;
}

/** The newest first. */
export function formsOf(
  { forms = [] }: { readonly forms?: readonly KeptForm[] },
  kind: KeptKind,
): readonly KeptForm[] {
  return forms.filter((one) => one.kind === kind);
}

/** As it was typed; null where the session has none such. */
export function typedBefore(
  session: { readonly forms?: readonly KeptForm[] },
  kind: KeptKind,
  id: string | undefined,
): URLSearchParams | null {
  const form = formsOf(session, kind).find((one) => one.id === id);
  return form === undefined ? null : typedIn(form);
}

export function typedIn({ fields }: KeptForm): URLSearchParams {
  return new URLSearchParams(fields.map(([name, value]) => [name, value]));
}
