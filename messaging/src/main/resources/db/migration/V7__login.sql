-- Ways to log in on the web. What is secret or says anything of a person is sealed under the account's key;
-- what has to be found is a keyed hash.

create table totp (
    account_id    bigint primary key,
    sealed_secret ${bytes} not null,
    created       bigint not null,
    confirmed     bigint,
    last_step     bigint not null,
    failures      integer not null,
    next_try      bigint not null
);

create table recovery_code (
    account_id bigint not null,
    hash       varchar(64) not null,
    primary key (account_id, hash)
);

create table passkey (
    id         bigint primary key,
    hash       varchar(64) not null,
    account_id bigint not null,
    sealed     ${bytes} not null,
    signatures bigint not null,
    created    bigint not null,
    last_used  bigint not null
);
create unique index passkey_hash on passkey (hash);
create index passkey_account on passkey (account_id);

create table web_session (
    hash       varchar(64) primary key,
    account_id bigint not null,
    sealed     ${bytes} not null,
    methods    integer not null,
    created    bigint not null,
    last_used  bigint not null,
    proved     bigint not null
);
create index web_session_account on web_session (account_id);
create index web_session_used on web_session (last_used);

create table oidc_link (
    id         bigint primary key,
    hash       varchar(64) not null,
    account_id bigint not null,
    sealed     ${bytes} not null,
    created    bigint not null,
    last_used  bigint not null
);
create unique index oidc_link_hash on oidc_link (hash);
create index oidc_link_account on oidc_link (account_id);

create table used_login_step (
    id      varchar(64) primary key,
    expires bigint not null
);
create index used_login_step_expires on used_login_step (expires);
