-- Mail on its way out. The text is sealed: it carries codes and links that open doors.
create table letters (
    id blob not null primary key,
    recipient text not null,
    recipient_folded text not null,
    organisation blob references organisations (id),
    subject text not null,
    sealed blob,
    message_id text not null unique,
    cause text not null,
    state text not null,
    queued_at integer not null,
    due_at integer not null,
    tries integer not null,
    holder text,
    leased_until integer not null,
    sent_at integer,
    last_error text
) strict;
create index letters_due on letters (state, due_at, id);
create index letters_to on letters (recipient_folded, queued_at, id);
create index letters_by_time on letters (queued_at, id);
create index letters_of on letters (organisation);

-- The centre's own recurring work, one row for each kind.
create table reconcilers (
    name text not null primary key,
    holder text,
    fence integer not null,
    leased_until integer not null,
    stopped integer not null,
    due_at integer not null,
    started_at integer,
    finished_at integer,
    result text,
    error text,
    runs integer not null
) strict;

create table imports (
    id blob not null primary key,
    name text not null,
    state text not null,
    made_by text not null,
    made_at integer not null,
    expires_at integer not null,
    headings text not null,
    applied_at integer
) strict;
create index imports_by_time on imports (made_at, id);

create table import_rows (
    import blob not null references imports (id),
    line integer not null,
    state text not null,
    data text not null,
    problem text,
    organisation blob references organisations (id),
    primary key (import, line)
) strict;
create index import_rows_in_state on import_rows (import, state, line);
create index import_rows_of on import_rows (organisation);
