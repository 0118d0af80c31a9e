using EdgeFlow.StageWorker;
using EdgeFlow.StageWorker.Registration;
using EdgeFlow.StageWorker.Sidecars;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class OwnSidecarTests
{
    [Fact]
    public void From_NoVariables_IsNoSidecar() => Assert.Null(Own());

    [Fact]
    public void From_PortsAndToken_NamesBothApisOnThisMachine()
    {
        var own = Own(("DAPR_GRPC_PORT", "51001"), ("DAPR_HTTP_PORT", "3501"), ("DAPR_API_TOKEN", "s3cret"));

        Assert.Equal(
            ("http://127.0.0.1:51001/", "http://127.0.0.1:3501/", "s3cret"),
            (own!.Grpc!.ToString(), own.Http!.Address.ToString(), own.ApiToken));
        Assert.DoesNotContain("s3cret", own.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_AppIdOfAnother_NamesBothAndTheRule()
    {
        var wrong = Options("edge-1", "http://127.0.0.1:1", ("DAPR_GRPC_PORT", "51001"), ("APP_ID", "edge-2")).Wrong();

        Assert.Contains("'edge-2'", wrong, StringComparison.Ordinal);
        Assert.Contains("'edge-1'", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:7700", null)]
    [InlineData("dapr://edgeflow", null)]
    [InlineData("dapr://edgeflow/v1", "neither")]
    [InlineData("dapr://user@edgeflow", "neither")]
    [InlineData("ftp://127.0.0.1", "neither")]
    public void Wrong_ControlPlane_IsAnAddressOrAnAppId(string control, string? expected)
    {
        var wrong = Options("edge-1", control, ("DAPR_HTTP_PORT", "3501")).Wrong();

        Assert.Equal(expected is null, wrong is null);
        Assert.Contains(expected ?? "", wrong ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_AppIdOfControlPlaneWithoutSidecar_SaysWhatIsMissing() => Assert.Contains(
        "DAPR_HTTP_PORT", Options("edge-1", "dapr://edgeflow").Wrong(), StringComparison.Ordinal);

    [Fact]
    public void Of_AppIdOfControlPlane_GoesThroughTheSidecarWithItsToken()
    {
        var own = Own(("DAPR_HTTP_PORT", "3501"), ("DAPR_API_TOKEN", "s3cret"));
        var address = ControlAddress.Of(new Uri("dapr://edgeflow"), own);
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Root + "/v1/nodes");
        address.Sign(request);

        Assert.Equal("http://127.0.0.1:3501/v1.0/invoke/edgeflow/method/v1/nodes", request.RequestUri!.ToString());
        Assert.Equal("s3cret", Assert.Single(request.Headers.GetValues("dapr-api-token")));
    }

    [Fact]
    public void Of_HttpAddress_NeverCarriesTheSidecarsToken()
    {
        var own = Own(("DAPR_HTTP_PORT", "3501"), ("DAPR_API_TOKEN", "s3cret"));
        using var request = new HttpRequestMessage();
        ControlAddress.Of(new Uri("http://control:7700/"), own).Sign(request);

        Assert.Empty(request.Headers);
    }

    [Theory]
    [InlineData(null, null, "api")]
    [InlineData(null, "dapr", "dapr")]
    [InlineData("3501", "dapr", "dapr")]
    [InlineData("3501", null, null)]
    public void DirectiveToken_OfASidecar_IsTheOneThatItAsksFor(string? port, string? token, string? expected)
    {
        var options = Options(
            "edge-1", "http://127.0.0.1:1", ("DAPR_HTTP_PORT", port ?? ""), ("DAPR_API_TOKEN", token ?? ""));

        Assert.Equal(expected, (options with { ApiToken = "api", SidecarToken = token }).DirectiveToken);
    }

    private static OwnSidecar? Own(params (string Name, string Value)[] variables) => OwnSidecar.From(
        name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    private static StageWorkerOptions Options(
        string name, string control, params (string Name, string Value)[] variables) => new()
        {
            Name = name,
            ControlPlane = new Uri(control),
            ModelsFolder = "models",
            InputsFolder = "inputs",
            StateFolder = "state",
            OwnSidecar = Own(variables),
        };
}
