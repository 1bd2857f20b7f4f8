-- What is remembered of a domain's findings from look to look, and when its member was told.
create table findings (
    asset blob not null references assets (id),
    check_id text not null,
    severity text not null,
    seen text not null,
    first_seen_at integer not null,
    last_seen_at integer not null,
    opened_at integer,
    closed_at integer,
    told_at integer,
    told_mended_at integer,
    primary key (asset, check_id)
) strict;

-- The last letter about findings, and since when a member wants none.
alter table organisations add column findings_told_at integer;
alter table organisations add column findings_stopped_at integer;
