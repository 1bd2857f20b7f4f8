-- Messages of which somebody asked whether they are real. What was sent is a sealed file (evidence_items); what was found
-- is sealed under the message's own key. Who may come back has the secret in the address, or the words of the receipt.
create table asked_messages (
    id blob not null primary key,
    reference text not null,
    token_hash blob not null,
    token blob not null,
    lookup blob,
    organisation blob references organisations (id),
    person blob,
    way text not null,
    came text not null,
    borough text not null,
    sector text not null,
    received_at integer not null,
    state text not null,
    tries integer not null,
    leased_until integer not null,
    examined_at integer,
    rules integer not null,
    verdict text not null,
    score integer not null,
    claims text not null,
    genuine integer not null,
    sketch blob,
    skeleton integer,
    examination blob,
    label text not null,
    label_why text not null,
    label_by text,
    label_at integer,
    campaign blob,
    destroy_at integer,
    erase_at integer not null,
    erased_at integer
) strict;
create unique index asked_messages_by_reference on asked_messages (reference);
create unique index asked_messages_by_token on asked_messages (token_hash);
create unique index asked_messages_by_receipt on asked_messages (lookup);
create index asked_messages_by_time on asked_messages (received_at, id);
create index asked_messages_of_member on asked_messages (organisation, received_at);
create index asked_messages_waiting on asked_messages (received_at, id) where state = 'received';
create index asked_messages_by_campaign on asked_messages (campaign, received_at);
create index asked_messages_to_destroy on asked_messages (destroy_at) where destroy_at is not null;
create index asked_messages_to_erase on asked_messages (erase_at) where erased_at is null;

alter table evidence_items add column message blob references asked_messages (id);
create index evidence_of_message on evidence_items (message, place);

-- By what the sender can be recognised again. Nothing of the reporter stands here.
create table message_indicators (
    message blob not null references asked_messages (id),
    kind text not null,
    value text not null,
    shown text not null,
    primary key (message, kind, value)
) strict;
create index message_indicators_by_value on message_indicators (kind, value, message);

-- By what messages of one wave find each other: bands of the sketch of their words, and keyed hashes of exact keys.
create table message_keys (
    message blob not null references asked_messages (id),
    kind text not null,
    hash blob not null,
    primary key (message, kind, hash)
) strict;
create index message_keys_by_hash on message_keys (kind, hash, message);

-- Waves. One that lies under another is shown there, and is as it was when it is taken out again.
create table campaigns (
    id blob not null primary key,
    reference text not null,
    made_at integer not null,
    first_at integer not null,
    last_at integer not null,
    size integer not null,
    genuine integer not null,
    under blob references campaigns (id),
    under_why text not null
) strict;
create unique index campaigns_by_reference on campaigns (reference);
create index campaigns_by_time on campaigns (last_at, id);
create index campaigns_under on campaigns (under);

-- Who belongs to which, and why; whoever was taken out keeps the row and never comes back by itself.
create table campaign_messages (
    campaign blob not null references campaigns (id),
    message blob not null references asked_messages (id),
    why text not null,
    detail text not null,
    beside blob,
    joined_at integer not null,
    out_at integer,
    out_by text,
    out_why text not null,
    primary key (campaign, message)
) strict;
create index campaign_messages_by_message on campaign_messages (message);

-- Waves that a person said are two.
create table campaigns_apart (
    one blob not null references campaigns (id),
    other blob not null references campaigns (id),
    at integer not null,
    actor text not null,
    why text not null,
    primary key (one, other)
) strict;

-- A word to the members whom a wave concerns. Two people publish it.
create table advisories (
    id blob not null primary key,
    campaign blob references campaigns (id),
    title text not null,
    body text not null,
    boroughs text not null,
    sectors text not null,
    state text not null,
    drafted_at integer not null,
    drafted_by text not null,
    published_at integer,
    published_by text,
    expires_at integer not null,
    withdrawn_at integer,
    withdrawn_by text,
    withdrawn_why text not null,
    mailed_at integer
) strict;
create index advisories_by_time on advisories (drafted_at, id);
create table advisory_letters (
    advisory blob not null references advisories (id),
    organisation blob not null references organisations (id),
    at integer not null,
    primary key (advisory, organisation)
) strict;
create index advisory_letters_of_member on advisory_letters (organisation);

-- The warning list. Two people put an address on it; anybody may say that it is wrong.
create table warnings (
    id blob not null primary key,
    domain text not null,
    why text not null,
    campaign blob references campaigns (id),
    state text not null,
    proposed_at integer not null,
    proposed_by text not null,
    listed_at integer,
    listed_by text,
    expires_at integer not null,
    ended_at integer,
    ended_by text,
    ended_why text not null,
    appealed_at integer,
    appeal blob
) strict;
create index warnings_by_domain on warnings (domain, state);
create index warnings_by_time on warnings (proposed_at, id);

-- Packages that were made for those who can take something down; a person sends them.
create table takedowns (
    id blob not null primary key,
    campaign blob not null references campaigns (id),
    kind text not null,
    value text not null,
    made_at integer not null,
    made_by text not null,
    sent_at integer,
    sent_by text,
    sent_to text not null
) strict;
create index takedowns_of_campaign on takedowns (campaign, made_at);
