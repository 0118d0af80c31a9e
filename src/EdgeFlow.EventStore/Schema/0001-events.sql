-- Marten's layout with string stream ids and the metadata columns switched on. "If not exists" accepts a database
-- that Marten made. No column is added to Marten's tables: its schema check would drop it again.
create sequence if not exists mt_events_sequence;

create table if not exists mt_streams (
    id               varchar                  not null,
    type             varchar                  null,
    version          bigint                   null,
    timestamp        timestamp with time zone not null default (now()),
    snapshot         jsonb                    null,
    snapshot_version integer                  null,
    created          timestamp with time zone not null default (now()),
    tenant_id        varchar                  null default '*DEFAULT*',
    is_archived      bool                     null default false,
    constraint pkey_mt_streams_id primary key (id)
);

create table if not exists mt_events (
    seq_id         bigint                   not null,
    id             uuid                     not null,
    stream_id      varchar                  null,
    version        bigint                   not null,
    data           jsonb                    not null,
    type           varchar(500)             not null,
    timestamp      timestamp with time zone not null default (now()),
    tenant_id      varchar                  null default '*DEFAULT*',
    mt_dotnet_type varchar                  null,
    correlation_id varchar                  null,
    causation_id   varchar                  null,
    headers        jsonb                    null,
    is_archived    bool                     null default false,
    constraint pkey_mt_events_seq_id primary key (seq_id),
    constraint fkey_mt_events_stream_id foreign key (stream_id) references mt_streams (id) on delete cascade
);

create unique index if not exists pk_mt_events_stream_and_version on mt_events using btree (stream_id, version);

alter sequence mt_events_sequence owned by mt_events.seq_id;

create table if not exists mt_event_progression (
    name         varchar                  not null,
    last_seq_id  bigint                   null,
    last_updated timestamp with time zone null default (transaction_timestamp()),
    constraint pk_mt_event_progression primary key (name)
);

-- What each command id led to, so that a repeat gets the first answer. One row for each stream of the append.
create table if not exists edgeflow_commands (
    command_id     varchar(200)             not null,
    ordinal        integer                  not null,
    append_id      uuid                     not null,
    stream_id      varchar                  not null,
    first_version  bigint                   not null,
    last_version   bigint                   not null,
    appended_at    timestamp with time zone not null default (now()),
    constraint pkey_edgeflow_commands primary key (command_id, ordinal)
);
