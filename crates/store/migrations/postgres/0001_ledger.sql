-- The ledger: what was done, by whom, when. Rows are only ever added.
create table ledger (
    sequence bigint not null primary key,
    at bigint not null,
    actor text not null,
    act text not null,
    object_kind text not null,
    object_id text not null,
    subject uuid not null,
    commitment bytea not null,
    previous bytea not null,
    hash bytea not null
);
create index ledger_by_actor on ledger (actor, sequence);

-- What an entry said, in full, and in whose timeline it stands. The text is erased when the subject's
-- personal data goes; the chain stands without it.
create table ledger_payloads (
    sequence bigint not null primary key references ledger (sequence),
    subject uuid not null,
    topic uuid not null,
    payload text
);
create index ledger_payloads_of on ledger_payloads (subject, sequence);
create index ledger_payloads_about on ledger_payloads (topic, sequence);

-- One key for each subject. Without it a commitment tells nothing.
create table ledger_keys (
    subject uuid not null primary key,
    key bytea not null
);

-- The last entry, so that the next one is chained without a search. One row.
create table ledger_tip (
    one bigint not null primary key check (one = 1),
    sequence bigint not null,
    hash bytea not null
);
insert into ledger_tip (one, sequence, hash) values (1, 0, decode(repeat('00', 32), 'hex'));

create table ledger_heads (
    sequence bigint not null primary key,
    hash bytea not null,
    at bigint not null,
    public_key bytea not null,
    signature bytea not null
);

-- What the centre decided about itself: its name, whether set-up is done, opening hours.
create table settings (
    name text collate "C" not null primary key,
    value text not null,
    changed_at bigint not null
);

-- Requests that were done already, so that a second click does nothing twice.
create table once_keys (
    scope text collate "C" not null,
    key bytea not null,
    at bigint not null,
    answer text,
    primary key (scope, key)
);
create index once_keys_by_time on once_keys (at);
