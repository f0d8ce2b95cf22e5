-- The audit log. Records are added, never changed, never removed. What a record says lies in body:
-- numbers in the clear, words sealed. subject_id and notable repeat what is in it, to be searched.
create table audit_record (
    seq        bigint primary key,
    subject_id bigint,
    notable    smallint not null,
    body       ${bytes} not null,
    hash       ${bytes} not null
);
create index audit_record_subject on audit_record (subject_id, notable, seq);

-- Hashes of complete subtrees of 2^8, 2^16, … records, so that a proof reads few rows.
create table audit_node (
    level smallint not null,
    place bigint not null,
    hash  ${bytes} not null,
    primary key (level, place)
);

-- One row: where the log ends. Whoever appends holds its lock.
create table audit_head (
    id    smallint primary key,
    size  bigint not null,
    hash  ${bytes} not null,
    peaks ${bytes} not null
);

create table audit_checkpoint (
    size bigint primary key,
    note varchar(1000) not null
);

-- 0: the key that signs checkpoints, sealed under 1. From 1 on: keys that seal, wrapped.
create table audit_key (
    number integer primary key,
    sealed ${bytes} not null
);

-- Records of changes that have been committed with them, on their way into the log.
create table audit_pending (
    id   bigint primary key,
    body ${bytes} not null
);

-- What was recorded before there was this log; taken into it when the server starts.
alter table audit rename to audit_before;
