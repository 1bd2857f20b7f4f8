-- What a report can be linked by: keyed hashes of the accounts, addresses and numbers that it names. Nobody reads one back,
-- and they go with the report.
create table observables (
    report uuid not null references reports (id),
    kind text collate "C" not null,
    hash bytea not null,
    primary key (report, kind, hash)
);
create index observables_by_value on observables (kind, hash, report);

-- What each case adds to the figures, without a word of anybody, and from which of its events it was reckoned.
create table report_summaries (
    case_id uuid not null primary key references cases (id),
    events bigint not null,
    changed_at bigint not null,
    again_at bigint,
    cells text collate "C" not null
);
create index report_summaries_by_change on report_summaries (changed_at, case_id);
create index report_summaries_again on report_summaries (again_at) where again_at is not null;
create index cases_by_change on cases (changed_at, id);

-- The figures themselves: sums over all cases by a period (a month, a quarter, a day) and a word.
create table report_counts (
    lens text collate "C" not null,
    period text collate "C" not null,
    word text collate "C" not null,
    how_many bigint not null,
    pence bigint not null,
    primary key (lens, period, word)
);

-- One text to many reporters, and to whom it has gone.
create table group_replies (
    id uuid not null primary key,
    at bigint not null,
    person uuid not null,
    role text collate "C" not null,
    whom text collate "C" not null,
    words bytea not null,
    finished_at bigint
);
create index group_replies_by_time on group_replies (at, id);
create table group_reply_reports (
    reply uuid not null references group_replies (id),
    report uuid not null references reports (id),
    case_id uuid not null references cases (id),
    state text collate "C" not null,
    why text collate "C" not null,
    primary key (reply, report)
);
create index group_reply_reports_waiting on group_reply_reports (reply, report) where state = 'waiting';

-- Every version of a playbook that the centre put into force, the newest of each name the one that counts. Without a body the
-- delivered one counts again.
create table playbook_versions (
    name text collate "C" not null,
    sequence bigint not null,
    modified text collate "C" not null,
    body text collate "C",
    why text collate "C" not null,
    actor text collate "C" not null,
    at bigint not null,
    primary key (name, sequence)
);
