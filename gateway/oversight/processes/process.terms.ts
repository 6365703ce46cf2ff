/** The terms of a served process, each declared once for the API, the commands and the pages. */
import { DUTIES, type Duty, PROCESS_KINDS, type ProcessKind } from '../../../sharing-rules/served-process.ts';
import { WORDS } from '../../http/reason.schema.ts';
import { oneOf, type Shape } from '../../http/schemas/shapes.ts';
import { named, type Terms } from '../../http/schemas/terms.ts';

export const KIND_WORDS: Readonly<Record<ProcessKind, string>> = {
  subpoena: 'Subpoena',
  search_warrant: 'Search warrant',
  court_order: 'Court order',
  records_request: 'Records request',
  administrative_warrant: 'Administrative warrant of immigration',
};

export const DUTY_WORDS: Readonly<Record<Duty, string>> = {
  answer: 'Answer it',
  copy_to_state: 'Send a copy to the state',
  notify_person: 'Tell the person',
};

/** The most persons, or plates, of one process. */
const MOST = 100;

const dayOrTime: Shape<string> = {
  type: 'string',
  maxLength: 40,
  anyOf: [{ format: 'date-time' }, { format: 'date' }],
};
const issuer: Shape<string> = { type: 'string', minLength: 1, maxLength: 200, pattern: WORDS };
const listOf = (maxLength: number): Shape<readonly string[]> => ({
  type: 'array',
  maxItems: MOST,
  items: { type: 'string', minLength: 1, maxLength },
});

export const PROCESS_TERMS = {
  kind: {
    shape: oneOf(...PROCESS_KINDS),
    label: 'Kind',
    hint: 'An administrative warrant of immigration is refused as you register it.',
    choices: named(KIND_WORDS),
    flag: '--kind <kind>',
    option: 'what it is',
  },
  issuer: {
    shape: issuer,
    label: 'Issuer',
    hint: 'The court or the office, as on the paper. Name no person.',
    flag: '--issuer <text>',
    option: 'court or office that issued it; name no person',
  },
  servedAt: {
    shape: dayOrTime,
    label: 'Served on',
    fault: 'Give the day on which it was served.',
    flag: '--served <time>',
    option: 'when it was served, e.g. 2026-12-01',
  },
  scope: {
    members: {
      persons: {
        shape: listOf(200),
        isOptional: true,
        label: 'Persons it names',
        hint: 'One a line. Only a code of each name is kept, so nobody can read it here again.',
        flag: '--person <names...>',
        option: 'persons that it names; only a code of each is kept',
      },
      plates: {
        shape: listOf(32),
        isOptional: true,
        label: 'Plates it names',
        hint: 'One a line. Only a code of each is kept.',
        flag: '--plate <plates...>',
        option: 'plates that it names; only a code of each is kept',
      },
      from: {
        shape: dayOrTime,
        isOptional: true,
        label: 'Asks about the time from',
        flag: '--from <time>',
        option: 'first day, or time, that it asks about',
      },
      to: {
        shape: dayOrTime,
        isOptional: true,
        label: 'Asks about the time to',
        flag: '--to <time>',
        option: 'last day, or time, that it asks about',
      },
    },
  },
  documentSha256: {
    shape: { type: 'string', minLength: 1, maxLength: 200 } as Shape<string>,
    isOptional: true,
    label: 'SHA-256 of the document',
    hint: 'The document stays in your own file. On Linux sha256sum FILE prints it, on Windows certutil -hashfile FILE SHA256.',
  },
} as const satisfies Terms;

const due = (label: string, flag: string, option: string, hint?: string) =>
  ({ shape: dayOrTime, isOptional: true, label, flag, option, ...(hint && { hint }) }) as const;

/** The duties as forms and commands ask for them: by when each is due, if there is one. */
const DUE_TERMS = {
  answer: due(
    'Answer due by',
    '--answer-by <time>',
    'last day, or time, to answer it',
    'The last day. Without it, nobody is reminded.',
  ),
  copy_to_state: due(
    'Copy to the state due by',
    '--copy-by <time>',
    'last day, or time, to send a copy to the department of public safety',
    'Federal immigration process: a copy goes to the department of public safety (HB26-1276).',
  ),
  notify_person: due(
    'Notice to the person due by',
    '--notify-by <time>',
    'last day, or time, to tell the person whom it is about',
    'If something is given under federal immigration process, the person is told (HB26-1276).',
  ),
} as const satisfies Readonly<Record<Duty, unknown>>;

const { documentSha256, scope, ...papers } = PROCESS_TERMS;

/** Orders the form: due dates come before the persons and plates that the paper names. */
export const TYPED_TERMS = {
  ...papers,
  due: { members: DUE_TERMS },
  scope,
  documentSha256,
} as const satisfies Terms;

/** Puts what was typed into the form that the API takes. @param typed as `TYPED_TERMS` say */
export function processBody(typed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const {
    due: given = {},
    scope: about = {},
    ...others
  } = typed as {
    readonly due?: Partial<Record<Duty, string>>;
    readonly scope?: object;
  };
  const duties = DUTIES.flatMap((duty) => {
    const by = given[duty];
    return by === undefined ? [] : [{ duty, by }];
  });
  return { ...others, scope: about, duties };
}
