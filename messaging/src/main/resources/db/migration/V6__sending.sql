-- Mail on its way. Contents lie in the account that holds mail; these rows say what becomes of them.

-- A message for more people than one transaction takes. sealed: who sends it, and how.
create table sending (
    id      bigint primary key,
    created bigint not null,
    sealed  ${bytes} not null
);

-- One of its versions and who gets it: the members of a group, or (no group) those named below.
-- position: the last account that has been dealt with.
create table sending_part (
    id         bigint primary key,
    sending_id bigint not null,
    email_id   bigint not null,
    uid        bigint not null,
    group_id   bigint,
    position   bigint not null
);
create index sending_part_of on sending_part (sending_id);

-- Who has it (done = 1), or is to get it: nobody gets one message twice, whatever is done again.
create table sending_copy (
    sending_id bigint not null,
    account_id bigint not null,
    part_id    bigint not null,
    done       smallint not null,
    primary key (sending_id, account_id)
);

-- A message that somebody has to look at before it goes, or does not. sealed: as above, and to whom.
create table held (
    id        bigint primary key,
    created   bigint not null,
    author_id bigint,
    email_id  bigint not null,
    uid       bigint not null,
    why       varchar(40) not null,
    shadow    smallint not null,
    sealed    ${bytes} not null
);
create index held_author on held (author_id);
