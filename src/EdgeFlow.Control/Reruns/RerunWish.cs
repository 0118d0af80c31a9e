using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Reruns;

/// <summary>
/// Makes a submission of the wish to run a job again: what it leaves out is as in the earlier run. Pure.
/// </summary>
internal static class RerunWish
{
    /// <summary>The command, or everything that is wrong.</summary>
    /// <param name="asked">The wish.</param>
    /// <param name="past">The earlier run.</param>
    /// <param name="declared">The version that runs now; null when there is none of this number.</param>
    /// <param name="version">Its number.</param>
    /// <param name="id">The new job's id.</param>
    /// <param name="now">When it was asked.</param>
    public static Answer<SubmitJob> Read(
        JobRerun asked, PastRun past, ApplicationSpec? declared, int version, string id, DateTimeOffset now)
    {
        var errors = new List<ProblemError>();
        if (!Name.IsValid(id))
        {
            errors.Add(new ProblemError("/job", 0, 0, "is no name", Name.Rule));
        }

        if (declared is null)
        {
            errors.Add(new ProblemError(
                "/version", 0, 0, $"there is no version {version} of '{past.State.Application}'",
                "a declared version: GET /v1/applications"));
            return Refusal.Of(ProblemKinds.InvalidBody, "rerun", errors);
        }

        var carried = Carried(past, declared);
        var parameters = carried.Tasks.Where(task => past.State.Parameters.ContainsKey(task.Id.Value))
            .ToDictionary(task => task.Id.Value, task => task.Stage.Parameters);
        foreach (var (task, given) in GivenParameters.Read(asked.Parameters, carried, errors))
        {
            parameters[task] = given;
        }

        CheckFrom(asked, past, declared, errors);
        var application = declared with
        {
            Tasks = [.. declared.Tasks.Select(task => parameters.TryGetValue(task.Id.Value, out var used)
                ? task with { Stage = task.Stage with { Parameters = used } }
                : task)],
        };
        return errors.Count > 0
            ? Refusal.Of(ProblemKinds.InvalidBody, "rerun", errors)
            : new SubmitJob(
                new JobId(id), past.State.Application, version, past.State.Demand,
                [.. declared.Tasks.Select(task => task.Id)], parameters, now)
            {
                Rerun = Link(asked, past, application),
            };
    }

    private static RerunOf Link(JobRerun asked, PastRun past, ApplicationSpec application)
    {
        var (job, demand) = (past.State.Job, past.State.Demand);
        if (demand.Mode != JobMode.Batch)
        {
            return new RerunOf(job, []);
        }

        var isChanged = asked.From is not null || asked.Parameters is { Count: > 0 } || asked.Version is not null;
        return isChanged
            ? ResultReuse.Decide(
                job, past.Results, application, demand, asked.From is { } from ? new TaskId(from) : null)
            : ResultReuse.Nothing(job, application);
    }

    // A task that the version does not have any more takes what was said about it with it.
    private static ApplicationSpec Carried(PastRun past, ApplicationSpec declared)
    {
        var then = past.Declared.Tasks.ToDictionary(task => task.Id, task => task.Stage.Parameters);
        return declared with { Tasks = [.. declared.Tasks.Select(Carry)] };

        TaskSpec Carry(TaskSpec task) =>
            past.State.Parameters.TryGetValue(task.Id.Value, out var used) && then.TryGetValue(task.Id, out var before)
                ? task with
                {
                    Stage = task.Stage with
                    {
                        Parameters = Jobs.StageParameters.Carry(before, used, task.Stage.Parameters),
                    },
                }
                : task;
    }

    private static void CheckFrom(JobRerun asked, PastRun past, ApplicationSpec declared, List<ProblemError> errors)
    {
        if (asked.From is null)
        {
            return;
        }

        if (past.State.Demand.Mode != JobMode.Batch)
        {
            errors.Add(new ProblemError(
                "/from", 0, 0, "the job is a stream, which keeps no results of single tasks",
                "nothing: a stream runs again from its first frame"));
        }
        else if (declared.Tasks.All(task => task.Id.Value != asked.From))
        {
            var names = string.Join(", ", declared.Tasks.Take(10).Select(task => task.Id));
            errors.Add(new ProblemError("/from", 0, 0, "the application has no such task", $"one of: {names}"));
        }
    }
}
