using System.Diagnostics;
using EdgeFlow.Durable;
using Xunit;
using Span = System.Diagnostics.Activity;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>The trace that a workflow is started in.</summary>
public sealed class TraceCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker)
    {
        worker.AddActivity<int, string?>("trace", (context, _, _) => Task.FromResult(context.TraceParent));
        worker.AddActivity<int, string?>("trace-of-calls", (_, _, _) =>
            Task.FromResult(Span.Current?.TraceId.ToHexString()));
        Flow<int, string?>(worker, "traced", (context, _) => context.CallActivity<string?>("trace"));
        Flow<int, string?>(worker, "traced-calls", (context, _) => context.CallActivity<string?>("trace-of-calls"));
        Flow<int, string?>(worker, "traced-parent", (context, _) => context.CallChild<string?>("traced"));
    }

    [Case]
    public async Task Trace_OfTheStarter_ReachesTheActivity()
    {
        using var span = Starter();
        var state = await Run("traced");

        Assert.Contains(span.TraceId.ToHexString(), state.ReadOutput<string>(), StringComparison.Ordinal);
    }

    [Case]
    public async Task Trace_OfTheStarter_IsCurrentInTheActivity()
    {
        using var span = Starter();
        var state = await Run("traced-calls");

        Assert.Equal(span.TraceId.ToHexString(), state.ReadOutput<string>());
    }

    [Case]
    public async Task Trace_OfTheStarter_ReachesTheActivityOfAChild()
    {
        using var span = Starter();
        var state = await Run("traced-parent");

        Assert.Contains(span.TraceId.ToHexString(), state.ReadOutput<string>(), StringComparison.Ordinal);
    }

    // A trace that is not sampled is nobody's to follow: daprd drops it.
    private static Span Starter() =>
        new Span("starter") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
}
