/** Tells what the gateway answered, and what a person should do about it. */
import { isReasonCode, passes, sentence } from '../../../sharing-rules/terms/reasons.ts';
import type { ShownWords } from '../../../sharing-rules/what-to-do.ts';
import { foundLine } from '../found-words.ts';
import { nextCommand } from '../next-command.ts';
import { inCommands } from './in-commands.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed if the answer is JSON, else text. */
  readonly body: unknown;
}

/** A refusal or a fault of the gateway (RFC 9457), in words. */
export class GatewayProblem extends Error {
  readonly answer: HttpAnswer;
  constructor(message: string, answer: HttpAnswer) {
    super(message);
    this.name = 'GatewayProblem';
    this.answer = answer;
  }
}

/** Nobody answered: what was asked may have been done, or not. */
export class NoAnswer extends Error {
  override readonly name: string = 'NoAnswer';
}

/** The issuer gave no token: nothing was asked. */
export class NoToken extends NoAnswer {}

/** The one who asked, and the others who can. */
export interface Who {
  /** Name of the client. */
  readonly asked: string;
  readonly clients: readonly KnownClient[];
}

const NOBODY: Who = { asked: '', clients: [] };

export async function readAnswer(response: Response): Promise<HttpAnswer> {
  const { status, headers } = response;
  const text = await response.text();
  const json = /^application\/(?:[\w.+-]+\+)?json\b/.test(headers.get('Content-Type') ?? '');
  return { status, headers, body: json && text !== '' ? JSON.parse(text) : text };
}

/** The next step by status, if the problem document does not give one. */
const NEXT: Readonly<Record<number, string>> = {
  401: 'check that the client is registered, with its person, and neither was removed: the gateway says no more to strangers',
  403: 'change what the reasons name, each explained in gateway/docs/reasons.md; without a change it is refused again',
  404: 'check the name or number',
  409: 'look at the present state first, then decide again',
  413: 'send less at once',
  422: 'correct what is named above, and send it again',
  429: 'wait, then try again',
  503: 'try again shortly',
};

/** The remedy by what the sentence of a 401 names; if it names nothing, the registration is at fault. */
const NEXT_401: readonly (readonly [named: RegExp, step: string])[] = [
  [
    /\bhtu\b|another audience/,
    'set `resource` in the file of clients to the PUBLIC_URL of the gateway, letter by letter; where to connect is ' +
      '`gateway` there, GATEWAY_URL or --gateway',
  ],
  [/\bclock|expired|not valid yet/, "set this machine's clock right, and the issuer's"],
];

/** A client that can act, as the file of clients names it. */
export interface KnownClient {
  readonly name: string;
  readonly scope: string;
  /** Present if the file gives them, as the demo's does. */
  readonly roles?: readonly string[];
}

/** The end of the gateway's sentence to a person who must sign in. */
const SIGN_IN = /: [\w ]+ -- sign-in$/;

/**
 * Returns the body of a good answer.
 * @param who the one refused, and others who might not be
 * @throws GatewayProblem for status 400 and above: detail, reason codes, next step
 */
export function bodyOf(answer: HttpAnswer, who: Who = NOBODY): unknown {
  const { status, headers } = answer;
  if (status < 400) return answer.body;
  const problem = (typeof answer.body === 'object' && answer.body !== null ? answer.body : {}) as {
    title?: unknown;
    detail?: unknown;
    reasons?: readonly ToldReason[];
  };
  const reasons = Array.isArray(problem.reasons) ? problem.reasons : [];
  const told = String(problem.detail ?? problem.title ?? 'the gateway refused');
  // The next step says it with the environment's settings; a person need not know what a system would need.
  const mustSignIn = SIGN_IN.test(told);
  const lines = [`${status}: ${inCommands(mustSignIn ? told.replace(SIGN_IN, '') : told)}`];
  for (const reason of reasons) {
    const { code, clause, detail, found } = reason;
    lines.push(
      `  ${code}${clause === undefined ? '' : ` (${clause})`}${detail === undefined ? '' : `: ${detail}`}`,
      ...foundLine(found),
      ...(mustSignIn ? [] : whatToChange(reason, told)),
    );
  }
  const wait = headers.get('Retry-After');
  const codes = reasons.map(({ code }) => String(code));
  const step = stepFor(status, told, codes, who);
  const next = wait === null ? step : `try again in ${wait} s`;
  if (next !== undefined) lines.push(`next: ${next}`);
  throw new GatewayProblem(lines.join('\n'), answer);
}

interface ToldReason {
  readonly code?: unknown;
  readonly clause?: unknown;
  readonly detail?: unknown;
  readonly found?: readonly ShownWords[];
  readonly whatToDo?: unknown;
}

/** Adds the sentence of a reason if the answer's own detail, which covers only the first, lacks it. */
function whatToChange({ code, detail, whatToDo }: ToldReason, told: string): string[] {
  if (!isReasonCode(code)) return [];
  const what =
    typeof whatToDo === 'string'
      ? whatToDo
      : sentence({ code, ...(typeof detail === 'string' ? { detail } : {}) });
  return told.includes(what) ? [] : [`    ${inCommands(what)}`];
}

function stepFor(status: number, detail: string, codes: readonly string[], who: Who): string | undefined {
  if (status === 401) return NEXT_401.find(([named]) => named.test(detail))?.[1] ?? NEXT[status];
  if (status !== 403) return NEXT[status];
  if (SIGN_IN.test(detail)) return nextCommand('sign-in');
  if (codes.length === 0) return whoMay(detail, who);
  return codes.every(passes) ? 'send the same query again then' : NEXT[status];
}

/** Names who may: a refusal without reasons is about the asker, and names a role, scope or other person. */
function whoMay(detail: string, { asked, clients }: Who): string {
  const roles = /needs the role ([\w ]+)/.exec(detail)?.[1]?.split(' or ') ?? [];
  const scope = /lacks the scope ([\w.]+)/.exec(detail)?.[1];
  if (/another administrator/.test(detail)) roles.push('sharing_admin');
  const others = clients.filter(
    (each) =>
      each.name !== asked && (each.scope === scope || each.roles?.some((role) => roles.includes(role))),
  );
  if (others.length === 0) return 'name with --as the client of somebody who may';
  const which = scope === 'alpr.admin' ? 'one of them whose role allows it' : 'somebody who may';
  return `name with --as ${which}: ${others.map(({ name }) => `--as ${name}`).join(' or ')}`;
}
