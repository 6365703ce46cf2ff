/**
 * The life of a request for a page behind the sign-in, as one list: whose session, whether the form is ours, whether the
 * role may see the page, what the page shows or does, and whether it may still be shown when it is ready.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { NextFunction, Request, Response, Router } from 'express';
import type { Bodies } from '../../http/bodies/bodies.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { readWhileItStands } from '../../http/while-it-stands.ts';
import type { Registration, Registrations } from '../../identity/registrations-store.ts';
import type { InFlight, ResponseInFlight } from '../../release/lease/in-flight.ts';
import { markKnown } from '../../sign-in/mark-known.ts';
import type { SignedInShell } from '../layout/document.tsx';
import { sendPage } from '../layout/send-page.ts';
import type { SessionCookie } from '../session/cookies.ts';
import { fieldsToKeep, isKeepable } from '../session/kept-forms.ts';
import type { OwnAddress } from '../session/own-address.ts';
import { isFormToken, type Session } from '../session/sessions.ts';
import { EndedPage, ProblemPage, pageOfFault, SessionRemovedPage, WrongRolePage } from './fault-pages.tsx';
import type { Acted, Fields, Page, Visit } from './page.ts';
import { openPersonApi, type PersonApiDeps, SessionOver } from './person-api.ts';
import { PageProblem, type Problem } from './problem.ts';
import { giveFile, sendRelease } from './send-release.ts';
import { type ShellDeps, ShownPage, shellOf } from './shown-page.tsx';
import { mayVisit } from './who-may-visit.ts';

export interface ServePagesDeps extends PersonApiDeps, ShellDeps {
  readonly bodies: Bodies;
  readonly own: OwnAddress;
  /** Brings to the next page what a form has done. */
  readonly told: SessionCookie;
  readonly registrations: Pick<Registrations, 'findClient' | 'findPerson'>;
  readonly inFlight: InFlight;
  readonly log: { error(fields: object, message: string): void };
}

/** Bytes of a form, encoded: a proposal has many fields, and a line's end or a comma of a file takes three. */
const LARGEST = { form: 64 * 1024, file: 192 * 1024 };

export function servePages(pages: readonly Page[], deps: ServePagesDeps): Router {
  const router = strictRouter();
  for (const page of pages) {
    // Express answers HEAD as GET: a release would be made, and thrown away.
    if (page.releases) router.head(page.path, (_, response) => refuseHead(page, response));
    router.get(page.path, (request, response) => visit(page, request, response, deps));
    if (page.act !== undefined) {
      // The form stays as it came: `URLSearchParams` reads it, and a name that stands twice stays two values.
      const largest = page.takesFile ? LARGEST.file : LARGEST.form;
      if (page.takesFile) router.post(page.path, deps.bodies.formWithFile(largest));
      router.post(page.path, deps.bodies.form(largest), (request, response) =>
        visit(page, request, response, deps),
      );
    }
  }
  router.use((thrown: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(thrown);
    const { page, status } = pageOfFault(thrown, request, deps.log);
    sendPage(response, page, status);
  });
  return router;
}

function refuseHead({ act }: Page, response: Response): void {
  response
    .set('Allow', act === undefined ? 'GET' : 'GET, POST')
    .status(405)
    .end();
}

async function visit(page: Page, request: Request, response: Response, deps: ServePagesDeps): Promise<void> {
  const { sessions } = deps;
  const isForm = request.method === 'POST';
  const typed = new URLSearchParams(isForm && typeof request.body === 'string' ? request.body : '');
  // Requests that an open page makes by itself are not activity: the session ends as usual.
  const isActivity = request.get('X-Live') === undefined;
  const found = await sessions.find(request, { isActivity }); // 1
  if (found.kind === 'none') return askToSignIn(request, response, typed);
  if (found.kind !== 'session') {
    return sendPage(response, <SessionRemovedPage at={request.path} why={found.kind} />, 403);
  }
  const { session } = found;
  const { clientId, issuer, person } = session;
  markKnown(request, { clientId, issuer, personId: person.personId, roles: person.roles });
  const inFlightResponse = enter(page, request, response, session, deps); // 2
  try {
    if (!mayVisit(session, page.action, deps)) {
      return refuseRole(page, request, response, { session, shell: shellOf(session, deps) }); // 3
    }
    const api = await openPersonApi(session, request.ip ?? '', deps);
    const keep = keeper(session, typed, sessions);
    const acted = await carryOut(
      page,
      { request, session, api, typed, keep, own: deps.own(request), zone: deps.localTimeZone },
      isForm,
    ); // 4
    const now = deps.registrations.findPerson(session.issuer, session.subject);
    // A change of another registration, maybe by this form, makes a new object. A release needs the same one.
    const isSame = page.releases === undefined ? isSameBut(now, session.person) : now === session.person;
    const stands = isSame && deps.registrations.findClient(session.issuer, clientId) !== undefined;
    if (!stands) {
      throw new SessionOver('the registration was changed while the page was made'); // 5
    }
    if ('goTo' in acted) {
      if (acted.told !== undefined) deps.told.set(response, acted.told);
      return response.set('Cache-Control', 'no-store').redirect(303, acted.goTo);
    }
    if ('file' in acted) return await giveFile(response, acted, inFlightResponse);
    const told = isForm || !isActivity ? null : deps.told.read(request);
    if (told !== null) deps.told.clear(response);
    const shell = shellOf(session, deps, acted.isHalted);
    const shown = <ShownPage shown={acted} {...{ shell, told }} terms={page.terms} at={request.path} />;
    if (acted.release === undefined) sendPage(response, shown, acted.status ?? 200);
    else await sendRelease(response, shown, acted.release.epoch, inFlightResponse); // 6
  } catch (error) {
    if (error instanceof PageProblem && error.problem.status < 500) {
      const { problem } = error;
      const shown = {
        problem,
        shell: shellOf(session, deps),
        at: request.path,
        typed: isForm ? typed : null,
      };
      return sendPage(response, <ProblemPage {...shown} />, problem.status);
    }
    if (!(error instanceof SessionOver)) throw error;
    await sessions.endFor(session);
    askToSignIn(request, response, typed);
  } finally {
    // A page that is only read is tracked until the answer has left.
    if (isForm && page.formReads === undefined) inFlightResponse?.leave();
  }
}

/** Returns true if nothing of it has changed but the version. */
function isSameBut(now: Registration | undefined, before: Registration): boolean {
  return now !== undefined && isDeepStrictEqual(now, { ...before, identities: now.identities });
}

function refuseRole(
  { action, entrance }: Page,
  { path }: Request,
  response: Response,
  { session, shell }: { readonly session: Session; readonly shell: SignedInShell },
): void {
  const [first] = shell.links;
  if (entrance === undefined || session.person.roles.length === 0 || first === undefined) {
    sendPage(response, <WrongRolePage {...{ action, shell, at: path }} />, 403);
  } else {
    response.set('Cache-Control', 'no-store').redirect(303, first.address);
  }
}

/**
 * INVARIANT: entered before the API is asked: a revocation after its answer finds this one too. Pages that
 * are only read are cut at once; a form's answer only with a release in it: what stops sharing must not cut
 * the page that did it, and what was typed is not lost before it need be.
 */
function enter(
  page: Page,
  request: Request,
  response: Response,
  { person }: Session,
  { inFlight }: ServePagesDeps,
): ResponseInFlight | null {
  if (request.method !== 'POST' || page.formReads)
    return readWhileItStands(request, response, person, inFlight);
  return page.releases === undefined ? null : inFlight.enter(person.agencyId);
}

function keeper(session: Session, typed: Fields, sessions: PersonApiDeps['sessions']): Visit['keep'] {
  return async (kind, id) => {
    const form = { kind, id, fields: fieldsToKeep(typed) };
    if (!isKeepable(form)) throw new PageProblem(TOO_LONG);
    if (!(await sessions.keepForm(session, form)))
      throw new SessionOver('the session ended while the page was made');
  };
}

const TOO_LONG: Problem = {
  status: 422,
  detail: 'what you typed is too long: shorten it, and send it again',
  reasons: [],
  members: {},
};

type Arriving = Pick<Visit, 'api' | 'keep' | 'own' | 'request' | 'session' | 'typed' | 'zone'>;

/** @throws PageProblem where the page itself cannot be shown; SessionOver */
async function carryOut(page: Page, arriving: Arriving, isForm: boolean): Promise<Acted> {
  if (!isForm || page.act === undefined) return page.show(visitOf(arriving, null));
  if (!comesFromUs(arriving)) return again(page, arriving, NOT_OURS);
  try {
    return await page.act(visitOf(arriving, null));
  } catch (error) {
    if (!(error instanceof PageProblem)) throw error;
    return again(page, arriving, error.problem);
  }
}

/** Shows the form as typed, with what is wrong, under a new key: what is corrected is another request. */
async function again(page: Page, arriving: Arriving, problem: Problem): Promise<Acted> {
  const shown = await page.show(visitOf(arriving, problem));
  if ('file' in shown) return shown;
  return { ...shown, ...(page.showsProblem ? {} : { problem }), status: problem.status, hasFault: true };
}

function visitOf(arriving: Arriving, problem: Problem | null): Visit {
  const { request, session, typed } = arriving;
  const key = typed.get('key') ?? '';
  const isKey = /^[0-9a-f-]{36}$/.test(key);
  const form = { token: session.formToken, key: isKey && problem === null ? key : randomUUID() };
  return {
    ...{ ...arriving, form, problem },
    post: (path, body) => arriving.api.call('POST', path, body, { 'Idempotency-Key': form.key }),
    at: request.params as Readonly<Record<string, string>>,
    search: new URL(request.originalUrl, 'https://gateway.invalid').searchParams,
  };
}

const NOT_OURS: Problem = {
  status: 403,
  heading: 'Not sent yet',
  detail:
    'nothing was done, since you signed in again after you opened this form. Check what you typed, and send it again',
  reasons: [],
  members: {},
};

/** Checks the token, and what browsers say about where a request comes from (W3C Fetch Metadata). */
function comesFromUs({ own, request, session, typed }: Arriving): boolean {
  const site = request.get('Sec-Fetch-Site');
  const origin = request.get('Origin');
  if (site !== undefined && site !== 'same-origin') return false;
  // A page without a referrer has the origin `null` (Fetch, §3.1), as has a sandboxed one of anybody's.
  if (origin === 'null' ? site === undefined : origin !== undefined && origin !== new URL(own).origin)
    return false;
  return isFormToken(session, typed.get('token'));
}

/** Asks to sign in beside a form's page, which keeps what was typed, so that the person sends it again. */
function askToSignIn(request: Request, response: Response, typed: Fields): void {
  if (request.method === 'POST') {
    sendPage(response, <EndedPage at={request.path} typed={typed} />, 401);
    return;
  }
  response
    .set('Cache-Control', 'no-store')
    .redirect(303, `/sign-in?return=${encodeURIComponent(request.originalUrl)}`);
}
