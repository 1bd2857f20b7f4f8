-- The ledger: what was done, by whom, when. Rows are only ever added.
create table ledger (
    sequence integer not null primary key,
    at integer not null,
    actor text not null,
    act text not null,
    object_kind text not null,
    object_id text not null,
    subject blob not null,
    commitment blob not null,
    previous blob not null,
    hash blob not null
) strict;
create index ledger_by_actor on ledger (actor, sequence);

-- What an entry said, in full, and in whose timeline it stands. The text is erased when the subject's
-- personal data goes; the chain stands without it.
create table ledger_payloads (
    sequence integer not null primary key references ledger (sequence),
    subject blob not null,
    topic blob not null,
    payload text
) strict;
create index ledger_payloads_of on ledger_payloads (subject, sequence);
create index ledger_payloads_about on ledger_payloads (topic, sequence);

-- One key for each subject. Without it a commitment tells nothing.
create table ledger_keys (
    subject blob not null primary key,
    key blob not null
) strict;

-- The last entry, so that the next one is chained without a search. One row.
create table ledger_tip (
    one integer not null primary key check (one = 1),
    sequence integer not null,
    hash blob not null
) strict;
insert into ledger_tip (one, sequence, hash) values (1, 0, zeroblob(32));

create table ledger_heads (
    sequence integer not null primary key,
    hash blob not null,
    at integer not null,
    public_key blob not null,
    signature blob not null
) strict;

-- What the centre decided about itself: its name, whether set-up is done, opening hours.
create table settings (
    name text not null primary key,
    value text not null,
    changed_at integer not null
) strict;

-- Requests that were done already, so that a second click does nothing twice.
create table once_keys (
    scope text not null,
    key blob not null,
    at integer not null,
    answer text,
    primary key (scope, key)
) strict;
create index once_keys_by_time on once_keys (at);
