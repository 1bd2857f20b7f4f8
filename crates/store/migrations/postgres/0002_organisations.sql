-- Members and prospects. last_contact_at is 0 when there never was one: it is a sort key.
create table organisations (
    id uuid not null primary key,
    reference text collate "C" not null unique,
    standing text collate "C" not null,
    name text not null,
    name_sort text collate "C" not null,
    postcode text,
    borough text collate "C" not null,
    sector text collate "C" not null,
    size text collate "C" not null,
    tier text collate "C" not null,
    domain text,
    undertakings text,
    undertakings_at bigint,
    joined_at bigint not null,
    confirmed_at bigint,
    left_at bigint,
    last_contact_at bigint not null,
    promise text collate "C" not null,
    source text not null,
    changed_at bigint not null
);
create index organisations_by_name on organisations (standing, name_sort, id, last_contact_at);
create index organisations_by_contact on organisations (standing, last_contact_at, id);
create index organisations_by_joined on organisations (standing, joined_at, id, last_contact_at);
create index organisations_in_borough_by_name on organisations (standing, borough, name_sort, id);
create index organisations_in_borough_by_contact on organisations (standing, borough, last_contact_at, id);
create index organisations_in_borough_by_joined on organisations (standing, borough, joined_at, id);
create index organisations_in_sector_by_name on organisations (standing, sector, name_sort, id);
create index organisations_in_sector_by_contact on organisations (standing, sector, last_contact_at, id);
create index organisations_in_sector_by_joined on organisations (standing, sector, joined_at, id);
create index organisations_of_size_by_name on organisations (standing, size, name_sort, id);
create index organisations_of_size_by_contact on organisations (standing, size, last_contact_at, id);
create index organisations_of_size_by_joined on organisations (standing, size, joined_at, id);
create index organisations_of_tier_by_name on organisations (standing, tier, name_sort, id);
create index organisations_of_tier_by_contact on organisations (standing, tier, last_contact_at, id);
create index organisations_of_tier_by_joined on organisations (standing, tier, joined_at, id);
create index organisations_of_promise_by_name on organisations (standing, promise, name_sort, id);
create index organisations_of_promise_by_contact on organisations (standing, promise, last_contact_at, id);
create index organisations_of_promise_by_joined on organisations (standing, promise, joined_at, id);
create index organisations_by_borough_and_promise on organisations (standing, borough, promise);

-- The words by which an organisation is found: a prefix is a range of this key, never a scan. Standing and place in
-- the alphabet stand beside each word, so that a page is found without looking every match up.
create table organisation_words (
    word text collate "C" not null,
    organisation uuid not null references organisations (id),
    standing text collate "C" not null,
    name_sort text collate "C" not null,
    primary key (word, organisation)
);
create index organisation_words_of on organisation_words (organisation, word);

create table notes (
    id uuid not null primary key,
    organisation uuid not null references organisations (id),
    words text not null,
    author text not null,
    at bigint not null
);
create index notes_of on notes (organisation, at, id);

-- The few things a member should do now, and how far each is: said, seen, sustained.
create table actions (
    organisation uuid not null references organisations (id),
    action text collate "C" not null,
    place bigint not null,
    added_at bigint not null,
    said_at bigint,
    seen_at bigint,
    sustained_at bigint,
    dropped_at bigint,
    primary key (organisation, action)
);

create table funded_places (
    id uuid not null primary key,
    funder text not null,
    borough text collate "C",
    sector text collate "C",
    places bigint not null,
    given bigint not null,
    added_at bigint not null,
    closed_at bigint,
    check (given >= 0 and given <= places)
);

create table funded_place_gifts (
    organisation uuid not null primary key references organisations (id),
    place uuid not null references funded_places (id),
    given_at bigint not null,
    given_by text not null
);
create index funded_place_gifts_of on funded_place_gifts (place, given_at);
