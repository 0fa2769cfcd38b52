-- The record. Append only: nothing is ever changed, but for the private part of an erased event.
CREATE TABLE journal (
    court_id TEXT NOT NULL,
    position BIGINT NOT NULL,       -- index of the event's leaf in the tree of this node
    matter_id TEXT NOT NULL,        -- '-' for what concerns the node itself
    stream TEXT NOT NULL,
    seq BIGINT NOT NULL,            -- place within the stream, from 0
    kind TEXT NOT NULL,             -- with its version: step_taken/1
    statement TEXT NOT NULL,        -- canonical JSON without content: what the leaf is made of
    body TEXT NOT NULL,             -- canonical JSON: what happened and what follows, nobody's data
    salt BYTEA NOT NULL,            -- 16 random bytes, part of the commitment to the body
    private TEXT,                   -- canonical JSON: what people said of themselves; or NULL
    private_salt BYTEA,             -- 16 random bytes, part of its digest in the body
    leaf BYTEA NOT NULL,
    link BYTEA NOT NULL,            -- chain of the stream up to here
    PRIMARY KEY (court_id, position)
);
CREATE UNIQUE INDEX journal_stream ON journal (court_id, matter_id, stream, seq);

-- Hashes of full subtrees of 256, 65 536, ... leaves; what lies between comes from the leaves.
CREATE TABLE subtree (
    court_id TEXT NOT NULL,
    level SMALLINT NOT NULL,
    place BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (court_id, level, place)
) /* small rows */;

-- Signed roots that were released, kept for audit. The newest may still be missing after a power
-- cut: it is made again, alike to the byte, from what is durable.
CREATE TABLE checkpoint (
    court_id TEXT NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    released_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, size)
);

-- One row: who may write here. A starting writer raises the epoch; an append under an old epoch
-- finds no row and stops.
CREATE TABLE head (
    court_id TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    size BIGINT NOT NULL,
    wall_ms BIGINT NOT NULL,        -- wall clock at the newest group, to notice jumps
    release BIGINT NOT NULL,        -- of these tables; a program of another release does not write
    PRIMARY KEY (court_id)
) /* small rows */;

-- The answer to every act, accepted or refused, for ever: a repeat gets the first answer.
CREATE TABLE outcome (
    court_id TEXT NOT NULL,
    act_id TEXT NOT NULL,
    request BYTEA NOT NULL,         -- digest of what was asked
    status SMALLINT NOT NULL,
    position BIGINT NOT NULL,       -- of its first event; -1 where it was refused
    answer TEXT NOT NULL,
    entered_ms BIGINT NOT NULL,
    PRIMARY KEY (court_id, act_id)
);

-- Events whose content was erased by law. A restore applies this list first.
CREATE TABLE erasure (
    court_id TEXT NOT NULL,
    position BIGINT NOT NULL,       -- of the event that lost its content
    erased_by BIGINT NOT NULL,      -- position of the event that ordered it
    PRIMARY KEY (court_id, position)
);
