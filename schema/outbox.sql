-- Promises to the world outside. Kept, not derived: rebuilding the state must never send again.
CREATE TABLE outbox (
    court_id TEXT NOT NULL,
    promise_id TEXT NOT NULL,       -- 32 hexadecimal digits, made from position, kind and peer
    kind TEXT NOT NULL,             -- of envelope (envelope.def), or text, mail: see message
    peer TEXT NOT NULL,             -- node; of a message its kind again
    position BIGINT NOT NULL,       -- the event that caused it; -1 of what is in no journal
    status SMALLINT NOT NULL,       -- 0 open, 1 kept, 2 refused by the peer
    tries BIGINT NOT NULL,
    next_try_ms BIGINT NOT NULL,
    promised_ms BIGINT NOT NULL,
    receipt TEXT,                   -- the peer's signed answer
    PRIMARY KEY (court_id, promise_id)
);
CREATE INDEX outbox_open ON outbox (court_id, status, peer, position);

-- What a promised text message or mail says, and to whom, until it is sent or given up: neither is
-- anybody's record. The promise stays.
CREATE TABLE message (
    court_id TEXT NOT NULL,
    message_id TEXT NOT NULL,       -- of its promise
    kind TEXT NOT NULL,             -- text, mail
    to_address TEXT NOT NULL,       -- telephone number, mail address
    subject TEXT NOT NULL,          -- '-' of a text message
    content TEXT NOT NULL,
    matter_id TEXT NOT NULL,        -- '-' where no event tells what became of it: one-time codes
    notice TEXT NOT NULL,           -- which notice of the procedure; '-' none
    recipient TEXT NOT NULL,        -- account, or party/0 who has none; '-' likewise
    made_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,        -- from then on it is not sent any more
    PRIMARY KEY (court_id, message_id)
);
CREATE INDEX message_matter ON message (court_id, matter_id);

-- Envelopes from peers: same id and digest, same answer; same id and another digest is an alarm.
CREATE TABLE inbox (
    court_id TEXT NOT NULL,
    peer TEXT NOT NULL,
    envelope_id TEXT NOT NULL,
    request BYTEA NOT NULL,
    disposition TEXT NOT NULL,      -- received, refused:NAME
    position BIGINT NOT NULL,
    entered_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, peer, envelope_id)
) /* small rows */;

-- Envelopes that came before the one they follow. Bounded; asked for again when dropped.
CREATE TABLE held (
    court_id TEXT NOT NULL,
    peer TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    stream TEXT NOT NULL,
    seq BIGINT NOT NULL,
    note TEXT NOT NULL,
    held_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, peer, matter_id, stream, seq)
);

-- Files kept once, by digest. The bytes lie in the node's folder; this says they are all there.
CREATE TABLE blob (
    court_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    media TEXT NOT NULL,
    kept_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, sha256)
) /* small rows */;

-- What may be forgotten and must not be for ever: secrets of accounts.
CREATE TABLE secret (
    court_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    password TEXT NOT NULL,         -- argon2id
    changed_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, account_id)
);
CREATE TABLE token (
    court_id TEXT NOT NULL,
    digest BYTEA NOT NULL,          -- SHA-256 of the bearer token
    account_id TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (court_id, digest)
) /* small rows */;

-- Second factors (RFC 6238). The secret is sealed with a key of the node.
CREATE TABLE second_factor (
    court_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    sealed BYTEA,                   -- NULL: none in force
    pending BYTEA,                  -- shown to the person, not confirmed yet
    last_step BIGINT NOT NULL,      -- codes up to this half minute were used; -1 none
    set_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, account_id)
);
CREATE TABLE recovery_code (
    court_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    digest BYTEA NOT NULL,          -- keyed; gone once it was used
    PRIMARY KEY (court_id, account_id, digest)
);

-- One-time codes on their way to a telephone. Number and code are keyed hashes.
CREATE TABLE one_time_code (
    court_id TEXT NOT NULL,
    address BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    made_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,        -- 0 once it was used
    tries BIGINT NOT NULL,
    day BIGINT NOT NULL,            -- of the count that follows, in days since 1970
    sent BIGINT NOT NULL,
    PRIMARY KEY (court_id, address)
);
CREATE INDEX one_time_code_old ON one_time_code (court_id, made_ms);

-- Who failed to come in, whether there is such an account or not: a keyed hash of what was typed.
CREATE TABLE attempt (
    court_id TEXT NOT NULL,
    subject BYTEA NOT NULL,
    failures BIGINT NOT NULL,
    last_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,       -- nobody comes in before that; 0 open
    PRIMARY KEY (court_id, subject)
);
CREATE INDEX attempt_old ON attempt (court_id, last_ms);

-- Browsers that are signed in. The cookie holds the secret, the node its digest only.
CREATE TABLE session (
    court_id TEXT NOT NULL,
    digest BYTEA NOT NULL,          -- SHA-256 of the secret
    session_id TEXT NOT NULL,       -- its name in lists; opens nothing
    account_id TEXT NOT NULL,       -- '-' while somebody signs up
    stage TEXT NOT NULL,            -- in; half-way: second_factor, set_up, sign_up
    role TEXT NOT NULL,             -- it acts in: counter, counter@JL7504-T1; '-' not chosen yet
    about TEXT NOT NULL,            -- sign_up: the phone number that was proven; '-' otherwise
    how TEXT NOT NULL,              -- password, code, totp, recovery: what opened it
    label TEXT NOT NULL,            -- browser and system, as the person would name them
    made_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,        -- written every few minutes at most
    idle_ms BIGINT NOT NULL,        -- so long it may rest
    ends_ms BIGINT NOT NULL,        -- at the latest
    ended_ms BIGINT NOT NULL,       -- signed out; -1 not
    PRIMARY KEY (court_id, digest)
);
CREATE INDEX session_account ON session (court_id, account_id, session_id);

-- Who looked at a matter, and who was refused; a digest of each hour goes into the journal.
CREATE TABLE access_log (
    court_id TEXT NOT NULL,
    entry BIGINT NOT NULL,
    matter_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    allowed SMALLINT NOT NULL,
    at_ms BIGINT NOT NULL,
    digested BIGINT NOT NULL,       -- position of the event that holds the digest; -1 until then
    PRIMARY KEY (court_id, entry)
);
CREATE INDEX access_log_matter ON access_log (court_id, matter_id, entry);
CREATE INDEX access_log_open ON access_log (court_id, digested, entry);

-- What somebody has filled in and not handed in yet. It changes, and is forgotten after a while.
CREATE TABLE draft (
    court_id TEXT NOT NULL,
    draft_id TEXT NOT NULL,         -- 32 hexadecimal digits
    account_id TEXT NOT NULL,       -- whose it is; '-' of the counter
    procedure_name TEXT NOT NULL,
    owner TEXT NOT NULL,            -- court chosen; '-' not yet
    place TEXT NOT NULL,            -- page reached; '-' none
    content TEXT NOT NULL,          -- canonical JSON: what was typed, wrong or right
    copy_of TEXT NOT NULL,          -- draft that was saved by another device meanwhile; '-' none
    taken_by TEXT NOT NULL,         -- node that took it up by its code; '-' none
    version BIGINT NOT NULL,        -- grows with each save
    made_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,        -- forgotten then
    taken_ms BIGINT NOT NULL,       -- -1 not taken up
    PRIMARY KEY (court_id, draft_id)
);
CREATE INDEX draft_account ON draft (court_id, account_id, changed_ms);
CREATE INDEX draft_end ON draft (court_id, ends_ms);

-- Files that lie ready for a draft.
CREATE TABLE draft_file (
    court_id TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,             -- as its owner knows it; '-' none
    PRIMARY KEY (court_id, draft_id, sha256)
);
CREATE INDEX draft_file_bytes ON draft_file (court_id, sha256);

-- By which a draft is taken up elsewhere. The person holds the code, the node its digest.
CREATE TABLE draft_code (
    court_id TEXT NOT NULL,
    digest BYTEA NOT NULL,
    draft_id TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, digest)
);
CREATE INDEX draft_code_draft ON draft_code (court_id, draft_id);
