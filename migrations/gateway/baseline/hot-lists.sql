-- Hot lists and hits, where they come from and go to, and the outbox that wakes the jobs: truth is here, Redis only hurries.

CREATE TABLE hot_list (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$'),
  -- NULL: a list of the owner. Else the partner whose entries these are, and who is told of hits.
  agency_id bigint REFERENCES agency (id),
  -- standing: entered one by one by a partner, each a query that waits.
  kind text NOT NULL CHECK (kind IN ('imported', 'standing')),
  layout text,
  -- Under which entries and hits of an imported list leave; NULL: they stay in the house.
  purpose text,
  -- Extracts that write 0 for O are matched accordingly.
  zero_for_o boolean NOT NULL DEFAULT false,
  -- Also plates that cameras confuse; such a hit is marked "verify".
  lookalike boolean NOT NULL DEFAULT false,
  version text,
  rules_revision text,
  entries bigint NOT NULL DEFAULT 0 CHECK (entries >= 0),
  restricted bigint NOT NULL DEFAULT 0 CHECK (restricted >= 0),
  -- Of the last version: taken, setAside, dropped, refused, restricted.
  counts jsonb,
  imported_at timestamptz,
  -- Why the newest version waits for a person, e.g. it would shrink the list too much.
  asks text,
  -- With hot_list_entry.copies for nodes of versions before 0.2.0, which remembered the file of a list. Nothing reads them.
  blocks_of text,
  -- Removals up to this position are not all there any more: a late reader begins again, and misses nothing.
  forgotten bigint NOT NULL DEFAULT 0 CHECK (forgotten >= 0),
  CHECK (kind = 'imported' OR agency_id IS NOT NULL)
);
CREATE UNIQUE INDEX hot_list_one_standing ON hot_list (agency_id) WHERE kind = 'standing';

-- Positions of entries and removals come from one sequence; a list changes in one transaction at a time, so a reader that
-- asks for what lies behind the last position it saw misses nothing.
CREATE SEQUENCE hot_list_position AS bigint;
-- No foreign key on the list, whose row is never deleted: checked row by row it doubles the time of an import.
CREATE TABLE hot_list_entry (
  list_id uuid NOT NULL,
  position bigint NOT NULL DEFAULT nextval('hot_list_position'),
  -- Hash of the entry's content: the same row of the next version is the same entry.
  key uuid NOT NULL,
  -- Each row of an import pays for these checks: they take half the time of one expression for all of it.
  plate text COLLATE "C" NOT NULL CHECK (length(plate) BETWEEN 2 AND 10 AND plate !~ '[^A-Z0-9]'),
  plate_state text COLLATE "C" CHECK (length(plate_state) = 2 AND plate_state !~ '[^A-Z]'),
  kind text NOT NULL CHECK (kind <> 'immigration_violator'),
  -- CJISSECPOL 4.2.2: for the owner's own use, never released.
  restricted boolean NOT NULL,
  category text,
  reference text,
  originator text,
  note text,
  effective_at timestamptz,
  expires_at timestamptz,
  copies integer NOT NULL DEFAULT 1 CHECK (copies > 0),
  PRIMARY KEY (list_id, position)
);
CREATE UNIQUE INDEX hot_list_entry_key ON hot_list_entry (list_id, key);
-- Reads are matched by what plates that look alike have in common, as lookalikeKey of sharing-rules/terms/plate.ts.
CREATE INDEX hot_list_entry_plate ON hot_list_entry (translate(plate, 'ODIBSZ', '001852'));

-- An entry that left its list, without its plate; told for ninety days.
CREATE TABLE hot_list_removal (
  list_id uuid NOT NULL,
  position bigint NOT NULL DEFAULT nextval('hot_list_position'),
  entry bigint NOT NULL,
  restricted boolean NOT NULL,
  removed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (list_id, position)
);

-- A partner's entry is a query that waits: judged when it enters, and again at every notice.
CREATE TABLE standing_query (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agency_id bigint NOT NULL REFERENCES agency (id),
  list_id uuid NOT NULL REFERENCES hot_list (id),
  position bigint NOT NULL UNIQUE,
  subject jsonb NOT NULL,
  -- Purpose, officer and plate, as a query has them.
  query jsonb NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  -- It ends with the grant under which it was entered, and a later grant does not bring it back; NULL: told to nobody.
  grant_id uuid REFERENCES sharing_grant (id)
);
CREATE INDEX standing_query_agency ON standing_query (agency_id);

CREATE TABLE hit (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  list_id uuid NOT NULL REFERENCES hot_list (id),
  position bigint NOT NULL,
  -- Who is told; NULL: nobody but the owner.
  agency_id bigint REFERENCES agency (id),
  read_id uuid NOT NULL,
  captured_at timestamptz NOT NULL,
  -- Canonical JSON of the read, as it would leave.
  read text NOT NULL,
  verify boolean NOT NULL,
  status text NOT NULL DEFAULT 'unconfirmed' CHECK (status IN ('unconfirmed', 'confirmed', 'dismissed')),
  matched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by uuid REFERENCES person (id),
  decided_at timestamptz,
  -- On what a vendor told of: no store of the agency's own has the read, so that the hit ends by its age alone.
  of_vendor boolean NOT NULL DEFAULT false,
  UNIQUE (list_id, position, read_id),
  CHECK ((status = 'unconfirmed') = (decided_by IS NULL))
);
CREATE INDEX hit_agency ON hit (agency_id, captured_at DESC);
CREATE INDEX hit_captured ON hit (captured_at);
CREATE INDEX hit_unconfirmed ON hit (captured_at) WHERE status = 'unconfirmed';

CREATE TABLE match_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- Up to where reads were matched, by the time the store took them.
  taken_at timestamptz NOT NULL DEFAULT now(),
  -- When matching last looked back for reads of slow transactions: once a minute, not at every sweep.
  looked_back_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO match_state DEFAULT VALUES;

-- Where a partner is told. As a grant it takes two persons: one sets it, another approves it.
CREATE TABLE partner_endpoint (
  agency_id bigint PRIMARY KEY REFERENCES agency (id),
  url text NOT NULL CHECK (length(url) <= 2048),
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- From it and a key file derives the secret that signs (Standard Webhooks): none is in the database.
  salt bytea NOT NULL CHECK (octet_length(salt) = 32),
  set_by uuid REFERENCES person (id),
  approved_by uuid REFERENCES person (id),
  approved_at timestamptz,
  -- How deliveries stand: in the row, for the partner and the administrators, and so that a trouble is told once.
  tried_at timestamptz,
  taken_at timestamptz,
  failing_since timestamptz,
  fault text CHECK (fault ~ '^endpoint_[a-z0-9_]{1,40}$'),
  CONSTRAINT partner_endpoint_two_persons CHECK (approved_by IS NULL OR (set_by IS NOT NULL AND approved_by <> set_by)),
  CONSTRAINT partner_endpoint_approval_whole CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CONSTRAINT partner_endpoint_failing_whole CHECK ((failing_since IS NULL) = (fault IS NULL))
);

-- Lists that are pushed, and up to where.
CREATE TABLE list_push (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  list_id uuid NOT NULL REFERENCES hot_list (id),
  agency_id bigint NOT NULL REFERENCES agency (id),
  position bigint NOT NULL DEFAULT 0,
  -- When it began: entries that had left the list before are not pushed as removals.
  began bigint NOT NULL DEFAULT 0,
  UNIQUE (list_id, agency_id)
);

-- Where a list comes from.
CREATE TABLE list_source (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  list_name text NOT NULL UNIQUE,
  -- Of a file; a gateway's entries have none.
  layout text,
  purpose text,
  -- https://; file:// for a watched directory; gateway://name/list for a list of another gateway, asked for with the
  -- credentials of that name.
  url text NOT NULL CHECK (url ~ '^(https|http|file|gateway)://' AND length(url) <= 2048),
  every interval NOT NULL CHECK (every >= interval '1 second'),
  etag text,
  next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  fetched_at timestamptz,
  -- The partner whose entries these are, and who is told of hits; NULL: the owner's own list.
  agency_id bigint REFERENCES agency (id),
  -- Position up to which another gateway's list is here.
  since bigint NOT NULL DEFAULT 0 CHECK (since >= 0),
  -- A person has looked: the next fetch may shrink the list.
  allow_shrink boolean NOT NULL DEFAULT false,
  -- Newest position of the other gateway's list when the reading of it began; 0 when that is passed.
  began bigint NOT NULL DEFAULT 0 CHECK (began >= 0),
  CONSTRAINT list_source_layout_check CHECK ((layout IS NULL) = starts_with(url, 'gateway://'))
);

-- The gateway's own hot list at a vendor that keeps the reads: what it was last seen to hold, and by whom else its alerts
-- are taken. The plates themselves are the standing queries'.
CREATE TABLE vendor_list (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- Target of its jobs.
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  -- Digest of what it was last seen to hold.
  wanted text CHECK (length(wanted) <= 64),
  entries integer NOT NULL DEFAULT 0 CHECK (entries >= 0),
  -- Subscriptions that send the vendor's alerts to somebody else.
  other_subscriptions integer NOT NULL DEFAULT 0 CHECK (other_subscriptions >= 0),
  verified_at timestamptz
);
INSERT INTO vendor_list DEFAULT VALUES;

CREATE TABLE outbox (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('hit_notice', 'list_push', 'list_fetch', 'vendor_list')),
  -- A hit, a push, a source or the vendor's list: one open job for each at a time.
  target uuid NOT NULL,
  agency_id bigint REFERENCES agency (id),
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'refused', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  run_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  worker uuid,
  leased_until timestamptz,
  fault text,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  CHECK ((status = 'waiting') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX outbox_one_open ON outbox (kind, target) WHERE status = 'waiting';
CREATE INDEX outbox_due ON outbox (run_at) WHERE status = 'waiting';
CREATE INDEX outbox_dead ON outbox (ended_at) WHERE status = 'dead';
CREATE INDEX outbox_ended ON outbox (target, ended_at) WHERE status <> 'waiting';
CREATE INDEX outbox_of_agency ON outbox (agency_id) WHERE status IN ('waiting', 'dead');
