using EdgeFlow.Durable;
using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>The conformance suite against the embedded sidecar, and what only a sidecar of ours can show.</summary>
public sealed class EmbeddedConformanceTests(EmbeddedServer server, ITestOutputHelper output)
    : WorkflowConformance(output), IClassFixture<EmbeddedServer>
{
    protected override Uri Address => server.Address;

    protected override string? Missing => null;

    [Fact]
    public async Task TargetApp_WorkerOfAnotherApplication_RunsTheActivity()
    {
        await using var other = new WorkflowWorker(new WorkerOptions { Address = Address, AppId = "node-2" })
            .AddActivity<string, string>("where", (_, text, _) => Task.FromResult($"{text} from node-2"));
        _ = other.Run(default);
        await using var home = new WorkflowWorker(new WorkerOptions { Address = Address, AppId = "home" })
            .AddWorkflow<Elsewhere, string, string>("elsewhere", () => new Elsewhere())
            .AddActivity<string, string>("where", (_, text, _) => Task.FromResult($"{text} from home"));
        _ = home.Run(default);
        await using var client = new WorkflowClient(new ClientOptions { Address = Address, AppId = "home" });

        var id = await client.Schedule("elsewhere", "hello");
        var state = await client.WaitForCompletion(id, TimeSpan.FromSeconds(60));

        Assert.Equal("hello from node-2", state.ReadOutput<string>());
    }

    [Fact]
    public async Task Sidecar_KilledWhileWorkflowsRun_AllOfThemComplete()
    {
        await using var client = new WorkflowClient(new ClientOptions { Address = Address, AppId = "conformance" });
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.Schedule(
            nameof(ConformanceWorkflows.Chain), 10)));

        await server.KillAndStart();
        var states = await Task.WhenAll(ids.Select(id => client.WaitForCompletion(id, TimeSpan.FromSeconds(60))));

        Assert.All(states, state => Assert.Equal(55, state.ReadOutput<int>()));
    }

    private sealed class Elsewhere : Workflow<string, string>
    {
        public override Task<string> Run(WorkflowContext context, string input) => context.CallActivity<string>(
            "where", input, new ActivityOptions { TargetApp = "node-2" });
    }
}
