-- What attempts at batch tasks used that failed or were stopped.
alter table ledger_usage
  add column if not exists lost_compute_ms double precision not null default 0,
  add column if not exists lost_joules double precision not null default 0,
  add column if not exists lost_price double precision not null default 0;
alter table ledger_usage_links
  add column if not exists lost_bytes double precision not null default 0,
  add column if not exists lost_price double precision not null default 0;
