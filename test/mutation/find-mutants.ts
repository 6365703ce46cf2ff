/** Finds every mutant of a file, from its syntax tree; types, imports and messages of errors are left as they are. */
import { parseSync } from '@swc/core';
import type { Mutant } from './mutant.ts';
import { type Change, changesOf, type Node } from './node-changes.ts';

/** So that the tree's span begins where the file does, whatever comment comes first. */
const PREFIX = '0;';
const SYNTAX = { syntax: 'typescript', target: 'es2023' } as const;

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
    parseSync(source, SYNTAX);
    return true;
  } catch {
    return false;
  }
}

/** In the order of the file. */
export function findMutants(file: string, source: string): readonly Mutant[] {
  const bytes = Buffer.from(PREFIX + source);
  const tree = parseSync(PREFIX + source, SYNTAX);
  const base = tree.span.start;
  const text = ({ start, end }: Node['span']) => bytes.toString('utf8', start - base, end - base);
  const mutants: Mutant[] = [];

  function add({ change, at, replacement }: Change): void {
    const original = text(at);
    if (original === replacement) return;
    const before = bytes.subarray(0, at.start - base).toString('utf8');
    const after = bytes.subarray(at.end - base).toString('utf8');
    const changed = (before + replacement + after).slice(PREFIX.length);
    if (isProgram(changed))
      mutants.push({ file, line: before.split('\n').length, change, original, replacement, source: changed });
  }

  function visit(value: unknown): void {
    if (Array.isArray(value)) for (const part of value) visit(part);
    else if (typeof value === 'object' && value !== null) {
      if ('type' in value && 'span' in value) {
        const node = value as Node;
        if (isSkipped(node)) return;
        for (const change of changesOf(node, text)) add(change);
      }
      for (const [member, part] of Object.entries(value)) if (member !== 'typeAnnotation') visit(part);
    }
  }

  visit(tree.body.slice(1));
  return mutants;
}
