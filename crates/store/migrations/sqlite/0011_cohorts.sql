-- Public bodies of the region, beside their organisation: what the region's file calls them.
create table public_bodies (
    id text not null primary key,
    organisation blob not null unique references organisations (id),
    kind text not null
) strict;

-- How the promises of many firms stood in one month: counts that name no firm.
create table cohort_months (
    cohort text not null,
    month text not null,
    firms integer not null,
    counted_at integer not null,
    primary key (cohort, month)
) strict;

create table cohort_cells (
    cohort text not null,
    month text not null,
    lens text not null,
    code text not null,
    promise text not null,
    kept integer not null,
    partly integer not null,
    not_kept integer not null,
    could_not_check integer not null,
    better integer not null,
    worse integer not null,
    primary key (cohort, month, lens, code, promise)
) strict;

-- How many firms one default of a provider would move.
create table cohort_levers (
    cohort text not null,
    month text not null,
    kind text not null,
    provider text not null,
    promise text not null,
    check_id text not null,
    alone integer not null,
    main integer not null,
    primary key (cohort, month, kind, provider, promise, check_id)
) strict;
