using System.Text.Json;
using EdgeFlow.Api.Hosting;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.State;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Context;
using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange.Context;

/// <summary>Contexts in a state store of a sidecar.</summary>
public abstract class DaprContextTests : ContextConformance
{
    private const string Store = "contexts";

    protected override string? Missing => DaprBed.Missing;

    /// <summary>Starts the sidecar with the store, and whatever else it is to have.</summary>
    protected abstract Task<Daprd> Sidecar(string store);

    /// <summary>Whether the store's transactions are all or none.</summary>
    protected abstract bool TakesBack { get; }

    protected virtual string? LockStore => null;

    private Daprd? sidecar;

    protected override async Task<ControlPlaneOptions> With(ControlPlaneOptions options)
    {
        sidecar = await Sidecar(Store);
        return options with
        {
            Dapr = new DaprEndpoint(sidecar.Http, null),
            Blocks = new BuildingBlocks { ContextStore = Store, LockStore = LockStore },
        };
    }

    protected override async Task Stored()
    {
        using var http = new DaprHttp(new DaprEndpoint(sidecar!.Http, null));
        var state = new DaprState(http, Store);
        Assert.Equal(TakesBack, await new TransactionProbe(http, state).Refusal(CancellationToken.None) is null);
        Assert.Equal(TakesBack, await state.Read("context:notes:sum", CancellationToken.None) is not null);
        Assert.Null(await state.Read("context:notes:t.one", CancellationToken.None));
        await WrittenBeforeTransactions(state);
    }

    // A context as it was written before transactions were used: one value. It is read, and goes on.
    private async Task WrittenBeforeTransactions(DaprState state)
    {
        const string Key = "context:notes";
        var now = await state.Read(Key, CancellationToken.None);
        using var old = JsonDocument.Parse("""
            {"writes":7,"values":{"kept":{"value":{"a":1},"write":3},"over":{"value":2,"write":7,"expiresAt":1}}}
            """);
        await state.Write(Key, old.RootElement, now!.Tag, CancellationToken.None);
        using var kept = await Http.GetAsync($"{Path}/kept");
        Assert.Equal(("\"3\"", """{"a":1}"""), (kept.Headers.ETag!.Tag, await kept.Content.ReadAsStringAsync()));
        using var put = new StringContent("17", null, "application/json");
        using var answer = await Http.PutAsync($"{Path}/fresh", put);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Equal("17", await Http.GetStringAsync($"{Path}/fresh"));
        Assert.Equal("""{"a":1}""", await Http.GetStringAsync($"{Path}/kept"));
        var written = (await state.Read(Key, CancellationToken.None))!.Value.GetProperty("values");
        Assert.Equal(["fresh", "kept"], written.EnumerateObject().Select(value => value.Name).Order());
        Assert.Equal(!TakesBack, written.GetProperty("fresh").TryGetProperty("value", out _));
    }
}
