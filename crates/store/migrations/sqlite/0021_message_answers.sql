-- When whoever sent a message in was answered by mail: at most once, however often the letter is taken.
alter table asked_messages add column answered_at integer;
