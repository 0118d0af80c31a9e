-- What was used and what was planned, an hour a row: counted from heartbeats, reports on tasks and adopted plans.
create table if not exists ledger_usage (
  hour timestamptz not null,
  tenant text collate "C" not null,
  job text collate "C" not null,
  task text collate "C" not null,
  node text collate "C" not null,
  frames double precision not null default 0,
  compute_ms double precision not null default 0,
  joules double precision not null default 0,
  price double precision not null default 0,
  planned_frames double precision not null default 0,
  planned_compute_ms double precision not null default 0,
  planned_joules double precision not null default 0,
  planned_price double precision not null default 0,
  primary key (hour, job, task, node)
);
create index if not exists ledger_usage_of_job on ledger_usage (job, hour);

-- Bytes of a flow over one link of its route; the node is the one that sends.
create table if not exists ledger_usage_links (
  hour timestamptz not null,
  tenant text collate "C" not null,
  job text collate "C" not null,
  flow text collate "C" not null,
  node text collate "C" not null,
  link text collate "C" not null,
  bytes double precision not null default 0,
  price double precision not null default 0,
  planned_bytes double precision not null default 0,
  planned_price double precision not null default 0,
  primary key (hour, job, flow, node, link)
);
create index if not exists ledger_usage_links_of_job on ledger_usage_links (job, hour);

-- Plans of jobs that are carried out now, or were a moment ago, and until when they are counted.
create table if not exists ledger_usage_plans (
  job text collate "C" not null,
  epoch integer not null,
  tenant text collate "C" not null,
  costs jsonb not null,
  counted_until timestamptz null,
  ended_at timestamptz null,
  primary key (job, epoch)
);

-- How far the counters of each hosted stage are counted.
create table if not exists ledger_usage_marks (
  node text collate "C" not null,
  job text collate "C" not null,
  task text collate "C" not null,
  instance text collate "C" not null,
  counters jsonb not null,
  seen_at timestamptz not null,
  primary key (node, job, task, instance)
);

-- How far the events are counted. What happened before this table was made is not.
create table if not exists ledger_usage_place (
  only_row boolean primary key default true check (only_row),
  sequence bigint not null
);
insert into ledger_usage_place (sequence) select coalesce(max(seq_id), 0) from mt_events on conflict do nothing;
