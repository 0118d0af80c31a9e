using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Serialization;
using System.Text.Json;
using Xunit;
using static EdgeFlow.Tests.Domain.CommandScript;

namespace EdgeFlow.Tests.Domain;

/// <summary>What holds for a job whatever commands come, in whatever order, how often ever.</summary>
public class JobPropertyTests
{
    private static readonly JobId Job = new("j-1");
    private static readonly TaskId[] Tasks = [new("a"), new("b"), new("c")];
    private static readonly NodeId Node = new("n");

    [Fact]
    public void Decide_AnyCommands_EpochsNeverFallAndEndsStay() => Check(seeds => Run(seeds, (before, _, events, after)
        =>
    {
        Assert.True(before is null || after!.Epoch >= before.Epoch);
        Assert.False(before is { IsEnded: true } && events.Count > 0,
            $"{before?.Status} is no end: {events.FirstOrDefault()}");
    }));

    [Fact]
    public void Decide_AnyCommands_NoTaskCompletesTwice() => Check(seeds =>
    {
        var done = new HashSet<TaskId>();
        var ended = new HashSet<(TaskId, int)>();
        foreach (var @event in Run(seeds))
        {
            var isLegal = @event switch
            {
                TaskCompleted completed => done.Add(completed.Task) && ended.Add((completed.Task, completed.Attempt)),
                TaskFailed failed => !done.Contains(failed.Task) && ended.Add((failed.Task, failed.Attempt)),
                TaskReopened reopened => done.Remove(reopened.Task),
                JobCompleted => done.Count == Tasks.Length || IsStream(seeds),
                _ => true,
            };
            Assert.True(isLegal, $"{@event}");
        }
    });

    [Fact]
    public void Decide_AnyCommands_OldEpochsNeverCount() => Check(seeds => Run(seeds, (before, _, events, _) =>
        Assert.All(events, @event => Assert.True(@event switch
        {
            TaskCompleted completed => completed.Epoch == before!.Epoch,
            TaskFailed failed => failed.Epoch == before!.Epoch,
            JobPlanned planned => planned.Epoch > before!.Epoch,
            JobStarted started => started.Epoch == before!.Epoch,
            _ => true,
        }))));

    [Fact]
    public void Decide_CommandAgain_ChangesNothing() => Check(seeds => Run(seeds, (_, command, _, after) =>
        Assert.Empty(EventsOf(JobDecider.Decide(after, command)))));

    [Fact]
    public void Evolve_AnyPrefixStoredAndRead_IsTheSameState() => Check(seeds =>
    {
        JobState? live = null;
        JobState? stored = null;
        foreach (var @event in Run(seeds))
        {
            live = JobDecider.Evolve(live, @event);
            stored = JobDecider.Evolve(stored, DomainJson.Read(@event.GetType(), DomainJson.Write(@event)));

            Assert.Equal(Json(live), Json(stored));
            Assert.True(Enum.IsDefined(stored.Status));
        }
    });

    private static string Json(JobState state) => JsonSerializer.Serialize(state, DomainJson.Options);

    private static List<IEvent> Run(
        int[] seeds, Action<JobState?, JobCommand, IReadOnlyList<IEvent>, JobState?>? check = null)
    {
        JobState? state = null;
        var history = new List<IEvent>();
        var commands = seeds.Select((seed, step) => Command(seed, Start.AddSeconds(step))).Prepend(Submit(seeds));
        foreach (var command in commands)
        {
            var before = state;
            var events = EventsOf(JobDecider.Decide(state, command));
            state = events.Aggregate(state, JobDecider.Evolve);
            history.AddRange(events);
            check?.Invoke(before, command, events, state);
        }

        return history;
    }

    private static bool IsStream(int[] seeds) => seeds.Length % 2 == 1;

    private static SubmitJob Submit(int[] seeds)
    {
        var mode = IsStream(seeds) ? JobMode.Stream : JobMode.Batch;
        var infeasible = seeds.Length % 3 == 0 ? WhenInfeasible.Refuse : WhenInfeasible.Wait;
        var demand = new JobDemand(mode, null, null, null, 0, null, infeasible);
        return new SubmitJob(Job, new("app"), 1, demand, Tasks, new Dictionary<string, string>(), Start);
    }

    private static JobCommand Command(int seed, DateTimeOffset at)
    {
        var kind = Take(ref seed, 26);
        var epoch = Take(ref seed, 4);
        var task = Tasks[Take(ref seed, Tasks.Length)];
        var attempt = Take(ref seed, 4);
        return kind switch
        {
            < 4 => new PlanJob(Job, epoch, at),
            < 7 => new StartJob(Job, epoch, at),
            < 15 => new CompleteTask(Job, task, attempt, epoch, Node, $"out-{task}-{attempt}", 10, 1, at),
            < 18 => new FailTask(Job, task, attempt, epoch, Node, "BadInput", "bad", at),
            18 => new ReopenTask(Job, task, epoch, "node lost", at),
            19 => new HoldJob(Job, "/tasks/0", $"reason {attempt}", at),
            20 => new RefuseJob(Job, "/tasks/0", "never", at),
            21 or 22 => new CompleteJob(Job, epoch, attempt, 3, at),
            23 => new FailJob(Job, epoch, "Bug", "it broke", at),
            24 => new CancelJob(Job, "anna", at),
            _ => new ConfirmCancel(Job, at),
        };
    }
}
