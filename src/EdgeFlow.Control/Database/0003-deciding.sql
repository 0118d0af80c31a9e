-- Who decides, of several control planes on one database.
create table if not exists control_leases (
  name text primary key,
  holder text not null,
  token bigint not null,
  expires_at timestamptz not null
);

-- What was answered to a request with an Idempotency-Key. Status null: the first request is still at work.
create table if not exists idempotency_keys (
  key text primary key,
  request_hash text not null,
  status integer null,
  headers jsonb null,
  body bytea null,
  created_at timestamptz not null default clock_timestamp()
);
create index if not exists idempotency_keys_age on idempotency_keys (created_at);

-- Heartbeats that reached a control plane that does not decide: the one that does reads them. Worthless after a crash.
create unlogged table if not exists heartbeats (
  node text collate "C" primary key,
  incarnation text not null,
  sequence bigint not null,
  stages jsonb not null,
  heard_at timestamptz not null
);

-- What a plan was made from and how: kept beside the events, since it is large and made again from them only with the
-- planner of that time. Found by the hash that the plan's event carries.
create table if not exists plan_ledger (
  snapshot_hash text primary key,
  snapshot text not null,
  report text not null,
  stored_at timestamptz not null default clock_timestamp()
);
create index if not exists plan_ledger_age on plan_ledger (stored_at);

-- How far a subscription has come that acts beside the database.
create table if not exists control_checkpoints (
  name text primary key,
  sequence bigint not null
);
