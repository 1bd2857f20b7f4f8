-- What is handed over to a body: frozen when it is decided, so that what somebody says yes to is what leaves. Sealed under
-- the key of its case and erased with it.
create table packs (
    id uuid not null primary key,
    case_id uuid not null references cases (id),
    report uuid not null references reports (id),
    body text collate "C" not null,
    recipient text collate "C" not null,
    ground text collate "C" not null,
    state text collate "C" not null,
    in_window boolean not null,
    content bytea,
    sha256 bytea not null,
    reference bytea,
    decided_at bigint not null,
    sent_at bigint,
    answered_at bigint,
    reply_due bigint
);
create index packs_of_case on packs (case_id, decided_at, id);
create index packs_of_report on packs (report, decided_at, id);
create index packs_of_body on packs (body, sent_at, id) where in_window;
create index packs_waiting on packs (reply_due, id) where state = 'sent';

-- Which reports somebody of a partner body brought in: a keyed hash of the body and nothing else.
create table partner_reports (
    report uuid not null primary key references reports (id),
    partner bytea not null
);
create index partner_reports_of on partner_reports (partner, report);
