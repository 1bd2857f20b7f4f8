-- Names that look like a member's domain: who saw them, what we think of them, what the member says.
create table lookalikes (
    asset uuid not null references assets (id),
    name text collate "C" not null,
    kinds text collate "C" not null,
    weight bigint not null,
    way text collate "C" not null,
    first_seen_at bigint not null,
    last_seen_at bigint not null,
    word text collate "C" not null,
    word_at bigint,
    looked_at bigint,
    due_at bigint,
    verdict text collate "C" not null,
    verdict_at bigint,
    check_id text collate "C" not null,
    severity text collate "C" not null,
    uncertain boolean not null,
    look text not null,
    primary key (asset, name)
);
create index lookalikes_due on lookalikes (due_at, asset, name);
