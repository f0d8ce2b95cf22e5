-- Requests that are done once however often they come. Kept for a day.
create table request_key (
    id         bigint primary key,
    account_id bigint not null,
    hash       varchar(64) not null,
    request    varchar(64) not null,
    created    bigint not null,
    sealed     ${bytes}
);
create unique index request_key_hash on request_key (hash);
create index request_key_account on request_key (account_id);
create index request_key_created on request_key (created);
