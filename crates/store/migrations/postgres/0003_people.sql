-- Contacts of members and accounts of staff and partners.
create table people (
    id uuid not null primary key,
    name text not null,
    email text not null,
    email_folded text collate "C" not null,
    phone text,
    role text collate "C" not null,
    organisation uuid references organisations (id),
    body text,
    remit text,
    created_at bigint not null,
    confirmed_at bigint,
    revoked_at bigint,
    expires_at bigint
);
create index people_of on people (organisation, created_at, id);
create index people_by_email on people (email_folded);
create index people_by_role on people (role, id);

create table sessions (
    token_hash bytea not null primary key,
    person uuid not null references people (id),
    factors text not null,
    opened_at bigint not null,
    seen_at bigint not null,
    proved_at bigint not null
);
create index sessions_of on sessions (person);
create index sessions_by_seen on sessions (seen_at);

create table sign_in_codes (
    id uuid not null primary key,
    email_hash bytea not null,
    code_hash bytea not null,
    made_at bigint not null,
    expires_at bigint not null,
    tries bigint not null,
    used_at bigint
);
create index sign_in_codes_of on sign_in_codes (email_hash, made_at);
create index sign_in_codes_by_end on sign_in_codes (expires_at);

create table mailed_links (
    token_hash bytea not null primary key,
    purpose text collate "C" not null,
    person uuid not null references people (id),
    made_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
create index mailed_links_of on mailed_links (person);
create index mailed_links_by_end on mailed_links (expires_at);

create table passkeys (
    id uuid not null primary key,
    person uuid not null references people (id),
    credential_id bytea not null unique,
    credential text not null,
    name text not null,
    made_at bigint not null,
    used_at bigint
);
create index passkeys_of on passkeys (person, made_at);

create table passwords (
    person uuid not null primary key references people (id),
    phc text not null,
    changed_at bigint not null
);

-- The step that was last used is kept, so that a code works once (RFC 6238, 5.2).
create table one_time_secrets (
    person uuid not null primary key references people (id),
    sealed bytea not null,
    last_step bigint not null,
    made_at bigint not null
);

create table recovery_codes (
    person uuid not null references people (id),
    code_hash bytea not null,
    made_at bigint not null,
    used_at bigint,
    primary key (person, code_hash)
);

create table identities (
    issuer text collate "C" not null,
    subject text collate "C" not null,
    person uuid not null references people (id),
    linked_at bigint not null,
    primary key (issuer, subject)
);
create index identities_of on identities (person);

-- Half-done sign-ins and registrations: what we must remember between two requests.
create table ceremonies (
    token_hash bytea not null primary key,
    kind text collate "C" not null,
    person uuid references people (id),
    sealed bytea not null,
    expires_at bigint not null
);
create index ceremonies_by_end on ceremonies (expires_at);

create table api_tokens (
    id uuid not null primary key,
    token_hash bytea not null unique,
    person uuid not null references people (id),
    name text not null,
    scopes text not null,
    made_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    used_at bigint
);
create index api_tokens_of on api_tokens (person, made_at);
