-- What other systems call accounts: sealed, and found by a keyed hash. How far imports have come.

create table provision_link (
    account_id    bigint primary key,
    external_hash varchar(64),
    name_hash     varchar(64),
    sealed        ${bytes} not null,
    created       bigint not null,
    modified      bigint not null
);
create index provision_link_external on provision_link (external_hash);
create unique index provision_link_name on provision_link (name_hash);

-- digest is a keyed hash of what is imported and how; counts are numbers only.
create table provision_import (
    id          bigint primary key,
    digest      varchar(64) not null,
    state       smallint not null,
    position_at bigint not null,
    total       bigint not null,
    counts      varchar(1000) not null,
    created     bigint not null,
    modified    bigint not null
);
create index provision_import_digest on provision_import (digest);
