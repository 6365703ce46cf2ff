/** The members of a partner's answer that are used; others may be there, and are never shown. */
import { compileSchema } from '../../http/schema.ts';
import { receipt } from '../../http/schemas/answers.ts';
import { orNull, type Schema, type Shape, type TypesOf, text, uuid } from '../../http/schemas/shapes.ts';
import { shownRead } from '../../reads/sources/shown-read.schema.ts';

/** Requires these members, and lets a newer gateway say more. */
function having<M extends Readonly<Record<string, Schema>>>(properties: M): Shape<TypesOf<M>> {
  return { type: 'object', required: Object.keys(properties), properties };
}

export interface StatedReason {
  readonly code: string;
  readonly clause: string;
  readonly detail?: string;
  readonly whatToDo?: string;
}

const reasons: Shape<readonly StatedReason[]> = {
  type: 'array',
  maxItems: 50,
  items: {
    type: 'object',
    required: ['code', 'clause'],
    properties: {
      code: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,63}$' },
      ...{ clause: text, detail: text, whatToDo: text },
    },
  },
};

const cursor: Shape<string> = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,8192}$' };
const reads: Shape<readonly (typeof shownRead extends Shape<infer Read> ? Read : never)[]> = {
  type: 'array',
  items: shownRead,
};

export const validateReleased = compileSchema(
  having({
    releaseId: uuid,
    decision: having({ effect: text, reasons }),
    reads,
    next: orNull(cursor),
    receipt,
  }),
);
export const validateHeld = compileSchema(having({ queryId: uuid, reasons, receipt }));
export const validateRefused = compileSchema(having({ reasons, receipt }));
