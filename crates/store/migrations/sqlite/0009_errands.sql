-- What a member asks of those who look after its name, mail, website or computers. The link by which they answer is
-- derived from the id and the master key; here is only its keyed hash.
create table errands (
    id blob not null primary key,
    organisation blob not null references organisations (id),
    helper text not null,
    made_by text not null,
    made_at integer not null,
    expires_at integer not null,
    link_hash blob not null,
    mailed_at integer,
    opened_at integer,
    taken_back_at integer
) strict;
create unique index errands_by_link on errands (link_hash);
create index errands_of on errands (organisation, made_at, id);

-- The points of an errand as the letter tells them, and what was answered to each.
create table errand_points (
    errand blob not null references errands (id),
    place integer not null,
    action text not null,
    asset blob not null references assets (id),
    letter text not null,
    reply text not null,
    because text,
    until_on text,
    replied_at integer,
    told_at integer,
    primary key (errand, place)
) strict;
create index errand_points_of on errand_points (asset);

-- Badges that members switched on, under an address that nobody can guess.
create table badges (
    organisation blob not null primary key references organisations (id),
    reference text not null,
    made_at integer not null,
    on_at integer,
    off_at integer
) strict;
create unique index badges_by_reference on badges (reference);
