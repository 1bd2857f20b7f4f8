-- Contacts of members and accounts of staff and partners.
create table people (
    id blob not null primary key,
    name text not null,
    email text not null,
    email_folded text not null,
    phone text,
    role text not null,
    organisation blob references organisations (id),
    body text,
    remit text,
    created_at integer not null,
    confirmed_at integer,
    revoked_at integer,
    expires_at integer
) strict;
create index people_of on people (organisation, created_at, id);
create index people_by_email on people (email_folded);
create index people_by_role on people (role, id);

create table sessions (
    token_hash blob not null primary key,
    person blob not null references people (id),
    factors text not null,
    opened_at integer not null,
    seen_at integer not null,
    proved_at integer not null
) strict;
create index sessions_of on sessions (person);
create index sessions_by_seen on sessions (seen_at);

create table sign_in_codes (
    id blob not null primary key,
    email_hash blob not null,
    code_hash blob not null,
    made_at integer not null,
    expires_at integer not null,
    tries integer not null,
    used_at integer
) strict;
create index sign_in_codes_of on sign_in_codes (email_hash, made_at);
create index sign_in_codes_by_end on sign_in_codes (expires_at);

create table mailed_links (
    token_hash blob not null primary key,
    purpose text not null,
    person blob not null references people (id),
    made_at integer not null,
    expires_at integer not null,
    used_at integer
) strict;
create index mailed_links_of on mailed_links (person);
create index mailed_links_by_end on mailed_links (expires_at);

create table passkeys (
    id blob not null primary key,
    person blob not null references people (id),
    credential_id blob not null unique,
    credential text not null,
    name text not null,
    made_at integer not null,
    used_at integer
) strict;
create index passkeys_of on passkeys (person, made_at);

create table passwords (
    person blob not null primary key references people (id),
    phc text not null,
    changed_at integer not null
) strict;

-- The step that was last used is kept, so that a code works once (RFC 6238, 5.2).
create table one_time_secrets (
    person blob not null primary key references people (id),
    sealed blob not null,
    last_step integer not null,
    made_at integer not null
) strict;

create table recovery_codes (
    person blob not null references people (id),
    code_hash blob not null,
    made_at integer not null,
    used_at integer,
    primary key (person, code_hash)
) strict;

create table identities (
    issuer text not null,
    subject text not null,
    person blob not null references people (id),
    linked_at integer not null,
    primary key (issuer, subject)
) strict;
create index identities_of on identities (person);

-- Half-done sign-ins and registrations: what we must remember between two requests.
create table ceremonies (
    token_hash blob not null primary key,
    kind text not null,
    person blob references people (id),
    sealed blob not null,
    expires_at integer not null
) strict;
create index ceremonies_by_end on ceremonies (expires_at);

create table api_tokens (
    id blob not null primary key,
    token_hash blob not null unique,
    person blob not null references people (id),
    name text not null,
    scopes text not null,
    made_at integer not null,
    expires_at integer not null,
    revoked_at integer,
    used_at integer
) strict;
create index api_tokens_of on api_tokens (person, made_at);
