-- How the words begin: the first letter of each, the first two, and so on to six, so that the firms found by a
-- beginning are one range that stands in the order of names: a page of it is read without sorting and counting the rest.
-- Every row follows from rows of organisation_words and is written and erased with them; so no key refers to
-- organisations, which would want an index as large as the table.
create table organisation_beginnings (
    beginning text collate "C" not null,
    standing text collate "C" not null,
    name_sort text collate "C" not null,
    organisation uuid not null,
    primary key (beginning, standing, name_sort, organisation)
);

insert into organisation_beginnings (beginning, standing, name_sort, organisation)
select distinct substr(w.word, 1, n.letters), w.standing, w.name_sort, w.organisation
from organisation_words w
cross join (select 1 as letters union all select 2 union all select 3 union all select 4
    union all select 5 union all select 6) n
order by 1, 2, 3, 4;
