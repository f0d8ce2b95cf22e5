-- A person (0), a group (1) or a service (2).
alter table account add column kind smallint default 0 not null;

-- Ids of rows of other modules.
create sequence object_seq start with 1 increment by 100;
