-- Keys that can be destroyed: without its key what is sealed is noise, wherever a copy of it lies. They are wrapped under
-- the keys of the centre, and backed up apart from everything else.
create table sealed_keys (
    holder blob not null,
    kind text not null,
    wrapped blob not null,
    primary key (holder, kind)
) strict;

-- What the centre does about reports: where each case stands in the queue. What was done is in its events.
create table cases (
    id blob not null primary key,
    reference text not null,
    state text not null,
    severity text not null,
    harm integer not null,
    due_at integer not null,
    holder blob,
    restricted integer not null,
    by_day integer not null,
    rule text not null,
    events integer not null,
    custody integer not null,
    opened_at integer not null,
    changed_at integer not null,
    closed_at integer,
    handed_over_at integer,
    erase_at integer,
    destroy_at integer,
    erased_at integer
) strict;
create unique index cases_by_reference on cases (reference);
create index cases_queue on cases (harm, due_at, id) where closed_at is null;
create index cases_held on cases (holder, harm, due_at, id) where closed_at is null;
create index cases_to_erase on cases (erase_at) where erase_at is not null;
create index cases_to_destroy on cases (destroy_at) where destroy_at is not null;

-- Accounts of events, each sealed under a key of its own. Nothing of it is ever changed, only erased.
create table reports (
    id blob not null primary key,
    reference text not null,
    case_id blob not null references cases (id),
    manner text not null,
    channel text not null,
    problem text not null,
    borough text not null,
    member blob,
    received_at integer not null,
    account blob,
    erased_at integer
) strict;
create unique index reports_by_reference on reports (reference);
create index reports_of_case on reports (case_id, received_at, id);
create index reports_of_member on reports (member, received_at, id) where member is not null;
create index reports_by_time on reports (received_at, id);

-- Who gave an account, sealed under a key of its own that only the other master key opens.
create table reporters (
    report blob not null primary key references reports (id),
    identity blob not null
) strict;

-- What somebody is still writing. Only their browser has the token, from which the key follows too.
create table drafts (
    token_hash blob not null primary key,
    account blob not null,
    version integer not null,
    changed_at integer not null,
    erase_at integer not null
) strict;
create index drafts_to_erase on drafts (erase_at);

-- Files that came with an account. The sealed original lies beside the database under its address.
create table evidence_items (
    id blob not null primary key,
    report blob references reports (id),
    draft blob references drafts (token_hash),
    place integer not null,
    kind text not null,
    bytes integer not null,
    facts blob,
    address blob not null,
    sealed_bytes integer not null,
    sealed_hash blob not null,
    kept_at integer not null,
    locked_at integer,
    destroyed_at integer
) strict;
create unique index evidence_by_address on evidence_items (address);
create index evidence_of_report on evidence_items (report, place);
create index evidence_of_draft on evidence_items (draft, place);

-- Words between the desk and whoever has the receipt of a report.
create table mailboxes (
    report blob not null primary key references reports (id),
    lookup blob not null,
    messages integer not null,
    last_activity_at integer not null,
    erase_at integer not null
) strict;
create unique index mailboxes_by_receipt on mailboxes (lookup);
create index mailboxes_to_erase on mailboxes (erase_at);

create table mailbox_messages (
    report blob not null references mailboxes (report),
    sequence integer not null,
    from_desk integer not null,
    actor text not null,
    at integer not null,
    words blob not null,
    primary key (report, sequence)
) strict;

-- What was done about a case, in order. The word tells which deed; the rest is sealed under the case's key.
create table case_events (
    case_id blob not null references cases (id),
    sequence integer not null,
    at integer not null,
    actor text not null,
    deed text not null,
    body blob,
    primary key (case_id, sequence)
) strict;

-- Who had which item in hand, chained for each case.
create table custody_events (
    case_id blob not null references cases (id),
    sequence integer not null,
    at integer not null,
    actor text not null,
    act text not null,
    item blob not null,
    words blob,
    commitment blob not null,
    previous blob not null,
    hash blob not null,
    primary key (case_id, sequence)
) strict;
create index custody_of_item on custody_events (item, sequence);

-- While a hold stands, nothing of the case is erased. Two people place it, and two lift it.
create table legal_holds (
    id blob not null primary key,
    case_id blob not null references cases (id),
    why blob,
    asked_by text not null,
    asked_at integer not null,
    confirmed_by text,
    confirmed_at integer,
    lifting_by text,
    lifting_at integer,
    lifted_by text,
    lifted_at integer
) strict;
create unique index legal_holds_of on legal_holds (case_id) where lifted_at is null;
