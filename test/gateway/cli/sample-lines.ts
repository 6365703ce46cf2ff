/** Command lines that make an agency, and a proposal for it. */

export const ADD = `add CO0810100 --name "Sample Police" --class municipal --state CO --status active --bound yes
  --has-287g no --federal-members no --roster 25`;
export const PROPOSE = `propose --agency CO0810100 --purposes all --until 2099-01-01 --agreement "MOU 1"
  --agreed-on 2026-01-05 --article-74 --officer-mfa --certified-by "Chief Example"
  --certified-on ${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}`;
