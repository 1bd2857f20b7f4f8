-- Whether an entry tells of a look. A record that is looked at often has thousands of them, and its timeline, which
-- shows none, would step over each.
alter table ledger_payloads add column is_read integer not null default 0;
update ledger_payloads set is_read = 1 where sequence in (select sequence from ledger where act = 'read');
drop index ledger_payloads_about;
create index ledger_payloads_about on ledger_payloads (topic, is_read, sequence);
