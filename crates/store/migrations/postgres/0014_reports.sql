-- Keys that can be destroyed: without its key what is sealed is noise, wherever a copy of it lies. They are wrapped under
-- the keys of the centre, and backed up apart from everything else.
create table sealed_keys (
    holder uuid not null,
    kind text collate "C" not null,
    wrapped bytea not null,
    primary key (holder, kind)
);

-- What the centre does about reports: where each case stands in the queue. What was done is in its events.
create table cases (
    id uuid not null primary key,
    reference text collate "C" not null,
    state text collate "C" not null,
    severity text collate "C" not null,
    harm bigint not null,
    due_at bigint not null,
    holder uuid,
    restricted boolean not null,
    by_day boolean not null,
    rule text collate "C" not null,
    events bigint not null,
    custody bigint not null,
    opened_at bigint not null,
    changed_at bigint not null,
    closed_at bigint,
    handed_over_at bigint,
    erase_at bigint,
    destroy_at bigint,
    erased_at bigint
);
create unique index cases_by_reference on cases (reference);
create index cases_queue on cases (harm, due_at, id) where closed_at is null;
create index cases_held on cases (holder, harm, due_at, id) where closed_at is null;
create index cases_to_erase on cases (erase_at) where erase_at is not null;
create index cases_to_destroy on cases (destroy_at) where destroy_at is not null;

-- Accounts of events, each sealed under a key of its own. Nothing of it is ever changed, only erased.
create table reports (
    id uuid not null primary key,
    reference text collate "C" not null,
    case_id uuid not null references cases (id),
    manner text collate "C" not null,
    channel text collate "C" not null,
    problem text collate "C" not null,
    borough text collate "C" not null,
    member bytea,
    received_at bigint not null,
    account bytea,
    erased_at bigint
);
create unique index reports_by_reference on reports (reference);
create index reports_of_case on reports (case_id, received_at, id);
create index reports_of_member on reports (member, received_at, id) where member is not null;
create index reports_by_time on reports (received_at, id);

-- Who gave an account, sealed under a key of its own that only the other master key opens.
create table reporters (
    report uuid not null primary key references reports (id),
    identity bytea not null
);

-- What somebody is still writing. Only their browser has the token, from which the key follows too.
create table drafts (
    token_hash bytea not null primary key,
    account bytea not null,
    version bigint not null,
    changed_at bigint not null,
    erase_at bigint not null
);
create index drafts_to_erase on drafts (erase_at);

-- Files that came with an account. The sealed original lies beside the database under its address.
create table evidence_items (
    id uuid not null primary key,
    report uuid references reports (id),
    draft bytea references drafts (token_hash),
    place bigint not null,
    kind text collate "C" not null,
    bytes bigint not null,
    facts bytea,
    address bytea not null,
    sealed_bytes bigint not null,
    sealed_hash bytea not null,
    kept_at bigint not null,
    locked_at bigint,
    destroyed_at bigint
);
create unique index evidence_by_address on evidence_items (address);
create index evidence_of_report on evidence_items (report, place);
create index evidence_of_draft on evidence_items (draft, place);

-- Words between the desk and whoever has the receipt of a report.
create table mailboxes (
    report uuid not null primary key references reports (id),
    lookup bytea not null,
    messages bigint not null,
    last_activity_at bigint not null,
    erase_at bigint not null
);
create unique index mailboxes_by_receipt on mailboxes (lookup);
create index mailboxes_to_erase on mailboxes (erase_at);

create table mailbox_messages (
    report uuid not null references mailboxes (report),
    sequence bigint not null,
    from_desk boolean not null,
    actor text collate "C" not null,
    at bigint not null,
    words bytea not null,
    primary key (report, sequence)
);

-- What was done about a case, in order. The word tells which deed; the rest is sealed under the case's key.
create table case_events (
    case_id uuid not null references cases (id),
    sequence bigint not null,
    at bigint not null,
    actor text collate "C" not null,
    deed text collate "C" not null,
    body bytea,
    primary key (case_id, sequence)
);

-- Who had which item in hand, chained for each case.
create table custody_events (
    case_id uuid not null references cases (id),
    sequence bigint not null,
    at bigint not null,
    actor text collate "C" not null,
    act text collate "C" not null,
    item uuid not null,
    words bytea,
    commitment bytea not null,
    previous bytea not null,
    hash bytea not null,
    primary key (case_id, sequence)
);
create index custody_of_item on custody_events (item, sequence);

-- While a hold stands, nothing of the case is erased. Two people place it, and two lift it.
create table legal_holds (
    id uuid not null primary key,
    case_id uuid not null references cases (id),
    why bytea,
    asked_by text collate "C" not null,
    asked_at bigint not null,
    confirmed_by text collate "C",
    confirmed_at bigint,
    lifting_by text collate "C",
    lifting_at bigint,
    lifted_by text collate "C",
    lifted_at bigint
);
create unique index legal_holds_of on legal_holds (case_id) where lifted_at is null;
