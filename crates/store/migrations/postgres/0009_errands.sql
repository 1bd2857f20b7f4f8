-- What a member asks of those who look after its name, mail, website or computers. The link by which they answer is
-- derived from the id and the master key; here is only its keyed hash.
create table errands (
    id uuid not null primary key,
    organisation uuid not null references organisations (id),
    helper text collate "C" not null,
    made_by text collate "C" not null,
    made_at bigint not null,
    expires_at bigint not null,
    link_hash bytea not null,
    mailed_at bigint,
    opened_at bigint,
    taken_back_at bigint
);
create unique index errands_by_link on errands (link_hash);
create index errands_of on errands (organisation, made_at, id);

-- The points of an errand as the letter tells them, and what was answered to each.
create table errand_points (
    errand uuid not null references errands (id),
    place bigint not null,
    action text collate "C" not null,
    asset uuid not null references assets (id),
    letter text not null,
    reply text collate "C" not null,
    because text,
    until_on text collate "C",
    replied_at bigint,
    told_at bigint,
    primary key (errand, place)
);
create index errand_points_of on errand_points (asset);

-- Badges that members switched on, under an address that nobody can guess.
create table badges (
    organisation uuid not null primary key references organisations (id),
    reference text collate "C" not null,
    made_at bigint not null,
    on_at bigint,
    off_at bigint
);
create unique index badges_by_reference on badges (reference);
