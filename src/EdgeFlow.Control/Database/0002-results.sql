-- Results of sinks, once a (job, task, frame).
create table if not exists results (
  job text collate "C" not null,
  task text collate "C" not null,
  frame bigint not null,
  epoch integer not null,
  payload jsonb null,
  error text null,
  latency_ms double precision not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (job, task, frame)
);

-- One row a sink: counts, so that nobody has to count results.
create table if not exists result_sinks (
  job text collate "C" not null,
  task text collate "C" not null,
  stored bigint not null default 0,
  errors bigint not null default 0,
  duplicates bigint not null default 0,
  latency_sum_ms double precision not null default 0,
  latency_max_ms double precision not null default 0,
  low bigint not null default 0,
  primary key (job, task)
);

-- One row a job that has results. Notified: its workflow was told that they are complete.
create table if not exists result_jobs (
  job text collate "C" primary key,
  total_frames bigint null,
  complete_at timestamptz null,
  notified_at timestamptz null
);
create index if not exists result_jobs_to_notify on result_jobs (complete_at)
  where complete_at is not null and notified_at is null;

-- Stores a batch. The row of the job is locked first, so that of two sinks that finish at the same moment the second sees the
-- first, and completion is noticed exactly once. Answers: verdict, stored, duplicates, complete.
create or replace function store_results(
  p_job text, p_task text, p_epoch integer, p_frames bigint[], p_payloads jsonb[], p_errors text[],
  p_latencies double precision[], p_total bigint, p_sinks text[],
  out verdict text, out stored integer, out duplicates integer, out complete boolean)
language plpgsql as $$
declare
  job_epoch integer;
  job_ended boolean;
  total bigint;
begin
  stored := 0; duplicates := 0; complete := false;
  select epoch, ended_at is not null into job_epoch, job_ended from jobs where job = p_job;
  if not found then verdict := 'unknown'; return; end if;
  if job_ended then verdict := 'ended'; return; end if;
  if p_epoch < job_epoch then verdict := 'stale'; return; end if;

  insert into result_jobs (job) values (p_job) on conflict do nothing;
  perform 1 from result_jobs where job = p_job for update;
  if p_total is not null then
    update result_jobs set total_frames = p_total where job = p_job and total_frames is null;
  end if;

  if cardinality(p_frames) > 0 then
    with given as (
      select * from unnest(p_frames, p_payloads, p_errors, p_latencies) as item (frame, payload, error, latency)
    ), inserted as (
      insert into results (job, task, frame, epoch, payload, error, latency_ms)
      select distinct on (frame) p_job, p_task, frame, p_epoch, payload, error, latency from given order by frame
      on conflict do nothing
      returning error, latency_ms
    ), counted as (
      select count(*)::integer as n, count(error) as failed, coalesce(sum(latency_ms), 0) as total_ms,
             coalesce(max(latency_ms), 0) as max_ms from inserted
    ), summed as (
      insert into result_sinks as sink (job, task, stored, errors, duplicates, latency_sum_ms, latency_max_ms)
      select p_job, p_task, n, failed, cardinality(p_frames) - n, total_ms, max_ms from counted
      on conflict (job, task) do update set
        stored = sink.stored + excluded.stored, errors = sink.errors + excluded.errors,
        duplicates = sink.duplicates + excluded.duplicates,
        latency_sum_ms = sink.latency_sum_ms + excluded.latency_sum_ms,
        latency_max_ms = greatest(sink.latency_max_ms, excluded.latency_max_ms)
      returning 1
    )
    select n into stored from counted, summed;
    duplicates := cardinality(p_frames) - stored;
  end if;

  select total_frames into total from result_jobs where job = p_job;
  if total is not null and cardinality(p_sinks) = (
      select count(*) from result_sinks where job = p_job and task = any(p_sinks) and result_sinks.stored >= total)
     or total = 0 then
    update result_jobs set complete_at = clock_timestamp() where job = p_job and complete_at is null;
    complete := true;
  end if;
  verdict := 'ok';
end $$;
