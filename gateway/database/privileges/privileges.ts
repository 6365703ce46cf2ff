/** The shape in which a database's privileges are declared: for one group role, exactly what its log-ins may do. */

/** `true`: every column. Absent: none. */
type Columns = true | readonly string[];

export interface TablePrivileges {
  readonly insert?: Columns;
  readonly update?: Columns;
  readonly delete?: true;
  /**
   * Triggers, without which the log-in could do what its privileges do not say: each must be there, and switched on. Their
   * names begin with the table's, which is left out here.
   */
  readonly guards?: readonly string[];
  /** Why no less, and what holds what remains. SELECT goes with every table that is declared. */
  readonly why: string;
}

export interface DeclaredPrivileges {
  readonly setting: string;
  /** The contents of the database, in a sentence. */
  readonly what: string;
  /** A table or view, of the schema `public`, by which the database is known. */
  readonly holds: string;
  /** The one group that its log-ins are in. */
  readonly role: string;
  /** An example of a log-in, for anyone who must make one. */
  readonly login: string;
  readonly tables: Readonly<Record<string, TablePrivileges>>;
  /** USAGE of each, and SELECT where `read`. */
  readonly sequences: Readonly<Record<string, { readonly read: boolean; readonly why: string }>>;
  /** Functions that act with their owner's rights, by signature. */
  readonly functions: Readonly<Record<string, string>>;
}
