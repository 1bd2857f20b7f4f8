-- What is remembered of a domain's findings from look to look, and when its member was told.
create table findings (
    asset uuid not null references assets (id),
    check_id text collate "C" not null,
    severity text collate "C" not null,
    seen text not null,
    first_seen_at bigint not null,
    last_seen_at bigint not null,
    opened_at bigint,
    closed_at bigint,
    told_at bigint,
    told_mended_at bigint,
    primary key (asset, check_id)
);

-- The last letter about findings, and since when a member wants none.
alter table organisations add column findings_told_at bigint;
alter table organisations add column findings_stopped_at bigint;
