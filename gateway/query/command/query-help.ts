/** Stands below the options in `query --help`. */

export const QUERY_HELP = `\nAgainst the demo, what is missing of purpose, case, justification and officer
(officer-1, Officer One) is filled in, and the command says so.

Examples:
  npm run gateway -- query DEMO001 --as adams
  npm run gateway -- query DEMO003 --as adams --purpose stolen_vehicle \\
    --offense nibrs:240 --case CR-2026-0147 --kind offense \\
    --happened "$(date -u -d '6 hours ago' +%FT%TZ)" --city "Commerce City" \\
    --vehicle stolen --reported-by victim --affirm
  npm run gateway -- query --pick-up 3f0c… --as adams
  npm run gateway -- query --next 3f0c…

The second states the incident: what is chosen cannot be misread, so no words
are needed, and the window is filled in as the purpose asks. \`/v1/purposes\` has
what each purpose takes.

What \`--next\` needs is kept below DATA_DIR (next-pages/RELEASE.json, mode 0600)
for fifteen minutes. Typed again, \`--next\` and \`--pick-up\` show the same answer,
which counts once.

Exit code: 0 if reads came, or if the query is held for a person; 1 if not.`;
