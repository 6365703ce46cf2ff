/** What a page behind the sign-in is: it shows something, and may have forms that do something. */
import type { Request } from 'express';
import type { ComponentChildren } from 'preact';
import type { AdministrativeAction } from '../../../sharing-rules/terms/roles.ts';
import type { KeptKind } from '../session/kept-forms.ts';
import type { Session } from '../session/sessions.ts';
import type { PersonApi } from './person-api.ts';
import type { Problem } from './problem.ts';
import type { GivenFile } from './send-file.ts';

/** What a form brought, as text; a name that stands several times is joined by the reader, e.g. checkboxes. */
export type Fields = URLSearchParams;

/** What a page is given. */
export interface Visit {
  readonly request: Request;
  readonly session: Session;
  /** Asks the gateway as the person: no page has another way. */
  readonly api: PersonApi;
  /** By which the browser reached us, e.g. `https://alpr.example.gov`. */
  readonly own: string;
  /** Of the path, by the name in the pattern. */
  readonly at: Readonly<Record<string, string>>;
  /** Of the URL. */
  readonly search: URLSearchParams;
  /** What was typed where a form is shown again; empty at first. */
  readonly typed: Fields;
  /** What went wrong with it; null at first. */
  readonly problem: Problem | null;
  /**
   * Keeps in the session what was typed, so that its answer has an address that says nothing of it.
   * @throws PageProblem where it is too long
   */
  readonly keep: (kind: KeptKind, id: string) => Promise<void>;
  /** To stand in each form of the page: its token, and the key by which a double click acts once. */
  readonly form: FormSecrets;
}

export interface FormSecrets {
  readonly token: string;
  readonly key: string;
}

export interface Shown {
  readonly title: string;
  readonly body: ComponentChildren;
  readonly status?: number;
  /** Names of files in `assets/files`. */
  readonly scripts?: readonly string[];
  /** Where the page has just halted or resumed all sharing: the node's copy of the registry may not have it yet. */
  readonly isHalted?: boolean;
  /** Where a release is in it: it leaves as the API's answer would, under the epoch at which it was committed. */
  readonly release?: { readonly epoch: number };
}

/** A file instead of a page. */
export interface Given {
  readonly file: GivenFile;
}

/** What a form did: on to another page, or what came of it shown or given at once. */
export type Acted = { readonly goTo: string } | Given | Shown;

export interface Page {
  /** Express's pattern. */
  readonly path: string;
  /** That the role must allow, so that the page is not even shown; null: anyone who has signed in. */
  readonly action: AdministrativeAction | null;
  /** Whether people come here first: anybody with a role that does not allow it is sent to the first page that theirs does. */
  readonly entrance?: true;
  /** Whether a release may be in it: then a revoke finds it from before the API is asked until its last byte. */
  readonly releases?: true;
  /** Whether its form only looks something up: then its answer is cut as what is read is. */
  readonly formReads?: true;
  readonly show: (visit: Visit) => Promise<Given | Shown>;
  /** For POST. Whatever it throws of the gateway's is shown above the form, with what was typed. */
  readonly act?: (visit: Visit) => Promise<Acted>;
}
