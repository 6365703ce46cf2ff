/** Describes a page behind the sign-in, which shows something, and may have forms that do something. */
import type { Request } from 'express';
import type { ComponentChildren } from 'preact';
import type { AdministrativeAction } from '../../../sharing-rules/terms/roles.ts';
import type { Terms } from '../../http/schemas/terms.ts';
import type { NavigationLink } from '../layout/document.tsx';
import type { KeptKind } from '../session/kept-forms.ts';
import type { Session } from '../session/sessions.ts';
import type { PersonApi } from './person-api.ts';
import type { Problem } from './problem.ts';
import type { GivenFile } from './send-file.ts';
import type { Told } from './told.tsx';

/** The text that a form brought; the reader joins a name that stands several times, e.g. checkboxes. */
export type Fields = URLSearchParams;

export interface Visit {
  readonly request: Request;
  readonly session: Session;
  /** Asks the gateway as the person: no page has another way. */
  readonly api: PersonApi;
  /** Sends a form to the gateway under its key, so that a double click acts once. @throws as `PersonApi.call` */
  readonly post: <Answer = unknown>(path: string, body?: unknown) => Promise<Answer>;
  /** The address by which the browser reached us, e.g. `https://alpr.example.gov`. */
  readonly own: string;
  /** The time zone (IANA) in which the person counts days. */
  readonly zone: string;
  /** The parts of the path, by the name in the pattern. */
  readonly at: Readonly<Record<string, string>>;
  /** The parameters of the URL. */
  readonly search: URLSearchParams;
  /** The text that was typed, if a form is shown again; empty at first. */
  readonly typed: Fields;
  /** The problem with it; null at first. */
  readonly problem: Problem | null;
  /**
   * Keeps in the session what was typed, so that its answer has an address that says nothing of it.
   * @throws PageProblem where it is too long
   */
  readonly keep: (kind: KeptKind, id: string) => Promise<void>;
  /** The secrets in each form of the page: its token, and the key by which a double click acts once. */
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
  /** True if a form is shown again, with what is wrong. */
  readonly hasFault?: boolean;
  /** The problem that stands above the body. */
  readonly problem?: Problem;
  /** The sentence for each wrong field, by name; default: the faults that came with the problem. */
  readonly faults?: ReadonlyMap<string, string>;
  /** Names of files in `assets/files`. */
  readonly scripts?: readonly string[];
  /** True if the page has just halted or resumed sharing, which the node's registry may not have yet. */
  readonly isHalted?: boolean;
  /** Set if it holds a release, which leaves as the API's answer would, under the epoch of its commit. */
  readonly release?: { readonly epoch: number };
}

/** A file instead of a page. */
export interface Given {
  readonly file: GivenFile;
  /** Set if it holds a release: see `Shown`. */
  readonly release?: { readonly epoch: number };
}

/** The outcome of a form: on to another page, which tells what was done, or a result that is shown or given at once. */
export type Acted = { readonly goTo: string; readonly told?: Told } | Given | Shown;

export interface Page {
  /** Express's pattern. */
  readonly path: string;
  /** The act that the role must allow, so that the page is even shown; null: anyone who has signed in. */
  readonly action: AdministrativeAction | null;
  /** The link in the navigation, in the order of the pages; somebody sees those that their role may use. */
  readonly link?: Omit<NavigationLink, 'address'>;
  /** The terms of its form: faults name the fields by their labels. */
  readonly terms?: Terms;
  /** True if people come here first: those whose role does not allow it go to the first page that it does. */
  readonly entrance?: true;
  /** True if it may hold a release: a revoke finds it from before the API is asked to its last byte. */
  readonly releases?: true;
  /** True if its form only looks something up: then its answer is cut as what is read is. */
  readonly formReads?: true;
  /** True if it shows in its own way what is wrong with what was typed. */
  readonly showsProblem?: true;
  /** True if its form may bring a file, which is then the text of the field. */
  readonly takesFile?: true;
  readonly show: (visit: Visit) => Promise<Given | Shown>;
  /** Handles POST. Whatever fault of the gateway it throws is shown above what `show` gives, with what was typed. */
  readonly act?: (visit: Visit) => Promise<Acted>;
}
