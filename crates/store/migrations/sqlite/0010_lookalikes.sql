-- Names that look like a member's domain: who saw them, what we think of them, what the member says.
create table lookalikes (
    asset blob not null references assets (id),
    name text not null,
    kinds text not null,
    weight integer not null,
    way text not null,
    first_seen_at integer not null,
    last_seen_at integer not null,
    word text not null,
    word_at integer,
    looked_at integer,
    due_at integer,
    verdict text not null,
    verdict_at integer,
    check_id text not null,
    severity text not null,
    uncertain integer not null,
    look text not null,
    primary key (asset, name)
) strict;
create index lookalikes_due on lookalikes (due_at, asset, name);
