-- Calls in which one side can see who the other is. The code is derived from the id and the master key; here is only
-- its keyed hash. A call of the centre names whom it is made to: a member, a case, or neither.
create table call_checks (
    id uuid not null primary key,
    side text collate "C" not null,
    code_hash bytea not null,
    digits bigint not null,
    organisation uuid references organisations (id),
    case_id uuid references cases (id),
    made_by uuid not null,
    role text collate "C" not null,
    reason text collate "C" not null,
    made_at bigint not null,
    expires_at bigint not null,
    ended_at bigint,
    used_at bigint,
    used_by text collate "C" not null
);
create index call_checks_by_code on call_checks (code_hash);
create index call_checks_of on call_checks (organisation, made_at, id);
create index call_checks_of_case on call_checks (case_id, made_at, id);
create index call_checks_by_maker on call_checks (made_by, made_at, id);
create index call_checks_by_time on call_checks (made_at);

-- How many codes were typed that nobody knows, in each span of ten minutes. Of the codes nothing is kept.
create table call_misses (
    began_at bigint not null primary key,
    how_many bigint not null
);

-- Letters end with a code that can be checked; letters from before have none.
alter table letters add column code_hash bytea;
create index letters_by_code on letters (code_hash);
