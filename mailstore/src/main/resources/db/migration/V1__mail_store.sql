-- Rows of the mail store. Everything a message says is sealed; what must be matched is a keyed hash.
-- ${bytes} is varbinary on H2 and bytea on PostgreSQL.

create sequence account_seq start with 1 increment by 10;
create sequence mailbox_seq start with 1 increment by 50;
create sequence email_seq start with 1 increment by 1000;
create sequence blob_seq start with 1 increment by 1000;
create sequence audit_seq start with 1 increment by 50;

create table account (
    id             bigint primary key,
    wrapped_key    ${bytes} not null,
    sealed_profile ${bytes} not null,
    state          smallint not null,
    quota_bytes    bigint not null,
    created        bigint not null
);

-- What every change updates, apart from the wide row above.
create table account_state (
    account_id       bigint primary key,
    modseq           bigint not null,
    used_bytes       bigint not null,
    uid_validity     bigint not null
);

create table address (
    hash       varchar(64) primary key,
    account_id bigint not null
);
create index address_account on address (account_id);

create table secret (
    account_id bigint not null,
    name       varchar(64) not null,
    sealed     ${bytes} not null,
    primary key (account_id, name)
);

create table mailbox (
    id             bigint primary key,
    account_id     bigint not null,
    name_hash      varchar(64),
    sealed_name    ${bytes} not null,
    special_use    varchar(20),
    uid_validity   bigint not null,
    uid_next       bigint not null,
    first_recent   bigint not null,
    messages       integer not null,
    unseen         integer not null,
    deleted        integer not null,
    size_bytes     bigint not null,
    highest_modseq bigint not null
);
-- name_hash is null while a deleted mailbox waits to be emptied
create unique index mailbox_name on mailbox (account_id, name_hash);

create table subscription (
    account_id  bigint not null,
    name_hash   varchar(64) not null,
    sealed_name ${bytes} not null,
    primary key (account_id, name_hash)
);

create table keyword_set (
    account_id bigint not null,
    id         integer not null,
    sealed     ${bytes} not null,
    primary key (account_id, id)
);

create table blob (
    id            bigint primary key,
    token         ${bytes} not null,
    segment       bigint not null,
    position      bigint not null,
    sealed_length bigint not null,
    size_bytes    bigint not null,
    digest        ${bytes} not null,
    refs          integer not null
);

-- Compaction asks what of a segment is still referred to.
create index blob_place on blob (segment, position);

create table email (
    id          bigint primary key,
    account_id  bigint not null,
    blob_id     bigint not null,
    wrapped_key ${bytes} not null,
    size_bytes  bigint not null,
    received    bigint not null,
    thread_id   bigint not null,
    entries     integer not null,
    summary     ${bytes} not null
);

create table entry (
    mailbox_id  bigint not null,
    uid         bigint not null,
    email_id    bigint not null,
    flags       smallint not null,
    keyword_set integer not null,
    modseq      bigint not null,
    size_bytes  bigint not null,
    received    bigint not null,
    saved       bigint not null
);
-- Opening a mailbox reads this index alone.
create unique index entry_open on entry (mailbox_id, uid)
    include (email_id, flags, keyword_set, modseq, size_bytes, received, saved);

create table expunged (
    mailbox_id bigint not null,
    modseq     bigint not null,
    first_uid  bigint not null,
    last_uid   bigint not null,
    primary key (mailbox_id, modseq, first_uid)
);

create table thread_ref (
    account_id bigint not null,
    hash       bigint not null,
    thread_id  bigint not null,
    primary key (account_id, hash)
);

create table audit (
    id         bigint primary key,
    at         bigint not null,
    actor      varchar(320) not null,
    account_id bigint,
    action     varchar(64) not null
);
create index audit_account on audit (account_id, id);
