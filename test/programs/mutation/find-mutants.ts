/** Finds every mutant of a file, from its syntax tree; types, imports and messages of errors are left as they are. */
import type { Mutant } from './mutant.ts';
import { type Change, changesOf, type Node } from './node-changes.ts';
import { parse, walk } from './syntax-tree.ts';

/** Parts that no test of behaviour could notice: types, module names, and what an error says to a programmer. */
function isSkipped(node: Node): boolean {
  if (/^(Import|ExportAll|ExportNamed)/.test(node.type)) return true;
  if (/^Ts/.test(node.type)) {
    return !['TsAsExpression', 'TsNonNullExpression', 'TsSatisfiesExpression', 'TsConstAssertion'].includes(
      node.type,
    );
  }
  return node.type === 'ThrowStatement';
}

/** Some changes give no program at all, such as `??` beside `||` without parentheses. */
function isProgram(source: string): boolean {
  try {
    parse(source);
    return true;
  } catch {
    return false;
  }
}

type Told = Pick<Mutant, 'text' | 'change' | 'original' | 'replacement'>;

/** Whether two changes of one file read the same, whatever their places. */
function isAlike(a: Told, b: Told): boolean {
  return (
    a.text === b.text && a.change === b.change && a.original === b.original && a.replacement === b.replacement
  );
}

/** In the order of the file. */
export function findMutants(file: string, source: string): readonly Mutant[] {
  const { body, text: textAt, cut } = parse(source);
  const lines = source.split('\n');
  const mutants: Mutant[] = [];

  function add({ change, at, replacement }: Change): void {
    const original = textAt(at);
    if (original === replacement) return;
    const [before] = cut(at.start);
    const [, after] = cut(at.end);
    const changed = before + replacement + after;
    if (!isProgram(changed)) return;
    const line = before.split('\n').length;
    const text = (lines[line - 1] as string).trim();
    const mutant = { file, line, change, original, replacement, text, source: changed };
    mutants.push({ ...mutant, nth: 1 + mutants.filter((other) => isAlike(other, mutant)).length });
  }

  walk(body, (node) => {
    if (isSkipped(node)) return false;
    for (const change of changesOf(node, textAt)) add(change);
    return true;
  });
  return mutants;
}
