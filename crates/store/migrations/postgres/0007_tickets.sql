-- Tries of a code count against the ticket of the browser that asked; codes from before have none, and open nothing.
alter table sign_in_codes add column ticket_hash bytea;
alter table sign_in_codes add column digits bigint not null default 6;
create index sign_in_codes_of_ticket on sign_in_codes (ticket_hash);
