/**
 * Keeps what somebody sent by a form whose answer has its own address. It is in the session, sealed as its
 * tokens are: no address holds a plate, case or name, nobody else has it, and it ends with the session.
 */

/** `release` for a query answered with reads; `held` for one that waits; `ask` for one at several agencies; `search` of the log. */
export type KeptKind = 'release' | 'held' | 'ask' | 'search';

type KeptFields = readonly (readonly [name: string, value: string])[];

export interface KeptForm {
  readonly kind: KeptKind;
  /** The id in the address. */
  readonly id: string;
  /** Milliseconds since the epoch at which it was sent. */
  readonly at: number;
  readonly fields: KeptFields;
}

/** Bytes of all of a session: its row holds 64 KiB, and is read with each request. */
const MOST = 40_000;

/** The fields of the form alone, which are of no use in another one. */
const NOT_KEPT: ReadonlySet<string> = new Set(['token', 'key']);

/** Returns them as they came, even if empty: those that stand several times are told apart by place. */
export function fieldsToKeep(typed: URLSearchParams): KeptFields {
  return [...typed].filter(([name]) => !NOT_KEPT.has(name));
}

export function isKeepable(form: Pick<KeptForm, 'fields'>): boolean {
  return sizeOf(form) <= MOST;
}

function sizeOf({ fields }: Pick<KeptForm, 'fields'>): number {
  // The id, and what stands around the fields, are some hundred bytes.
  return Buffer.byteLength(JSON.stringify(fields)) + 200;
}

/**
 * Adds the form as the newest one; one that was kept under its id is replaced. Forms that no longer fit are
 * dropped, the oldest first.
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

/** Returns them, the newest first. */
export function formsOf(
  { forms = [] }: { readonly forms?: readonly KeptForm[] },
  kind: KeptKind,
): readonly KeptForm[] {
  return forms.filter((one) => one.kind === kind);
}

/** Returns it as it was typed; null if the session has none such. */
export function typedBefore(
  session: { readonly forms?: readonly KeptForm[] },
  kind: KeptKind,
  id: string | undefined,
): URLSearchParams | null {
  const form = formsOf(session, kind).find((one) => one.id === id);
  return form === undefined ? null : typedIn(form);
}

/** Returns what was typed for the answer that the address names by `?as=ID`; null if it names none of the session. */
export function typedAs(
  session: { readonly forms?: readonly KeptForm[] },
  search: URLSearchParams,
): URLSearchParams | null {
  const id = search.get('as') ?? undefined;
  const kinds = ['release', 'held', 'ask'] as const;
  return kinds.map((kind) => typedBefore(session, kind, id)).find((typed) => typed !== null) ?? null;
}

export function typedIn({ fields }: KeptForm): URLSearchParams {
  return new URLSearchParams(fields.map(([name, value]) => [name, value]));
}
