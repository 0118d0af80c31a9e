-- What attempts at batch tasks can have used at most that died with their nodes.
alter table ledger_usage
  add column if not exists at_most_compute_ms double precision not null default 0,
  add column if not exists at_most_joules double precision not null default 0,
  add column if not exists at_most_price double precision not null default 0;
alter table ledger_usage_links
  add column if not exists at_most_bytes double precision not null default 0,
  add column if not exists at_most_price double precision not null default 0;
