using Xunit;
using static EdgeFlow.Tests.Domain.Manifests;

namespace EdgeFlow.Tests.Domain;

/// <summary>The rules between tasks: the DAG and affinity.</summary>
public class ManifestGraphTests
{
    [Fact]
    public void Read_Cycle_IsNamedInTheDirectionOfTheData()
    {
        var error = Assert.Single(Errors(WithTasks(Task("a", "c") + Task("b", "a") + Task("c", "b"))));

        Assert.Equal("a cycle: a → b → c → a", Rotated(error.Problem));
        Assert.StartsWith("/spec/tasks/", error.Pointer, StringComparison.Ordinal);
        Assert.Contains("/needs/0", error.Pointer, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoCycles_AreBothNamed()
    {
        var errors = Errors(WithTasks(Task("a", "b") + Task("b", "a") + Task("c", "d") + Task("d", "c")));

        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.StartsWith("a cycle: ", error.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_CycleOfAThousandTasks_IsNamedInShort()
    {
        var tasks = Enumerable.Range(0, 1_000).Select(i => Task($"t{i}", $"t{(i + 1) % 1_000}"));

        var error = Assert.Single(Errors(WithTasks(string.Concat(tasks))));

        Assert.Contains("(1000 tasks)", error.Problem, StringComparison.Ordinal);
        Assert.True(error.Problem.Length < 300, error.Problem);
    }

    [Fact]
    public void Read_ChainOfAThousandTasks_IsAccepted()
    {
        var tasks = Enumerable.Range(0, 1_000).Select(i => i == 0 ? Task("t0") : Task($"t{i}", $"t{i - 1}"));

        Assert.Equal(1_000, Spec(WithTasks(string.Concat(tasks))).Tasks.Count);
    }

    [Theory]
    [InlineData("a", "the task 'a' needs itself")]
    [InlineData("missing", "the task 'a' needs 'missing', which does not exist")]
    [InlineData("B", "'B' is no name")]
    public void Read_WrongNeed_IsRefused(string need, string problem)
    {
        var error = Assert.Single(Errors(WithTasks(Task("a", need) + Task("b"))));

        Assert.Equal(problem, error.Problem);
        Assert.Equal("/spec/tasks/0/needs/0", error.Pointer);
    }

    [Fact]
    public void Read_NeedTwice_IsRefused() => Assert.Equal(
        "the task 'b' needs 'a' twice", Assert.Single(Errors(WithTasks(Task("a") + Task("b", "a", "a")))).Problem);

    [Fact]
    public void Read_MisspeltNeed_IsSuggested() => Assert.StartsWith(
        "did you mean 'capture'?",
        Assert.Single(Errors(WithTasks(Task("capture") + Task("b", "captrue")))).Expected, StringComparison.Ordinal);

    [Fact]
    public void Read_DuplicateId_IsRefusedOnce() => Assert.Equal(
        "there are two tasks 'a'", Assert.Single(Errors(WithTasks(Task("a") + Task("b", "a") + Task("a")))).Problem);

    [Fact]
    public void Read_TooManyEdges_IsRefused()
    {
        var ids = Enumerable.Range(0, 150).Select(i => $"t{i}").ToList();
        var tasks = ids.Select((id, i) => Task(id, [.. ids.Take(i)]));

        var error = Assert.Single(Errors(WithTasks(string.Concat(tasks))));

        Assert.Equal("at most 10000 edges", error.Expected);
    }

    [Fact]
    public void Read_WithAndApartThroughAThird_IsAContradiction()
    {
        var text = WithTasks(
            "    - { id: a, stage: { builtin: pass }, constraints: { with: [b] } }\n"
            + "    - { id: b, stage: { builtin: pass }, constraints: { with: [c] } }\n"
            + "    - { id: c, stage: { builtin: pass }, constraints: { apart: [a] } }\n");

        var error = Assert.Single(Errors(text));

        Assert.Equal("the tasks 'c' and 'a' must be on one node and apart", error.Problem);
        Assert.Equal("/spec/tasks/2/constraints/apart", error.Pointer);
    }

    [Fact]
    public void Read_TogetherButPinnedToOtherNodes_IsAContradiction()
    {
        var text = WithTasks(
            "    - { id: a, stage: { builtin: pass }, constraints: { nodes: [n1, n2], with: [b] } }\n"
            + "    - { id: b, stage: { builtin: pass }, constraints: { nodes: [n3] } }\n");

        Assert.Contains("allowed on none of its nodes", Assert.Single(Errors(text)).Problem, StringComparison.Ordinal);
    }

    private static string Task(string id, params string[] needs) =>
        $"    - {{ id: {id}, stage: {{ builtin: pass }}, needs: [{string.Join(", ", needs)}] }}\n";

    /// <summary>Where a cycle starts is the reader's choice; the test looks at its order only.</summary>
    private static string Rotated(string problem)
    {
        var cycle = problem["a cycle: ".Length..].Split(" → ").SkipLast(1).ToList();
        var start = cycle.IndexOf("a");
        var ordered = cycle.Skip(start).Concat(cycle.Take(start)).Append("a");
        return $"a cycle: {string.Join(" → ", ordered)}";
    }
}
