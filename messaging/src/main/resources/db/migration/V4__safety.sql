-- Whom people have blocked; the reason is sealed under the blocker's key.
create table block (
    account_id bigint not null,
    blocked_id bigint not null,
    since      bigint not null,
    sealed     ${bytes} not null,
    primary key (account_id, blocked_id)
);
create index block_blocked on block (blocked_id);

-- What moderators imposed on people, for ever. Reasons, reports and names are sealed under the person's key.
create table restriction (
    id            bigint primary key,
    account_id    bigint not null,
    kind          smallint not null,
    from_at       bigint not null,
    until_at      bigint,
    author_id     bigint,
    sealed        ${bytes} not null,
    lifted_at     bigint,
    lifted_by     bigint,
    sealed_lifted ${bytes}
);
create index restriction_account on restriction (account_id, id);

-- Rate lanes: when a bucket will be full again, and how much may have been taken since that was written.
-- Nanoseconds. A bucket that is full has no row.
create table lane (
    owner     bigint not null,
    name      bigint not null,
    full_at   bigint not null,
    unwritten bigint not null,
    primary key (owner, name)
);

-- The same of systems, which have no account; owner 0 says that the server was stopped in order.
create table system_lane (
    owner     bigint not null,
    name      bigint not null,
    full_at   bigint not null,
    unwritten bigint not null,
    primary key (owner, name)
);
