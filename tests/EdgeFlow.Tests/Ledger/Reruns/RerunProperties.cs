using EdgeFlow.Control.Reruns;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Reruns;

using World = EdgeFlow.Tests.Control.World;

/// <summary>What holds for reruns of any DAG with any change, and for reruns of those.</summary>
public sealed class RerunProperties
{
    [Fact]
    public void Rerun_AnyDagAndChange_GivesWhatAWholeRunWouldAndComputesNothingThatItKept() => Check(choices =>
    {
        var pick = new Choices(choices);
        var application = Dag(pick);
        var (events, _) = Runs.Run(application);
        var (job, previous) = (new JobId("run-0"), application);
        for (var run = 1; run <= 3; run++)
        {
            var changed = Change(previous, pick);
            var from = pick.Next(3) == 0 ? changed.Tasks[pick.Next(changed.Tasks.Count)].Id : (TaskId?)null;
            var link = ResultReuse.Decide(
                job, Runs.Past(events, previous), changed, Runs.Demand(changed), from);
            var (whole, _) = Runs.Run(changed);
            var (again, computed) = Runs.Run(changed, link, $"run-{run}");

            Assert.Equal(Runs.Outputs(whole), Runs.Outputs(again));
            Assert.Empty(computed.Intersect(link.Reused.Select(kept => kept.Task)));
            Assert.Equal(computed.Order(), link.Computed.Select(task => task.Task).Order());
            AssertClosed(changed, link, from);
            (events, previous, job) = (again, changed, new JobId($"run-{run}"));
        }
    });

    [Fact]
    public void Decide_ReportAboutAKeptTask_NeverChangesAnything() => Check(choices =>
    {
        var pick = new Choices(choices);
        var application = Dag(pick);
        var (events, _) = Runs.Run(application);
        var link = ResultReuse.Decide(
            new JobId("first"), Runs.Past(events, application), application, Runs.Demand(application), null);
        var (again, _) = Runs.Run(application, link, "second");
        var running = again.TakeWhile(item => item is not JobCompleted)
            .Aggregate((JobState?)null, JobDecider.Evolve)!;
        foreach (var kept in link.Reused)
        {
            var late = new CompleteTask(
                running.Job, kept.Task, 1 + pick.Next(3), 1, Runs.Node, Runs.Hash("else"), 1, 1, World.Now);

            Assert.Empty(Assert.IsType<Accepted>(JobDecider.Decide(running, late)).Events);
        }
    });

    // What is kept has all its inputs kept; nothing behind the task to begin from is kept, and no sink.
    private static void AssertClosed(ApplicationSpec application, RerunOf link, TaskId? from)
    {
        var kept = link.Reused.Select(task => task.Task).ToHashSet();
        var needed = application.Tasks.SelectMany(task => task.Needs).Select(need => need.Task).ToHashSet();
        foreach (var task in application.Tasks.Where(task => kept.Contains(task.Id)))
        {
            Assert.All(task.Needs, need => Assert.Contains(need.Task, kept));
            Assert.Contains(task.Id, needed);
            Assert.NotEqual(from, task.Id);
            Assert.DoesNotContain(task.Needs, need => need.Task == from);
        }
    }

    private static ApplicationSpec Dag(Choices pick)
    {
        var lines = new List<string>();
        var count = 2 + pick.Next(7);
        for (var task = 0; task < count; task++)
        {
            var needs = Enumerable.Range(0, task).Where(_ => pick.Next(3) == 0).Select(need => $"t-{need}").ToList();
            if (task > 0 && needs.Count == 0 && pick.Next(4) > 0)
            {
                needs.Add($"t-{task - 1}");
            }

            // Few names, so that different tasks are sometimes the same stage.
            lines.Add($"    - {{ id: t-{task}, stage: {{ builtin: pass, with: {{ name: s-{pick.Next(3)} }} }}"
                + (needs.Count > 0 ? $", needs: [{string.Join(", ", needs)}]" : "") + " }");
        }

        return World.Application(string.Join('\n', lines));
    }

    private static ApplicationSpec Change(ApplicationSpec application, Choices pick)
    {
        var changes = pick.Next(3);
        for (var change = 0; change < changes; change++)
        {
            var task = application.Tasks[pick.Next(application.Tasks.Count)].Id.Value;
            application = application.With(task, $$"""{"name":"s-{{pick.Next(4)}}"}""");
        }

        return application;
    }

    private static void Check(Action<int[]> holds) => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, int.MaxValue), 60).ToArbitrary(), holds)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private sealed class Choices(int[] choices)
    {
        private int at;

        public int Next(int below) => choices[at++ % choices.Length] % below;
    }
}
