-- Which version of a playbook a case follows, and which of its steps the team has done.
create table playbook_runs (
    case_id uuid not null primary key references cases (id),
    playbook text collate "C" not null,
    modified text collate "C" not null,
    begun_at bigint not null
);

create table playbook_ticks (
    case_id uuid not null references playbook_runs (case_id),
    step text collate "C" not null,
    ticked_by text collate "C" not null,
    ticked_at bigint not null,
    primary key (case_id, step)
);

-- What an officer marked about a case, each mark a word of a closed list; shown to nobody outside.
create table case_marks (
    case_id uuid not null references cases (id),
    mark text collate "C" not null,
    value text collate "C" not null,
    marked_by text collate "C" not null,
    marked_at bigint not null,
    primary key (case_id, mark)
);

-- Who is at the desk when.
create table rota (
    person uuid not null references people (id),
    starts_at bigint not null,
    ends_at bigint not null,
    primary key (person, starts_at)
);
create index rota_by_time on rota (starts_at, person);

-- Of which deadlines somebody was warned, and at which share of the time: nobody is warned twice.
create table clock_warnings (
    case_id uuid not null references cases (id),
    due_at bigint not null,
    share bigint not null,
    warned_at bigint not null,
    primary key (case_id, due_at, share)
);

-- Open cases by their nearest deadline, for those whose time has passed.
create index cases_by_deadline on cases (due_at, id) where closed_at is null;
