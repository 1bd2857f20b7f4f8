-- Calls in which one side can see who the other is. The code is derived from the id and the master key; here is only
-- its keyed hash. A call of the centre names whom it is made to: a member, a case, or neither.
create table call_checks (
    id blob not null primary key,
    side text not null,
    code_hash blob not null,
    digits integer not null,
    organisation blob references organisations (id),
    case_id blob references cases (id),
    made_by blob not null,
    role text not null,
    reason text not null,
    made_at integer not null,
    expires_at integer not null,
    ended_at integer,
    used_at integer,
    used_by text not null
) strict;
create index call_checks_by_code on call_checks (code_hash);
create index call_checks_of on call_checks (organisation, made_at, id);
create index call_checks_of_case on call_checks (case_id, made_at, id);
create index call_checks_by_maker on call_checks (made_by, made_at, id);
create index call_checks_by_time on call_checks (made_at);

-- How many codes were typed that nobody knows, in each span of ten minutes. Of the codes nothing is kept.
create table call_misses (
    began_at integer not null primary key,
    how_many integer not null
) strict;

-- Letters end with a code that can be checked; letters from before have none.
alter table letters add column code_hash blob;
create index letters_by_code on letters (code_hash);
