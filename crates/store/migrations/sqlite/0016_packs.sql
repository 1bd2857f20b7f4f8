-- What is handed over to a body: frozen when it is decided, so that what somebody says yes to is what leaves. Sealed under
-- the key of its case and erased with it.
create table packs (
    id blob not null primary key,
    case_id blob not null references cases (id),
    report blob not null references reports (id),
    body text not null,
    recipient text not null,
    ground text not null,
    state text not null,
    in_window integer not null,
    content blob,
    sha256 blob not null,
    reference blob,
    decided_at integer not null,
    sent_at integer,
    answered_at integer,
    reply_due integer
) strict;
create index packs_of_case on packs (case_id, decided_at, id);
create index packs_of_report on packs (report, decided_at, id);
create index packs_of_body on packs (body, sent_at, id) where in_window;
create index packs_waiting on packs (reply_due, id) where state = 'sent';

-- Which reports somebody of a partner body brought in: a keyed hash of the body and nothing else.
create table partner_reports (
    report blob not null primary key references reports (id),
    partner blob not null
) strict;
create index partner_reports_of on partner_reports (partner, report);
