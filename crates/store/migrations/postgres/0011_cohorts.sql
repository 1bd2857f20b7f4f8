-- Public bodies of the region, beside their organisation: what the region's file calls them.
create table public_bodies (
    id text collate "C" not null primary key,
    organisation uuid not null unique references organisations (id),
    kind text collate "C" not null
);

-- How the promises of many firms stood in one month: counts that name no firm.
create table cohort_months (
    cohort text collate "C" not null,
    month text collate "C" not null,
    firms bigint not null,
    counted_at bigint not null,
    primary key (cohort, month)
);

create table cohort_cells (
    cohort text collate "C" not null,
    month text collate "C" not null,
    lens text collate "C" not null,
    code text collate "C" not null,
    promise text collate "C" not null,
    kept bigint not null,
    partly bigint not null,
    not_kept bigint not null,
    could_not_check bigint not null,
    better bigint not null,
    worse bigint not null,
    primary key (cohort, month, lens, code, promise)
);

-- How many firms one default of a provider would move.
create table cohort_levers (
    cohort text collate "C" not null,
    month text collate "C" not null,
    kind text collate "C" not null,
    provider text collate "C" not null,
    promise text collate "C" not null,
    check_id text collate "C" not null,
    alone bigint not null,
    main bigint not null,
    primary key (cohort, month, kind, provider, promise, check_id)
);
