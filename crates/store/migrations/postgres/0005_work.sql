-- Mail on its way out. The text is sealed: it carries codes and links that open doors.
create table letters (
    id uuid not null primary key,
    recipient text not null,
    recipient_folded text collate "C" not null,
    organisation uuid references organisations (id),
    subject text not null,
    sealed bytea,
    message_id text not null unique,
    cause text not null,
    state text collate "C" not null,
    queued_at bigint not null,
    due_at bigint not null,
    tries bigint not null,
    holder text,
    leased_until bigint not null,
    sent_at bigint,
    last_error text
);
create index letters_due on letters (state, due_at, id);
create index letters_to on letters (recipient_folded, queued_at, id);
create index letters_by_time on letters (queued_at, id);
create index letters_of on letters (organisation);

-- The centre's own recurring work, one row for each kind.
create table reconcilers (
    name text collate "C" not null primary key,
    holder text,
    fence bigint not null,
    leased_until bigint not null,
    stopped boolean not null,
    due_at bigint not null,
    started_at bigint,
    finished_at bigint,
    result text,
    error text,
    runs bigint not null
);

create table imports (
    id uuid not null primary key,
    name text not null,
    state text collate "C" not null,
    made_by text not null,
    made_at bigint not null,
    expires_at bigint not null,
    headings text not null,
    applied_at bigint
);
create index imports_by_time on imports (made_at, id);

create table import_rows (
    import uuid not null references imports (id),
    line bigint not null,
    state text collate "C" not null,
    data text not null,
    problem text,
    organisation uuid references organisations (id),
    primary key (import, line)
);
create index import_rows_in_state on import_rows (import, state, line);
create index import_rows_of on import_rows (organisation);
