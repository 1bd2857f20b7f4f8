-- Which version of a playbook a case follows, and which of its steps the team has done.
create table playbook_runs (
    case_id blob not null primary key references cases (id),
    playbook text not null,
    modified text not null,
    begun_at integer not null
) strict;

create table playbook_ticks (
    case_id blob not null references playbook_runs (case_id),
    step text not null,
    ticked_by text not null,
    ticked_at integer not null,
    primary key (case_id, step)
) strict;

-- What an officer marked about a case, each mark a word of a closed list; shown to nobody outside.
create table case_marks (
    case_id blob not null references cases (id),
    mark text not null,
    value text not null,
    marked_by text not null,
    marked_at integer not null,
    primary key (case_id, mark)
) strict;

-- Who is at the desk when.
create table rota (
    person blob not null references people (id),
    starts_at integer not null,
    ends_at integer not null,
    primary key (person, starts_at)
) strict;
create index rota_by_time on rota (starts_at, person);

-- Of which deadlines somebody was warned, and at which share of the time: nobody is warned twice.
create table clock_warnings (
    case_id blob not null references cases (id),
    due_at integer not null,
    share integer not null,
    warned_at integer not null,
    primary key (case_id, due_at, share)
) strict;

-- Open cases by their nearest deadline, for those whose time has passed.
create index cases_by_deadline on cases (due_at, id) where closed_at is null;
