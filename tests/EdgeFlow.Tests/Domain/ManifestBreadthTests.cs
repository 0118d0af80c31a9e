using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Tests.Golden;
using Xunit;
using static EdgeFlow.Tests.Domain.Manifests;

namespace EdgeFlow.Tests.Domain;

/// <summary>Accelerators, variants, budgets and prices: what they mean when right, and where it is said that they are
/// wrong.</summary>
public class ManifestBreadthTests
{
    private const string Right = """
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: broad }
        spec:
          mode: stream
          rate: { required: 5 }
          budget: { pricePerHour: 0.5, watts: 12.5 }
          accuracy: 0.9
          tasks:
            - id: find
              stage: { model: nets/find.onnx }
              accelerators: { npu: 1, gpu: 2 }
              accuracy: 0.97
              variants:
                - { name: pruned, model: nets/find-pruned.onnx, accuracy: 0.95, work: 0.5, memory: 0.6 }
                - { name: tiny, model: nets/find-tiny.onnx, accuracy: 0.91, work: 0.1, memory: 0.2, data: 0.9 }
        """;

    [Fact]
    public void Read_EveryNewKey_HasTheMeaningWritten()
    {
        var accepted = Accepted(Right);

        Snapshot.Match(accepted.Json.Replace(",\"", ",\n\"", StringComparison.Ordinal));
        Assert.Equal(accepted.Json, Accepted(accepted.Json, DocumentFormat.Json).Json);
        Assert.Equal(2, accepted.Spec.Tasks[0].Accelerators!["gpu"]);
        Assert.Equal(12.5, accepted.Spec.Demand.Budget!.Watts);
        Assert.Equal(
            new ModelVariant("pruned", "nets/find-pruned.onnx", 0.95, 0.5, 0.6), accepted.Spec.Tasks[0].Variants![0]);
    }

    [Fact]
    public void Read_NoneOfTheNewKeys_KeepsTheCanonicalFormOfBefore()
    {
        var json = Accepted(WithTask("memory: 1MB")).Json;

        Assert.All(
            ["accelerators", "variants", "accuracy", "budget"],
            key => Assert.DoesNotContain(key, json, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_EveryNewMistake_IsNamedAtItsPlace()
    {
        const string Text = """
            apiVersion: edgeflow.io/v1
            kind: Application
            metadata: { name: broad }
            spec:
              mode: stream
              budget: { pricePerHour: 0, wats: 3 }
              accuracy: 1.5
              tasks:
                - id: a
                  stage: { builtin: pass }
                  accelerators: { GPU: 1, npu: 0, tpu: many }
                  variants: [{ name: tiny, model: a.onnx, accuracy: 0.9 }]
                - id: b
                  stage: { model: b.onnx }
                  accelerators: gpu
                  accuracy: 0
                  variants:
                    - { name: full, model: b.onnx, accuracy: 0.9 }
                    - { name: tiny, model: /etc/passwd, accuracy: 2, work: -1 }
                    - { model: b.onnx }
            """;

        Snapshot.Match(Lines(Assert.IsType<ManifestRefused>(ManifestReader.Read(Text))));
    }

    [Fact]
    public void Read_BudgetOfABatch_IsRefusedAtTheBudget()
    {
        var error = Assert.Single(Errors(WithTasks(
            "    - { id: a, stage: { builtin: pass } }\n", "  mode: batch\n  budget: { watts: 5 }\n")));

        Assert.Equal(("/spec/budget", 6), (error.Pointer, error.Line));
    }

    [Fact]
    public void Over_BudgetOfAChange_ReplacesWhatItNamesOnly()
    {
        var change = new DemandChange(null, null, null, null, null, null, null);

        Assert.Equal(
            new JobBudget(0.5, 3), (change with { Budget = new JobBudget(null, 3) }).Over(Spec(Right).Demand).Budget);
        Assert.Equal(new JobBudget(0.5, 12.5), change.Over(Spec(Right).Demand).Budget);
        Assert.Equal(0.8, (change with { Accuracy = 0.8 }).Over(Spec(Right).Demand).Accuracy);
    }

    [Fact]
    public void Json_NodeAndLinkWithPrices_ReadBackTheSame()
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var capacity = new NodeCapacity(
            new(1), new(1), "kind", "", new Dictionary<string, string>(), new Dictionary<string, string>(),
            new Dictionary<string, int> { ["npu"] = 1, ["gpu"] = 2 }, 0.25, new EnergyModel(3, 7));
        IEvent[] events =
        [
            new NodeRegistered(new("edge-1"), "p-1", capacity, "http://127.0.0.1:7001", at),
            new LinkDeclared(new("l"), new("a"), new("b"), new(1), new(0), at, 0.02),
        ];

        Assert.All(events, item =>
        {
            var json = DomainJson.Write(item);
            Assert.Equal(json, DomainJson.Write(DomainJson.Read(item.GetType(), json)));
        });
        Assert.Contains(
            "\"accelerators\":{\"gpu\":2,\"npu\":1}", DomainJson.Write(events[0]), StringComparison.Ordinal);
        Assert.Contains("\"pricePerGigabyte\":0.02", DomainJson.Write(events[1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu", 0, 1, 1)]
    [InlineData("GPU", 1, 1, 1)]
    [InlineData("gpu", 1, -1, 1)]
    [InlineData("gpu", 1, 1, double.NaN)]
    public void Decide_NodeWithABadExtra_IsRejected(string accelerator, int count, double price, double watts)
    {
        var capacity = new NodeCapacity(
            new(1), new(1), "kind", "", new Dictionary<string, string>(), new Dictionary<string, string>(),
            new Dictionary<string, int> { [accelerator] = count }, price, new EnergyModel(0, watts));

        var decision = NodeDecider.Decide(null, new RegisterNode(
            new("edge-1"), "p-1", capacity, "http://127.0.0.1:7001", false, DateTimeOffset.UnixEpoch));

        Assert.Equal(RejectionCodes.BadValue, Assert.IsType<Rejected>(decision).Code);
    }

    [Fact]
    public void Decide_NodeWithAnotherPrice_RegistersAnew()
    {
        var capacity = new NodeCapacity(
            new(1), new(1), "kind", "", new Dictionary<string, string>(), new Dictionary<string, string>(),
            new Dictionary<string, int> { ["gpu"] = 1 });
        var register = new RegisterNode(
            new("edge-1"), "p-1", capacity, "http://127.0.0.1:7001", false, DateTimeOffset.UnixEpoch);
        var state = NodeDecider.Evolve(
            null, Assert.Single(Assert.IsType<Accepted>(NodeDecider.Decide(null, register)).Events));

        Assert.Empty(Assert.IsType<Accepted>(NodeDecider.Decide(state, register)).Events);
        Assert.Single(Assert.IsType<Accepted>(NodeDecider.Decide(
            state, register with { Capacity = capacity with { PricePerHour = 1 } })).Events);
        Assert.Single(Assert.IsType<Accepted>(NodeDecider.Decide(
            state, register with { Capacity = capacity with { Accelerators = null } })).Events);
    }
}
