-- Read models: changed in the transaction that appends the events, and made from nothing but the events.
create table if not exists jobs (
  job text collate "C" primary key,
  version bigint not null,
  application text collate "C" not null,
  application_version integer not null,
  mode text not null,
  priority integer not null,
  status text not null,
  reason text null,
  pointer text null,
  epoch integer not null default 0,
  submitted_at timestamptz not null,
  started_at timestamptz null,
  ended_at timestamptz null
);
create index if not exists jobs_active on jobs (job) where ended_at is null;
create index if not exists jobs_newest on jobs (submitted_at desc, job desc);

create table if not exists nodes (
  node text collate "C" primary key,
  version bigint not null,
  present boolean not null
);

create table if not exists links (
  link text collate "C" primary key,
  version bigint not null,
  present boolean not null
);

create table if not exists applications (
  application text collate "C" not null,
  version integer not null,
  manifest_hash text not null,
  manifest text not null,
  declared_at timestamptz not null,
  primary key (application, version)
);

-- The plan in force, a row a placed job; the revision stands alone, since a plan may change no job.
create table if not exists job_plans (
  job text collate "C" primary key,
  epoch integer not null,
  plan jsonb not null
);
create table if not exists plan_head (
  only_row boolean primary key default true check (only_row),
  revision integer not null
);
