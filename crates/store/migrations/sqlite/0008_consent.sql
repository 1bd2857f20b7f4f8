-- When we last came by as a visitor, and not only read records.
alter table assets add column visited_at integer;

-- How a member proves that a name is its own: one row for each way that was asked for.
create table proofs (
    asset blob not null references assets (id),
    way text not null,
    asked_at integer not null,
    link_hash blob,
    mailed_at integer,
    proved_at integer,
    seen_at integer,
    failed_at integer,
    primary key (asset, way)
) strict;
create index proofs_by_link on proofs (link_hash);

-- Authorities to test: who said yes, to which words, for what and how long.
create table authorities (
    id blob not null primary key,
    asset blob not null references assets (id),
    scope text not null,
    signer text not null,
    capacity text not null,
    words text not null,
    signed_by text not null,
    signed_at integer not null,
    opens_at integer not null,
    closes_at integer not null,
    withdrawn_at integer
) strict;
create index authorities_of on authorities (asset, signed_at, id);

-- Who asked us to stay away. Nothing is ever taken out of this table.
create table stay_away (
    id blob not null primary key,
    kind text not null,
    place text not null,
    way text not null,
    asked_by text not null,
    reason text not null,
    asked_at integer not null,
    unique (kind, place)
) strict;
create index stay_away_by_time on stay_away (asked_at, id);

-- What was done to a target lately, across everybody who asked for it. The name is a keyed hash.
create table targets (
    name text not null primary key,
    visits integer not null,
    visited_at integer,
    closer integer not null,
    closer_at integer,
    questions integer not null,
    questions_since integer not null,
    touched_at integer not null
) strict;
create index targets_by_time on targets (touched_at, name);
