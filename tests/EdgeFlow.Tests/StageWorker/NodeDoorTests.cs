using EdgeFlow.StageWorker;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class NodeDoorTests
{
    private const string Api = "api-secret";
    private const string Side = "sidecar-secret";

    [Theory]
    [InlineData(null, null, null, null, true)]
    [InlineData(Api, null, Api, null, true)]
    [InlineData(Api, null, "wrong", null, false)]
    [InlineData(Api, null, null, null, false)]
    [InlineData(null, Side, null, Side, true)]
    [InlineData(null, Side, null, "wrong", false)]
    [InlineData(null, Side, null, null, true)]
    [InlineData(Api, Side, Api, null, true)]
    [InlineData(Api, Side, null, Side, true)]
    [InlineData(Api, Side, Api, "wrong", false)]
    [InlineData(Api, Side, null, null, false)]
    public void Admits_Tokens_ExactlyTheRightOnes(
        string? api, string? side, string? bearer, string? sidecar, bool admitted)
    {
        var headers = new HeaderDictionary();
        if (bearer is not null)
        {
            headers["Authorization"] = $"Bearer {bearer}";
        }

        if (sidecar is not null)
        {
            headers["dapr-api-token"] = sidecar;
        }

        Assert.Equal(admitted, new NodeDoor(api, side).Admits(headers));
    }

    [Fact]
    public void Admits_CallThroughASidecarWithoutItsToken_NotEvenWithTheApis()
    {
        var headers = new HeaderDictionary
        {
            ["Authorization"] = $"Bearer {Api}", ["dapr-caller-app-id"] = "stranger",
        };

        Assert.False(new NodeDoor(Api, Side).Admits(headers));
    }
}
