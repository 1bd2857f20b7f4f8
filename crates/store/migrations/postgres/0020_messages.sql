-- Messages of which somebody asked whether they are real. What was sent is a sealed file (evidence_items); what was found
-- is sealed under the message's own key. Who may come back has the secret in the address, or the words of the receipt.
create table asked_messages (
    id uuid not null primary key,
    reference text collate "C" not null,
    token_hash bytea not null,
    token bytea not null,
    lookup bytea,
    organisation uuid references organisations (id),
    person uuid,
    way text collate "C" not null,
    came text collate "C" not null,
    borough text collate "C" not null,
    sector text collate "C" not null,
    received_at bigint not null,
    state text collate "C" not null,
    tries bigint not null,
    leased_until bigint not null,
    examined_at bigint,
    rules bigint not null,
    verdict text collate "C" not null,
    score bigint not null,
    claims text collate "C" not null,
    genuine boolean not null,
    sketch bytea,
    skeleton bigint,
    examination bytea,
    label text collate "C" not null,
    label_why text collate "C" not null,
    label_by text collate "C",
    label_at bigint,
    campaign uuid,
    destroy_at bigint,
    erase_at bigint not null,
    erased_at bigint
);
create unique index asked_messages_by_reference on asked_messages (reference);
create unique index asked_messages_by_token on asked_messages (token_hash);
create unique index asked_messages_by_receipt on asked_messages (lookup);
create index asked_messages_by_time on asked_messages (received_at, id);
create index asked_messages_of_member on asked_messages (organisation, received_at);
create index asked_messages_waiting on asked_messages (received_at, id) where state = 'received';
create index asked_messages_by_campaign on asked_messages (campaign, received_at);
create index asked_messages_to_destroy on asked_messages (destroy_at) where destroy_at is not null;
create index asked_messages_to_erase on asked_messages (erase_at) where erased_at is null;

alter table evidence_items add column message uuid references asked_messages (id);
create index evidence_of_message on evidence_items (message, place);

-- By what the sender can be recognised again. Nothing of the reporter stands here.
create table message_indicators (
    message uuid not null references asked_messages (id),
    kind text collate "C" not null,
    value text collate "C" not null,
    shown text collate "C" not null,
    primary key (message, kind, value)
);
create index message_indicators_by_value on message_indicators (kind, value, message);

-- By what messages of one wave find each other: bands of the sketch of their words, and keyed hashes of exact keys.
create table message_keys (
    message uuid not null references asked_messages (id),
    kind text collate "C" not null,
    hash bytea not null,
    primary key (message, kind, hash)
);
create index message_keys_by_hash on message_keys (kind, hash, message);

-- Waves. One that lies under another is shown there, and is as it was when it is taken out again.
create table campaigns (
    id uuid not null primary key,
    reference text collate "C" not null,
    made_at bigint not null,
    first_at bigint not null,
    last_at bigint not null,
    size bigint not null,
    genuine boolean not null,
    under uuid references campaigns (id),
    under_why text collate "C" not null
);
create unique index campaigns_by_reference on campaigns (reference);
create index campaigns_by_time on campaigns (last_at, id);
create index campaigns_under on campaigns (under);

-- Who belongs to which, and why; whoever was taken out keeps the row and never comes back by itself.
create table campaign_messages (
    campaign uuid not null references campaigns (id),
    message uuid not null references asked_messages (id),
    why text collate "C" not null,
    detail text collate "C" not null,
    beside uuid,
    joined_at bigint not null,
    out_at bigint,
    out_by text collate "C",
    out_why text collate "C" not null,
    primary key (campaign, message)
);
create index campaign_messages_by_message on campaign_messages (message);

-- Waves that a person said are two.
create table campaigns_apart (
    one uuid not null references campaigns (id),
    other uuid not null references campaigns (id),
    at bigint not null,
    actor text collate "C" not null,
    why text collate "C" not null,
    primary key (one, other)
);

-- A word to the members whom a wave concerns. Two people publish it.
create table advisories (
    id uuid not null primary key,
    campaign uuid references campaigns (id),
    title text collate "C" not null,
    body text collate "C" not null,
    boroughs text collate "C" not null,
    sectors text collate "C" not null,
    state text collate "C" not null,
    drafted_at bigint not null,
    drafted_by text collate "C" not null,
    published_at bigint,
    published_by text collate "C",
    expires_at bigint not null,
    withdrawn_at bigint,
    withdrawn_by text collate "C",
    withdrawn_why text collate "C" not null,
    mailed_at bigint
);
create index advisories_by_time on advisories (drafted_at, id);
create table advisory_letters (
    advisory uuid not null references advisories (id),
    organisation uuid not null references organisations (id),
    at bigint not null,
    primary key (advisory, organisation)
);
create index advisory_letters_of_member on advisory_letters (organisation);

-- The warning list. Two people put an address on it; anybody may say that it is wrong.
create table warnings (
    id uuid not null primary key,
    domain text collate "C" not null,
    why text collate "C" not null,
    campaign uuid references campaigns (id),
    state text collate "C" not null,
    proposed_at bigint not null,
    proposed_by text collate "C" not null,
    listed_at bigint,
    listed_by text collate "C",
    expires_at bigint not null,
    ended_at bigint,
    ended_by text collate "C",
    ended_why text collate "C" not null,
    appealed_at bigint,
    appeal bytea
);
create index warnings_by_domain on warnings (domain, state);
create index warnings_by_time on warnings (proposed_at, id);

-- Packages that were made for those who can take something down; a person sends them.
create table takedowns (
    id uuid not null primary key,
    campaign uuid not null references campaigns (id),
    kind text collate "C" not null,
    value text collate "C" not null,
    made_at bigint not null,
    made_by text collate "C" not null,
    sent_at bigint,
    sent_by text collate "C",
    sent_to text collate "C" not null
);
create index takedowns_of_campaign on takedowns (campaign, made_at);
