/** What `agencies add` and `agencies change` say of an agency, as the gateway takes it. */

export interface FactOptions {
  readonly oris?: readonly string[];
  readonly name?: string;
  readonly class?: string;
  readonly status?: string;
  readonly state?: string;
  readonly county?: string;
  readonly roster?: number;
  readonly bound?: string;
  readonly has287g?: string;
  readonly federalMembers?: string;
  /** Of a change. */
  readonly reason?: string;
}

/** @throws Error for a change of nothing; what a new agency needs the gateway knows. */
export function factsOf(options: FactOptions, verb: 'add' | 'change'): Record<string, unknown> {
  const {
    bound,
    class: agencyClass,
    county,
    federalMembers,
    has287g,
    name,
    oris,
    roster,
    state,
    status,
  } = options;
  const isYes = (answer?: string) => (answer === undefined ? undefined : answer === 'yes');
  const facts = {
    name,
    class: agencyClass,
    status,
    state,
    county,
    oris,
    roster,
    boundByArticle74: isYes(bound),
    has287g: isYes(has287g),
    federalMembers: isYes(federalMembers),
  };
  if (verb === 'change' && Object.values(facts).every((fact) => fact === undefined)) {
    throw new Error('name what to change: a fact of the agency, e.g. `--status suspended`');
  }
  // JSON leaves out what is undefined.
  return { ...facts, reason: options.reason };
}
