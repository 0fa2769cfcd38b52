-- Derived from the journal and nothing else; `tongban audit` makes it again and compares.
CREATE TABLE stream_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    stream TEXT NOT NULL,           -- own: main; a peer's: JL7502/intake
    next_seq BIGINT NOT NULL,
    link BYTEA NOT NULL,
    PRIMARY KEY (court_id, matter_id, stream)
) /* small rows */;

CREATE TABLE matter_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,        -- tracking number without blanks
    procedure_name TEXT NOT NULL,
    procedure_digest TEXT NOT NULL, -- hexadecimal; the rules it started under
    case_kind TEXT NOT NULL,
    title TEXT NOT NULL,
    owner TEXT NOT NULL,            -- node that decides
    receiving TEXT NOT NULL,        -- node that took it in
    epoch BIGINT NOT NULL,
    custody TEXT NOT NULL,          -- held, offered, gone
    custody_peer TEXT NOT NULL,
    state TEXT NOT NULL,
    state_since_ms BIGINT NOT NULL,
    next_role TEXT NOT NULL,        -- '-' once it has ended
    next_node TEXT NOT NULL,
    assignee TEXT NOT NULL,         -- '-' nobody
    case_number TEXT NOT NULL,      -- '-' none yet
    is_sealed SMALLINT NOT NULL,
    amount_fen BIGINT NOT NULL,     -- -1 none
    claimed_ms BIGINT NOT NULL,
    counter_ms BIGINT NOT NULL,
    owner_ms BIGINT NOT NULL,       -- -1 not yet known
    entered_ms BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,         -- nearest running period; 9007199254740991 none
    due_period TEXT NOT NULL,
    version BIGINT NOT NULL,        -- events of this matter this node knows
    facts TEXT NOT NULL,            -- canonical JSON the engine reads: counts, takers, materials
    PRIMARY KEY (court_id, matter_id)
);
-- What a queue is narrowed by stands in its indexes, so that rows which do not fit are never read.
CREATE INDEX matter_queue ON matter_rows (court_id, next_node, next_role, due_ms, matter_id,
    state, due_period, procedure_name, owner, receiving);
CREATE INDEX matter_given ON matter_rows (court_id, next_node, next_role, assignee, due_ms,
    matter_id, state, due_period, procedure_name, owner, receiving);

-- Matters of the same parties are found by what they are called.
CREATE INDEX matter_title ON matter_rows (court_id, title, matter_id);

-- How long it took to take a filing in here: from the first page of its draft to the journal.
CREATE TABLE filing_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    role TEXT NOT NULL,             -- of who took it in
    begun_ms BIGINT NOT NULL,
    entered_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, matter_id)
) /* small rows */;
CREATE INDEX filing_entered ON filing_rows (court_id, entered_ms);

-- Matters that were opened out of another one here: an entrusted service out of the case it serves.
CREATE TABLE origin_rows (
    court_id TEXT NOT NULL,
    origin TEXT NOT NULL,           -- the matter it came out of
    matter_id TEXT NOT NULL,
    service_id TEXT NOT NULL,       -- of service_rows: which service it is about; '-' none
    PRIMARY KEY (court_id, origin, matter_id)
) /* small rows */;
CREATE INDEX origin_of ON origin_rows (court_id, matter_id, origin);

CREATE TABLE party_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    side TEXT NOT NULL,
    account_id TEXT NOT NULL,       -- '-' none
    details TEXT NOT NULL,          -- canonical JSON
    PRIMARY KEY (court_id, matter_id, number)
) /* small rows */;
CREATE INDEX party_account ON party_rows (court_id, account_id, matter_id);

-- Accounts that are named on a matter: parties, agents, and who handed it in.
CREATE TABLE person_rows (
    court_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    PRIMARY KEY (court_id, account_id, matter_id)
) /* small rows */;
CREATE INDEX person_matter ON person_rows (court_id, matter_id);

CREATE TABLE period_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,           -- running, stopped, suspended, lapsed
    started TEXT NOT NULL,          -- civil date or instant it runs from
    last_day TEXT NOT NULL,         -- '-' where hours or minutes run, or the calendar is missing
    due_ms BIGINT NOT NULL,
    rounds BIGINT NOT NULL,
    watcher TEXT NOT NULL,          -- node whose clock watches it; '-' the owner's
    details TEXT NOT NULL,          -- canonical JSON: lapse, derivation, digests of its rules
    PRIMARY KEY (court_id, matter_id, name)
);
CREATE INDEX period_due ON period_rows (court_id, status, due_ms);

-- What was handed in and still waits to be answered in the owner's stream: an arrival is never
-- lost, also while the matter stands between two courts.
CREATE TABLE arrival_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    place TEXT NOT NULL,            -- JL7502/intake/3
    position BIGINT NOT NULL,       -- of the event here; -1 where only the answer is known
    answered SMALLINT NOT NULL,
    PRIMARY KEY (court_id, matter_id, place)
) /* small rows */;

CREATE TABLE task_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    node TEXT NOT NULL,
    opened_ms BIGINT NOT NULL,
    position BIGINT NOT NULL,
    closed SMALLINT NOT NULL,
    PRIMARY KEY (court_id, matter_id, name)
) /* small rows */;
CREATE INDEX task_open ON task_rows (court_id, closed, role, opened_ms);

CREATE TABLE document_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    document_id TEXT NOT NULL,      -- node, position and number of the event that brought it
    slot TEXT NOT NULL,             -- which material it is
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,           -- '-' paper only
    bytes BIGINT NOT NULL,
    media TEXT NOT NULL,
    originals BIGINT NOT NULL,
    copies BIGINT NOT NULL,
    brought_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, matter_id, document_id)
) /* small rows */;
CREATE INDEX document_blob ON document_rows (court_id, sha256);

CREATE TABLE number_rows (
    court_id TEXT NOT NULL,
    series TEXT NOT NULL,           -- 2026吉7502民初
    last BIGINT NOT NULL,
    PRIMARY KEY (court_id, series)
) /* small rows */;
CREATE TABLE number_used (
    court_id TEXT NOT NULL,
    case_number TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    PRIMARY KEY (court_id, case_number)
) /* small rows */;

-- The hub's custody lines: no names, no content.
CREATE TABLE custody_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    case_kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    receiving TEXT NOT NULL,
    state TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    clock TEXT NOT NULL,
    due_ms BIGINT NOT NULL,
    is_open SMALLINT NOT NULL,
    epoch BIGINT NOT NULL,          -- 0 while the owner has not received it
    seq BIGINT NOT NULL,
    intake_ms BIGINT NOT NULL,      -- when it was handed in; 9007199254740991: not in this network
    received_ms BIGINT NOT NULL,    -- when an owner first had it; likewise
    answered_ms BIGINT NOT NULL,    -- when its state first changed there; likewise
    PRIMARY KEY (court_id, matter_id)
) /* small rows */;
CREATE INDEX custody_late ON custody_rows (court_id, is_open, due_ms, matter_id);
CREATE INDEX custody_intake ON custody_rows (court_id, intake_ms);
CREATE INDEX custody_answered ON custody_rows (court_id, answered_ms);
CREATE INDEX custody_since ON custody_rows (court_id, since_ms);

-- What somebody was told of a matter, in his inbox here; by which event, and since when he knows.
CREATE TABLE notice_rows (
    court_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    position BIGINT NOT NULL,       -- of the event here
    notice TEXT NOT NULL,           -- which of its procedure
    matter_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    read_ms BIGINT NOT NULL,        -- when he opened it; 0 not yet
    PRIMARY KEY (court_id, account_id, position, notice)
);
CREATE INDEX notice_matter ON notice_rows (court_id, matter_id);

-- What became of the text messages and mails about a notice.
CREATE TABLE telling_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    position BIGINT NOT NULL,       -- of the event that was told
    notice TEXT NOT NULL,
    recipient TEXT NOT NULL,        -- account, or party/0 who has none
    way TEXT NOT NULL,              -- text, mail
    outcome TEXT NOT NULL,          -- sent, or why not: address, rejected, ended
    at_ms BIGINT NOT NULL,
    answered_ms BIGINT NOT NULL,    -- when a counter saw to it that he knows; 0 not yet
    PRIMARY KEY (court_id, matter_id, position, notice, recipient, way)
);
CREATE INDEX telling_open ON telling_rows (court_id, answered_ms, outcome, at_ms);

-- How somebody wants to be told beside his inbox; without a row, every way.
CREATE TABLE way_rows (
    court_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    by_text SMALLINT NOT NULL,
    by_mail SMALLINT NOT NULL,
    language TEXT NOT NULL,         -- '-' as the matter says
    email TEXT NOT NULL,            -- '-' none but what was handed in
    PRIMARY KEY (court_id, account_id)
);

CREATE TABLE account_rows (
    court_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    sign_in TEXT NOT NULL,          -- what the person types
    details TEXT NOT NULL,          -- canonical JSON: name, roles with scope, identity level
    is_active SMALLINT NOT NULL,
    PRIMARY KEY (court_id, account_id)
);
CREATE UNIQUE INDEX account_sign_in ON account_rows (court_id, sign_in);

-- Who may act for whom in a suit; the newest word of each wins whole.
CREATE TABLE representation_rows (
    court_id TEXT NOT NULL,
    representation_id TEXT NOT NULL,
    principal TEXT NOT NULL,        -- account; '-' a person without one
    agent TEXT NOT NULL,            -- account; of help nobody took up: digest of its code
    status TEXT NOT NULL,           -- proposed, in_force, declined, ended
    details TEXT NOT NULL,          -- canonical JSON: code, document, ends, from, matter, name,
                                    -- relation, scope, until
    PRIMARY KEY (court_id, representation_id)
);
CREATE INDEX representation_agent ON representation_rows (court_id, agent, principal);
CREATE INDEX representation_principal ON representation_rows (court_id, principal);

-- Days a court is off or works against the notice, as proposed and decided, and how far the periods
-- that run were counted again.
CREATE TABLE calendar_rows (
    court_id TEXT NOT NULL,
    change_id TEXT NOT NULL,
    kind TEXT NOT NULL,             -- off, work, files
    status TEXT NOT NULL,           -- proposed, approved, declined, done
    first_day TEXT NOT NULL,        -- '-' where rule files brought it
    last_day TEXT NOT NULL,
    position BIGINT NOT NULL,       -- of the proposal
    decided_position BIGINT NOT NULL, -- -1: not decided
    proposed_ms BIGINT NOT NULL,
    decided_ms BIGINT NOT NULL,
    reached TEXT NOT NULL,          -- the last matter counted again; '-' none
    restated BIGINT NOT NULL,       -- matters in which a day moved
    details TEXT NOT NULL,          -- canonical JSON: notice, proposer, decider, reason, words
    PRIMARY KEY (court_id, change_id)
);

-- What one person proposes to change and another decides.
CREATE TABLE proposal_rows (
    court_id TEXT NOT NULL,
    change_id TEXT NOT NULL,
    kind TEXT NOT NULL,             -- directory, words
    target TEXT NOT NULL,           -- the court or place; the key of the sentence
    status TEXT NOT NULL,           -- open, approved, declined
    position BIGINT NOT NULL,       -- of the proposal
    decided_position BIGINT NOT NULL, -- -1: not decided
    proposed_ms BIGINT NOT NULL,
    decided_ms BIGINT NOT NULL,
    proposer TEXT NOT NULL,         -- accounts; '-' none
    decider TEXT NOT NULL,
    reason TEXT NOT NULL,           -- '-' none
    was TEXT NOT NULL,              -- canonical JSON: as it stood
    becomes TEXT NOT NULL,          -- as it is to be
    PRIMARY KEY (court_id, change_id)
);
CREATE INDEX proposal_kind ON proposal_rows (court_id, kind, position);

-- Directory, trust list, rule files and calendars as this node has used them.
CREATE TABLE reference_rows (
    court_id TEXT NOT NULL,
    kind TEXT NOT NULL,             -- directory, trust, rule
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    digest TEXT NOT NULL,
    kept_ms BIGINT NOT NULL,        -- since when it is in the record
    content TEXT NOT NULL,
    PRIMARY KEY (court_id, kind, name, version)
);
CREATE INDEX reference_digest ON reference_rows (court_id, digest);

-- What is to be served on whom in a matter, and how far it is: by the court that decides.
CREATE TABLE service_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    service_id TEXT NOT NULL,       -- JL7505-7-0: owner, place of the paper, first recipient
    place TEXT NOT NULL,            -- of the event that issued the papers: JL7505/main/7
    position BIGINT NOT NULL,       -- of the plan here
    papers TEXT NOT NULL,           -- names parted by blanks
    document TEXT NOT NULL,         -- kind of paper in rules/service
    recipients TEXT NOT NULL,       -- party/0, parted by blanks
    accounts TEXT NOT NULL,         -- of those who may see it, parted by blanks; '-' none
    home TEXT NOT NULL,             -- node whose inbox it lies in; '-' none
    on_served TEXT NOT NULL,        -- steps that follow; '-' none
    on_void TEXT NOT NULL,
    status TEXT NOT NULL,           -- open, served
    served_on TEXT NOT NULL,        -- '-' not yet
    closed_on TEXT NOT NULL,
    is_presumed SMALLINT NOT NULL,
    attempts BIGINT NOT NULL,
    planned_ms BIGINT NOT NULL,
    settled_ms BIGINT NOT NULL,     -- since when that day is the one; 0 not yet
    plan TEXT NOT NULL,             -- canonical JSON: the ways that are left
    details TEXT NOT NULL,          -- canonical JSON: names and addresses
    PRIMARY KEY (court_id, matter_id, service_id)
);
CREATE INDEX service_open ON service_rows (court_id, status, planned_ms);

-- How it was tried, with what is known of each and what follows by law.
CREATE TABLE attempt_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    number BIGINT NOT NULL,         -- from 1
    position BIGINT NOT NULL,       -- of the newest event about it here
    mode TEXT NOT NULL,
    channel TEXT NOT NULL,          -- '-' none
    outcome TEXT NOT NULL,
    served_on TEXT NOT NULL,        -- '-' not
    made_ms BIGINT NOT NULL,
    judged_ms BIGINT NOT NULL,
    wait_until TEXT NOT NULL,       -- day on which the law is asked again; '-' none
    made_by TEXT NOT NULL,          -- account; exchange
    made_as TEXT NOT NULL,          -- its role
    made_at TEXT NOT NULL,          -- node where it was seen
    said TEXT NOT NULL,             -- canonical JSON: facts and dates
    verdict TEXT NOT NULL,          -- canonical JSON
    details TEXT NOT NULL,          -- canonical JSON: place, people met, files
    PRIMARY KEY (court_id, matter_id, service_id, number)
);

CREATE INDEX attempt_waiting ON attempt_rows (court_id, outcome, wait_until);

-- What is announced to somebody whom nothing else reaches.
CREATE TABLE announcement_rows (
    court_id TEXT NOT NULL,
    announcement_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    position BIGINT NOT NULL,
    announced_ms BIGINT NOT NULL,
    on_day TEXT NOT NULL,
    until_day TEXT NOT NULL,        -- when its days are over
    shown_day TEXT NOT NULL,        -- the last day on which it stood there to be read
    gaps TEXT NOT NULL,             -- days before that on which it did not; '-' none
    details TEXT NOT NULL,          -- canonical JSON: course, names, papers, text; {} erased
    PRIMARY KEY (court_id, announcement_id)
);
CREATE INDEX announcement_until ON announcement_rows (court_id, until_day);
CREATE INDEX announcement_service ON announcement_rows (court_id, matter_id, service_id);

-- What other nodes saw of a service, and what its addressee said of it.
CREATE TABLE evidence_rows (
    court_id TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    node TEXT NOT NULL,
    seq BIGINT NOT NULL,            -- of the stream there
    position BIGINT NOT NULL,
    service_id TEXT NOT NULL,       -- '-' every service of the account
    kind TEXT NOT NULL,             -- arrived, read, handed, objected, withdrawn
    account_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    is_taken SMALLINT NOT NULL,     -- the owner has judged it
    said TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (court_id, matter_id, node, seq)
);
CREATE INDEX evidence_open ON evidence_rows (court_id, is_taken, kind, at_ms);
