/** The commands, in the order of the help: what each takes, and what it is for; so the help loads none of them. */
export const COMMANDS = {
  serve: 'run one gateway node, configured by the environment',
  'demo [options]': 'run a whole gateway with invented data on this machine, nothing configured',
  'doctor [options]': 'look at everything that a node needs: databases, Redis, issuer, proxy, clock, disk',
  'migrate [options]': 'bring both databases to the newest schema; forward only, as the owner of the schemas',
  'register [options] [file]':
    'take issuers, agencies, persons and clients from a JSON file into the registry, as its owner',
  'ingest [options] <file>':
    'take reads from an NDJSON or CSV file; faulty rows are set aside in a file beside it, with line and reason',
  sources: 'sources that push reads: one person proposes, another approves; what is taken and set aside',
  'sign-in [options]': 'sign in as yourself, with a second factor, for what a key alone may not do',
  'sign-out [options]': 'forget sign-ins that are kept on this machine',
  'query [options] [plate]': 'ask for reads of a plate, as a partner agency',
  'ask [options] [plate]': 'ask other agencies for reads of a plate, and the own store, as the owner',
  incident: 'what happened, told by choosing: try it on queries that were asked with words',
  'api [options] <method> <path>':
    'send one request of the API as a client, with a token and a proof of its key; print the answer',
  agencies: 'look up, register and change agencies of the registry',
  grant: 'propose and approve grants: two persons, one after the other',
  'revoke [options] <agency>': 'end all sharing with an agency at once; safe to repeat',
  'halt [options]': 'stop all sharing with everybody at once; safe to repeat',
  'resume [options]':
    'end a halt, which takes two administrators: grants in force share again, revoked ones do not',
  'sharing [options]':
    'show whether sharing is halted, who halted it, when and why, and what to check before resuming',
  agreement:
    'agreements with the gateways of other agencies: two persons of each side accept, either side ends',
  peers: 'gateways of other agencies: compare their logs with ours, test the way to them, ask them again',
  audit: 'search, export, verify and mirror the audit log',
  log: 'the log, its keys and its witnesses',
  'witness [options]': 'run a witness, which cosigns the heads of logs (C2SP tlog-witness)',
  retention: 'what is kept, and for how long',
  officer: 'officers who ask for partners: enrolled at their first query, up to the roster',
  client: 'clients that may sign in: registered by `register` or by two administrators, removed here',
  person:
    'persons who may sign in: registered by `register` or by two administrators, suspended and removed here',
  issuer:
    'identity issuers whose tokens are accepted: registered by `register` or by two administrators, removed here',
  review: 'queries held for a person, and releases for danger to life that are reviewed afterwards',
  report: 'reports of misuse, the monthly audit (Policy 420.9.1), and what the public is told',
  'evidence [options] <entry>':
    'what was released for a case, for its file and the prosecutor; each time is an entry of the log',
  process: 'served process: subpoenas, warrants, orders and records requests, with what is due when',
  preservation: 'reads that two persons keep for a case beyond thirty days: propose, approve, take, end',
  'hot-list': 'hot lists: import, fetch, exchange, show',
  hits: 'reads that match a hot list, and what a reviewer decides about each',
} as const;

export type CommandName = keyof typeof COMMANDS extends infer Usage
  ? Usage extends `${infer Name} ${string}`
    ? Name
    : Usage
  : never;
