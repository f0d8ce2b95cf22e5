-- People, relations, groups. Names that people chose are in term, once each: sealed, and found by a keyed hash.
-- What is known of a person or group is sealed under its account's key.

create table term (
    id     bigint primary key,
    hash   varchar(64) not null,
    sealed ${bytes} not null
);
create unique index term_hash on term (hash);

create table person (
    account_id bigint primary key,
    version    bigint not null,
    sealed     ${bytes} not null
);

create table person_role (
    role       bigint not null,
    account_id bigint not null,
    primary key (role, account_id)
);
create index person_role_account on person_role (account_id);

-- open_mark is 1 until the relation is known to have ended, then null: so one at most is open.
create table relation (
    id        bigint primary key,
    from_id   bigint not null,
    to_id     bigint not null,
    kind      bigint not null,
    since     bigint not null,
    until_at  bigint,
    open_mark smallint
);
create unique index relation_open on relation (from_id, to_id, kind, open_mark);
create index relation_from on relation (from_id, id);
create index relation_to on relation (to_id, id);

-- Who is to be looked at again when a time has come: a relation begins or ends then.
create table person_due (
    id         bigint primary key,
    at         bigint not null,
    account_id bigint not null
);
create index person_due_at on person_due (at);
create index person_due_account on person_due (account_id);

create table api_token (
    id         bigint primary key,
    account_id bigint not null,
    hash       varchar(64) not null,
    sealed     ${bytes} not null,
    created    bigint not null,
    expires    bigint,
    revoked    bigint
);
create unique index api_token_hash on api_token (hash);
create index api_token_account on api_token (account_id, id);

-- id is the account's. evaluated: how far a changed expression has been applied, null when it is done.
create table mail_group (
    id         bigint primary key,
    version    bigint not null,
    kind       bigint not null,
    reply_mode smallint not null,
    history    smallint not null,
    dynamic    smallint not null,
    sealed     ${bytes} not null,
    evaluated  bigint
);
create index mail_group_dynamic on mail_group (dynamic, id);

create table membership (
    id        bigint primary key,
    group_id  bigint not null,
    member_id bigint not null,
    standing  smallint not null,
    joined    bigint not null,
    left_at   bigint,
    muted     smallint not null,
    by_rule   smallint not null,
    open_mark smallint
);
create unique index membership_open on membership (group_id, open_mark, member_id);
create index membership_member on membership (member_id, group_id);
create index membership_standing on membership (group_id, standing);
