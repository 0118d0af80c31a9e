namespace EdgeFlow.Control.ReadModels;

/// <summary>The rows of <see cref="JobsTable"/> in one statement: of each job its submission, the last event that
/// changed its status, its last plan and its first start.</summary>
internal static class JobsFill
{
    /// <summary>The statement; <c>$1</c> is the last event that counts, <c>$2</c> the names of the events.</summary>
    public const string Statement = $"""
        insert into jobs (job, version, application, application_version, mode, priority, status, reason, pointer,
                          epoch, submitted_at, started_at, ended_at, tenant, rerun_of)
        select submitted.data ->> 'job', job.version, submitted.data ->> 'application',
          (submitted.data ->> 'version')::integer, submitted.data -> 'demand' ->> 'mode',
          (submitted.data -> 'demand' ->> 'priority')::integer, {Status}, {Reason},
          case when moved.type in ('job_queued', 'job_refused') then moved.data ->> 'pointer' end,
          coalesce((planned.data ->> 'epoch')::integer, 0),
          {StoredTimes.Begin}submitted.data{StoredTimes.End}, {StoredTimes.Begin}started.data{StoredTimes.End},
          case when moved.type in ('job_completed', 'job_failed', 'job_refused', 'job_cancelled')
            then {StoredTimes.Begin}moved.data{StoredTimes.End} end,
          coalesce(submitted.tenant_id, '*DEFAULT*'),
          submitted.data -> 'rerun' ->> 'job'
        from ({Places}) as job
        join mt_events submitted on submitted.stream_id = job.stream_id and submitted.version = job.submitted
        join mt_events moved on moved.stream_id = job.stream_id and moved.version = job.moved
        left join mt_events planned on planned.stream_id = job.stream_id and planned.version = job.planned
        left join mt_events started on started.stream_id = job.stream_id and started.version = job.started
        """;

    private const string Places = """
        select stream_id, max(version) as version, min(version) filter (where type = 'job_submitted') as submitted,
          max(version)
            filter (where type not in ('task_completed', 'task_failed', 'task_reopened', 'personal_data_destroyed'))
            as moved,
          max(version) filter (where type = 'job_planned') as planned,
          min(version) filter (where type = 'job_started') as started
        from mt_events where seq_id <= $1 and type = any ($2) group by stream_id
        """;

    private const string Status = """
        case moved.type when 'job_submitted' then 'Submitted' when 'job_queued' then 'Waiting'
          when 'job_refused' then 'Refused' when 'job_planned' then 'Planned' when 'job_started' then 'Running'
          when 'job_completed' then 'Completed' when 'job_failed' then 'Failed'
          when 'job_cancel_requested' then 'Cancelling' when 'job_cancelled' then 'Cancelled' end
        """;

    private const string Reason = """
        case when moved.type in ('job_queued', 'job_refused') then moved.data ->> 'reason'
          when moved.type = 'job_failed' then (moved.data ->> 'errorType') || ': ' || (moved.data ->> 'reason') end
        """;
}
