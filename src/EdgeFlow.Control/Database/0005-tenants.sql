-- Whose jobs and applications are: the tenant of their streams. What was there before tenants is the default tenant's.
alter table jobs add column if not exists tenant text collate "C" not null default '*DEFAULT*';
alter table applications add column if not exists tenant text collate "C" not null default '*DEFAULT*';

-- A tenant's jobs, newest first. The default tenant's are found by jobs_newest.
create index if not exists jobs_newest_of_tenant on jobs (tenant, submitted_at desc, job desc)
  where tenant <> '*DEFAULT*';
