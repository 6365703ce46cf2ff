/** What is said of every hit before anybody acts on it: commands and pages say it alike. */
export const VERIFY =
  'Each is unconfirmed until a person has verified plate, state and status by sight and through dispatch (Policy 420).';
