create table assets (
    id uuid not null primary key,
    organisation uuid not null references organisations (id),
    domain text collate "C" not null,
    added_at bigint not null,
    proved_at bigint,
    checked_at bigint,
    due_at bigint not null,
    wished_at bigint,
    promise text collate "C" not null,
    unique (organisation, domain)
);
create index assets_due on assets (due_at, id);
create index assets_by_domain on assets (domain);

-- Answers are kept once for each distinct text: most nights nothing changes.
create table answers (
    digest bytea not null primary key,
    answers text not null
);

create table checks (
    id uuid not null primary key,
    asset uuid not null references assets (id),
    at bigint not null,
    answers bytea not null references answers (digest),
    judgement text not null,
    promises text not null,
    urgent bigint not null,
    important bigint not null,
    worth_doing bigint not null,
    changed boolean not null
);
create index checks_of on checks (asset, at, id);
create index checks_with_answers on checks (answers);
