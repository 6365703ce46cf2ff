/** The warning shown with every hit before anybody acts on it, the same in commands and on pages. */
export const VERIFY =
  'Each is unconfirmed until a person has verified plate, state and status by sight and through dispatch (Policy 420).';
