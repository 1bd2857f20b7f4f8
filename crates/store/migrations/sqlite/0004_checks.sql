create table assets (
    id blob not null primary key,
    organisation blob not null references organisations (id),
    domain text not null,
    added_at integer not null,
    proved_at integer,
    checked_at integer,
    due_at integer not null,
    wished_at integer,
    promise text not null,
    unique (organisation, domain)
) strict;
create index assets_due on assets (due_at, id);
create index assets_by_domain on assets (domain);

-- Answers are kept once for each distinct text: most nights nothing changes.
create table answers (
    digest blob not null primary key,
    answers text not null
) strict;

create table checks (
    id blob not null primary key,
    asset blob not null references assets (id),
    at integer not null,
    answers blob not null references answers (digest),
    judgement text not null,
    promises text not null,
    urgent integer not null,
    important integer not null,
    worth_doing integer not null,
    changed integer not null
) strict;
create index checks_of on checks (asset, at, id);
create index checks_with_answers on checks (answers);
