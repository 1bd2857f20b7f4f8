-- How often a problem was not on the list of Help now, by the Monday of the week. A number and nothing else.
create table missing_problems (
    week text not null primary key,
    how_often integer not null
) strict;
