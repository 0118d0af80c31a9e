-- Documents of the planner by the hash of their bytes: packed by Brotli, most of them as what differs from another one (base),
-- which then cannot go before them.
create table if not exists plan_contents (
  hash bytea primary key,
  size integer not null,
  base bytea null references plan_contents (hash),
  packed bytea not null,
  stored_at timestamptz not null default clock_timestamp()
);
create index if not exists plan_contents_base on plan_contents (base) where base is not null;

-- Every run of the planner, whatever became of it. Outcome 'proposed': written before the plan's event; what became of it is
-- noted after, and found out from the events when this process ended in between.
create table if not exists plan_solves (
  id bigint generated always as identity primary key,
  solved_at timestamptz not null,
  origin text not null,
  trigger text not null,
  attempt integer not null,
  parent integer not null,
  revision integer null,
  outcome text not null,
  detail text null,
  policy text not null,
  seed numeric(20) not null,
  work_budget bigint null,
  goal text not null,
  warm boolean not null,
  snapshot bytea null references plan_contents (hash),
  proposal bytea null references plan_contents (hash),
  objective double precision not null,
  bound double precision null,
  work bigint not null,
  wall_ms double precision not null,
  nodes integer not null,
  jobs integer not null,
  changed integer not null,
  waiting integer not null,
  moved integer not null
);
create index if not exists plan_solves_parent on plan_solves (parent);
create index if not exists plan_solves_age on plan_solves (solved_at);
create index if not exists plan_solves_snapshot on plan_solves (snapshot);
create index if not exists plan_solves_proposal on plan_solves (proposal);
create index if not exists plan_solves_open on plan_solves (id) where outcome = 'proposed';
