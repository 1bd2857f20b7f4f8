-- What a report can be linked by: keyed hashes of the accounts, addresses and numbers that it names. Nobody reads one back,
-- and they go with the report.
create table observables (
    report blob not null references reports (id),
    kind text not null,
    hash blob not null,
    primary key (report, kind, hash)
) strict;
create index observables_by_value on observables (kind, hash, report);

-- What each case adds to the figures, without a word of anybody, and from which of its events it was reckoned.
create table report_summaries (
    case_id blob not null primary key references cases (id),
    events integer not null,
    changed_at integer not null,
    again_at integer,
    cells text not null
) strict;
create index report_summaries_by_change on report_summaries (changed_at, case_id);
create index report_summaries_again on report_summaries (again_at) where again_at is not null;
create index cases_by_change on cases (changed_at, id);

-- The figures themselves: sums over all cases by a period (a month, a quarter, a day) and a word.
create table report_counts (
    lens text not null,
    period text not null,
    word text not null,
    how_many integer not null,
    pence integer not null,
    primary key (lens, period, word)
) strict;

-- One text to many reporters, and to whom it has gone.
create table group_replies (
    id blob not null primary key,
    at integer not null,
    person blob not null,
    role text not null,
    whom text not null,
    words blob not null,
    finished_at integer
) strict;
create index group_replies_by_time on group_replies (at, id);
create table group_reply_reports (
    reply blob not null references group_replies (id),
    report blob not null references reports (id),
    case_id blob not null references cases (id),
    state text not null,
    why text not null,
    primary key (reply, report)
) strict;
create index group_reply_reports_waiting on group_reply_reports (reply, report) where state = 'waiting';

-- Every version of a playbook that the centre put into force, the newest of each name the one that counts. Without a body the
-- delivered one counts again.
create table playbook_versions (
    name text not null,
    sequence integer not null,
    modified text not null,
    body text,
    why text not null,
    actor text not null,
    at integer not null,
    primary key (name, sequence)
) strict;
