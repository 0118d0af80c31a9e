using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EdgeFlow.Tests.Dapr;

/// <summary>What a sidecar says of itself, as daprd 1.18 writes it.</summary>
public class SidecarMetadataTests
{
    [Theory]
    [InlineData("""[{"type":"dapr.internal.default.edgeflow.workflow"},{"type":"order","count":2}]""", true)]
    [InlineData("""[{"type":"dapr.internal.prod.edgeflow.workflow","count":3}]""", true)]
    [InlineData("""[{"type":"dapr.internal.default.edgeflow.activity"}]""", false)]
    [InlineData("""[{"type":"dapr.internal.default.other.workflow"}]""", false)]
    [InlineData("[]", false)]
    [InlineData("null", false)]
    public async Task HostsWorkflows_OfTheActorsThatItNames_IsToldByItsOwnType(string actors, bool expected)
    {
        const string Components = """[{"name":"b","capabilities":["ETAG","TRANSACTIONAL"]},{"name":"a"}]""";
        var metadata = await Ask($$"""{"id":"edgeflow","components":{{Components}},"actors":{{actors}}}""");

        Assert.Equal(("edgeflow", expected), (metadata.AppId, metadata.HostsWorkflows));
        Assert.Equal(
            [("a", false), ("b", true)],
            metadata.Components.Select(component => (component.Name, component.IsTransactional)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"name":"something else"}""")]
    [InlineData("<html>")]
    public async Task Ask_SomethingElseAnswers_IsNoSidecar(string body) =>
        Assert.Contains("is no Dapr sidecar", (await Assert.ThrowsAsync<DaprException>(() => Ask(body))).Message,
            StringComparison.Ordinal);

    private static async Task<SidecarMetadata> Ask(string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.MapGet("/v1.0/metadata", () => Results.Text(body, "application/json"));
        await server.StartAsync();
        using var sidecar = new DaprHttp(new DaprEndpoint(new Uri(server.Urls.First()), null));
        return await SidecarMetadata.Ask(sidecar, CancellationToken.None);
    }
}
