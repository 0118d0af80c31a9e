-- Which run a job repeats; null for a job of its own.
alter table jobs add column if not exists rerun_of text collate "C" null;
create index if not exists jobs_rerun_of on jobs (rerun_of) where rerun_of is not null;
