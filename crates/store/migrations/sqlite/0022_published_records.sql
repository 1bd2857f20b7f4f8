-- Records that anybody can read in DNS, held so that a message is checked without a packet. No answer yet: answer is null; an
-- answer that nothing stands there is an empty list.
create table published_records (
    name text not null primary key,
    domain text not null,
    kind text not null,
    answer text,
    asked_at integer not null,
    good_until integer
) strict;
create index published_records_by_turn on published_records (asked_at, name);
create index published_records_by_domain on published_records (domain, kind);

-- Keys that a message would have been proved by: the name and the day of the first wish, and nothing of the message.
create table wanted_records (
    name text not null primary key,
    domain text not null,
    day text not null
) strict;
create index wanted_records_by_domain on wanted_records (domain);
