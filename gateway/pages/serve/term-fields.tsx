/**
 * Forms from the table of a resource's terms: the fields, what they begin with, what was typed as the API takes it, and
 * what is wrong beside the field that it is about.
 */
import {
  assembled,
  choicesOf,
  type Group,
  kindOf,
  type PlacedTerm,
  placed,
  type Term,
  type Terms,
  valueAt,
} from '../../http/schemas/terms.ts';
import { CheckboxGroup } from '../layout/checkbox-group.tsx';
import { Select, TextArea, TextField } from '../layout/fields.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { inLabels } from './field-labels.ts';
import type { Fields } from './page.ts';
import { PageProblem, type Problem } from './problem.ts';
import { whatToDo } from './problem-view.tsx';

/** Stands for every value of a list. */
const ALL = 'all';

/** The faults, by the field's name. */
type Faults = ReadonlyMap<string, string>;

const withLabel = (terms: Terms) => placed(terms).filter(({ term }) => term.label !== undefined);

interface TermFieldsProps {
  readonly terms: Terms;
  readonly fields: Fields;
  /** The problem with what was typed; null at first. */
  readonly problem: Problem | null;
}

export function TermFields({ fields, problem, terms }: TermFieldsProps) {
  const faults = faultsOf(terms, problem);
  return (
    <>
      {withLabel(terms).map(({ name, term }) => (
        <TermField key={name} {...{ name, term, fields }} error={faults.get(name)} />
      ))}
    </>
  );
}

interface TermFieldProps extends Pick<PlacedTerm, 'name' | 'term'> {
  readonly fields: Fields;
  readonly error: string | undefined;
}

function TermField({ error, fields, name, term }: TermFieldProps) {
  const { isOptional, label = '', legend = label, none, shape, takesAll } = term;
  const kind = kindOf(term);
  const isBox = kind === 'box' || kind === 'boxes';
  // Its name is relied on to the letter, so this stands beside it.
  const hint = isOptional && !isBox ? ['(optional)', term.hint].filter(Boolean).join(' ') : term.hint;
  const field = { name, error, ...(hint === undefined ? {} : { hint }) };
  if (isBox) {
    const listed = choicesOf(term).map(({ clause, name, value }) => ({
      ...{ value, name: clause === undefined ? name : `${name} (${clause})` },
    }));
    const all = takesAll ? [{ value: ALL, name: 'All of these' }, ...listed] : listed;
    const choices = kind === 'box' ? [{ value: 'yes', name: label }] : all;
    return <CheckboxGroup {...{ ...field, legend, choices }} chosen={fields.getAll(name)} />;
  }
  if (kind === 'lines')
    return <TextArea {...field} label={label} value={fields.getAll(name).join('\n')} maxLength={20_000} />;
  const value = fields.get(name) ?? '';
  if (kind === 'choice' || kind === 'answer') {
    const known = choicesOf(term);
    // A value of the registry that is not on the list stays as it is.
    const isStrange = value !== '' && !known.some((one) => one.value === value);
    const choices = isStrange ? [{ value, name: value }, ...known] : known;
    return (
      <Select {...{ ...field, label, choices, value }} {...(none === undefined ? {} : { empty: none })} />
    );
  }
  const { maxLength } = shape as { readonly maxLength?: number };
  const kept = kind === 'day' ? { type: 'date' as const } : maxLength === undefined ? {} : { maxLength };
  return <TextField {...{ ...field, label, value }} {...kept} />;
}

/** Fills a form with what the thing says, else with what its terms do. */
export function fieldsOf(terms: Terms, thing: object): Fields {
  const fields = new URLSearchParams();
  for (const { name, path, term } of withLabel(terms)) {
    const value = valueAt(thing, path) ?? term.otherwise ?? '';
    if (typeof value === 'boolean') {
      if (value || kindOf(term) === 'answer') fields.set(name, value ? 'yes' : 'no');
    } else for (const one of [value].flat()) fields.append(name, String(one));
  }
  return fields;
}

/**
 * Reads what was typed as the API takes it; what is missing is told all at once, and nothing is guessed.
 * @param undone how the page says that nothing was done, e.g. `nothing was proposed`
 * @throws PageProblem that marks every field that is missing or wrong
 */
export function typedBody(terms: Terms, typed: Fields, undone: string): Record<string, unknown> {
  const empty = emptyGroups(terms, typed);
  const asked = withLabel(terms).filter(({ path: [first = ''] }) => !empty.includes(first));
  const faults = new Map(
    asked.flatMap(({ name, term }) => {
      const fault = faultOf(term, typed.getAll(name).join().trim());
      return fault === null ? [] : [[name, fault] as const];
    }),
  );
  if (faults.size > 0) {
    const which = faults.size === 1 ? 'one field is' : `${faults.size} fields are`;
    const marked = faults.size === 1 ? 'and is' : 'and are';
    const detail = `${undone}: ${which} missing or wrong, ${marked} marked below`;
    throw new PageProblem({ status: 422, detail, reasons: [], members: { faults } });
  }
  return assembled([
    ...empty.map((name) => [[name], null] as const),
    ...asked.map(({ name, path, term }) => [path, typedValue(term, typed.getAll(name))] as const),
  ]);
}

/** Finds the groups that may be absent and have no text typed. */
function emptyGroups(terms: Terms, typed: Fields): readonly string[] {
  const isEmpty = ([member, group]: [string, Term | Group]) =>
    'members' in group &&
    group.isNullable &&
    placed(group.members, [member]).every(
      ({ name, term }) => kindOf(term) === 'box' || !typed.get(name)?.trim(),
    );
  return Object.entries(terms)
    .filter(isEmpty)
    .map(([member]) => member);
}

function faultOf({ fault, isOptional, label = '', unit, ...term }: Term, text: string): string | null {
  const kind = kindOf(term);
  if (kind === 'whole' && (text !== '' || !isOptional)) {
    const { maximum = Number.MAX_SAFE_INTEGER, minimum = 0 } = term.shape as Record<string, number>;
    const isRight = /^\d{1,16}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
    if (isRight) return null;
    const [least, most] = [minimum, maximum].map((bound) => bound.toLocaleString('en-US'));
    return `Give a whole number${unit === undefined ? '' : ` of ${unit}`}, from ${least} to ${most}.`;
  }
  const isLeftOut = text === '' && !isOptional && (kind !== 'box' || fault !== undefined);
  return isLeftOut ? (fault ?? `Fill in “${label}”.`) : null;
}

function typedValue(term: Term, given: readonly string[]): unknown {
  const text = (given[0] ?? '').trim();
  const isNullable = (term.shape.anyOf as readonly { type?: string }[] | undefined)?.some(
    ({ type }) => type === 'null',
  );
  switch (kindOf(term)) {
    case 'answer':
    case 'box':
      return given.includes('yes');
    case 'boxes':
      return term.takesAll && given.includes(ALL) ? choicesOf(term).map(({ value }) => value) : given;
    case 'lines':
      return text === '' ? undefined : text.split(/\s*\n\s*/);
    case 'whole':
      return text === '' ? undefined : Number(text);
    default:
      if (text !== '') return text;
      return isNullable ? null : undefined;
  }
}

/** Returns the faults to mark: those that the form found, or those that the gateway refused. */
export function faultsOf(terms: Terms, problem: Problem | null): Faults {
  if (problem === null) return new Map();
  const { faults } = problem.members;
  if (faults instanceof Map) return faults as Faults;
  const path = /^`(\w[\w.]*)/.exec(problem.detail)?.[1];
  const marked = placed(terms).flatMap(({ name, path: own, term }) => {
    if (own.join('.') === path) return [[name, asSentence(inLabels(problem.detail, terms))] as const];
    const reason = problem.reasons.find(({ code }) => term.codes?.test(code));
    const words = reason && (whatToDo(reason) ?? reason.code);
    return words === undefined ? [] : [[name, asSentence(words)] as const];
  });
  return new Map(marked);
}
