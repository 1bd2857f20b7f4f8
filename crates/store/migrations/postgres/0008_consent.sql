-- When we last came by as a visitor, and not only read records.
alter table assets add column visited_at bigint;

-- How a member proves that a name is its own: one row for each way that was asked for.
create table proofs (
    asset uuid not null references assets (id),
    way text collate "C" not null,
    asked_at bigint not null,
    link_hash bytea,
    mailed_at bigint,
    proved_at bigint,
    seen_at bigint,
    failed_at bigint,
    primary key (asset, way)
);
create index proofs_by_link on proofs (link_hash);

-- Authorities to test: who said yes, to which words, for what and how long.
create table authorities (
    id uuid not null primary key,
    asset uuid not null references assets (id),
    scope text collate "C" not null,
    signer text not null,
    capacity text collate "C" not null,
    words text not null,
    signed_by text not null,
    signed_at bigint not null,
    opens_at bigint not null,
    closes_at bigint not null,
    withdrawn_at bigint
);
create index authorities_of on authorities (asset, signed_at, id);

-- Who asked us to stay away. Nothing is ever taken out of this table.
create table stay_away (
    id uuid not null primary key,
    kind text collate "C" not null,
    place text collate "C" not null,
    way text collate "C" not null,
    asked_by text not null,
    reason text not null,
    asked_at bigint not null,
    unique (kind, place)
);
create index stay_away_by_time on stay_away (asked_at, id);

-- What was done to a target lately, across everybody who asked for it. The name is a keyed hash.
create table targets (
    name text collate "C" not null primary key,
    visits bigint not null,
    visited_at bigint,
    closer bigint not null,
    closer_at bigint,
    questions bigint not null,
    questions_since bigint not null,
    touched_at bigint not null
);
create index targets_by_time on targets (touched_at, name);
