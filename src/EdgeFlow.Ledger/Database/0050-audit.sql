-- The chain of hashes over the events (docs/ledger/audit.md). Marten's tables get no column, so it stands beside them.

-- Names this database's chain: signatures of one chain say nothing about another.
create table ledger_chain (
    one      boolean not null default true,
    chain_id uuid    not null default gen_random_uuid(),
    constraint pkey_ledger_chain primary key (one),
    constraint one_ledger_chain check (one)
);

insert into ledger_chain default values;

-- The public keys, oldest first. Each but the first is signed by the one before.
create table ledger_audit_keys (
    ordinal     integer                  not null,
    key_id      varchar                  not null,
    public_key  bytea                    not null,
    created_at  timestamp with time zone not null,
    endorsement bytea                    null,
    constraint pkey_ledger_audit_keys primary key (ordinal),
    constraint ukey_ledger_audit_keys unique (key_id)
);

-- A block seals a tenant's events among those after after_seq up to through_seq. The arrays have one entry an event;
-- bodies holds 32 bytes an event. What the hashes are made of: docs/ledger/audit.md.
create table ledger_blocks (
    tenant_id   varchar                  not null,
    number      bigint                   not null,
    after_seq   bigint                   not null,
    through_seq bigint                   not null,
    total       bigint                   not null,
    seqs        bigint[]                 not null,
    streams     varchar[]                not null,
    versions    bigint[]                 not null,
    bodies      bytea                    not null,
    previous    bytea                    not null,
    head        bytea                    not null,
    key_id      varchar                  not null,
    signature   bytea                    not null,
    sealed_at   timestamp with time zone not null,
    constraint pkey_ledger_blocks primary key (tenant_id, number)
);

-- Hashes do not get smaller.
alter table ledger_blocks alter column bodies set storage external;

create index ix_ledger_blocks_through_seq on ledger_blocks (through_seq);

-- Events that were taken out of the database into a file. The mark is signed, so that nobody can call a deletion one.
create table ledger_archives (
    tenant_id   varchar                  not null,
    number      bigint                   not null,
    seqs        bigint[]                 not null,
    file_name   varchar                  not null,
    file_sha256 bytea                    not null,
    key_id      varchar                  not null,
    signature   bytea                    not null,
    archived_at timestamp with time zone not null,
    constraint pkey_ledger_archives primary key (tenant_id, number)
);
