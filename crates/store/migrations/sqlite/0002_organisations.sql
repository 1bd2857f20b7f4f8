-- Members and prospects. last_contact_at is 0 when there never was one: it is a sort key.
create table organisations (
    id blob not null primary key,
    reference text not null unique,
    standing text not null,
    name text not null,
    name_sort text not null,
    postcode text,
    borough text not null,
    sector text not null,
    size text not null,
    tier text not null,
    domain text,
    undertakings text,
    undertakings_at integer,
    joined_at integer not null,
    confirmed_at integer,
    left_at integer,
    last_contact_at integer not null,
    promise text not null,
    source text not null,
    changed_at integer not null
) strict;
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
    word text not null,
    organisation blob not null references organisations (id),
    standing text not null,
    name_sort text not null,
    primary key (word, organisation)
) strict, without rowid;
create index organisation_words_of on organisation_words (organisation, word);

create table notes (
    id blob not null primary key,
    organisation blob not null references organisations (id),
    words text not null,
    author text not null,
    at integer not null
) strict;
create index notes_of on notes (organisation, at, id);

-- The few things a member should do now, and how far each is: said, seen, sustained.
create table actions (
    organisation blob not null references organisations (id),
    action text not null,
    place integer not null,
    added_at integer not null,
    said_at integer,
    seen_at integer,
    sustained_at integer,
    dropped_at integer,
    primary key (organisation, action)
) strict;

create table funded_places (
    id blob not null primary key,
    funder text not null,
    borough text,
    sector text,
    places integer not null,
    given integer not null,
    added_at integer not null,
    closed_at integer,
    check (given >= 0 and given <= places)
) strict;

create table funded_place_gifts (
    organisation blob not null primary key references organisations (id),
    place blob not null references funded_places (id),
    given_at integer not null,
    given_by text not null
) strict;
create index funded_place_gifts_of on funded_place_gifts (place, given_at);
