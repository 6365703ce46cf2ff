/** The syntax tree of a text, and the text of its parts. */
import { parseSync } from '@swc/core';
import type { Node } from './node-changes.ts';

/** So that the tree's span begins where the file does, whatever comment comes first. */
const PREFIX = '0;';
const SYNTAX = { syntax: 'typescript', target: 'es2023' } as const;

export interface SyntaxTree {
  /** The statements of the file. */
  readonly body: readonly unknown[];
  readonly text: (span: Node['span']) => string;
  /** What stands before a place and from it on. */
  readonly cut: (at: number) => readonly [before: string, after: string];
}

/** Throws where the text is no program. */
export function parse(source: string): SyntaxTree {
  const bytes = Buffer.from(PREFIX + source);
  const { span, body } = parseSync(PREFIX + source, SYNTAX);
  const base = span.start;
  return {
    body: body.slice(1),
    text: ({ start, end }) => bytes.toString('utf8', start - base, end - base),
    cut: (at) => [bytes.toString('utf8', PREFIX.length, at - base), bytes.toString('utf8', at - base)],
  };
}

/** Calls `visit` for each node, from the outside in; it says whether the parts of the node are visited too. */
export function walk(value: unknown, visit: (node: Node) => boolean): void {
  if (Array.isArray(value)) for (const part of value) walk(part, visit);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && 'span' in value && !visit(value as Node)) return;
    for (const [member, part] of Object.entries(value)) if (member !== 'typeAnnotation') walk(part, visit);
  }
}
