using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange.Secrets;

/// <summary>Secrets of stages over a whole run: they arrive where they should, and leave no trace elsewhere.</summary>
[Collection(BlocksBed.Name)]
public sealed class SecretTests(BlocksBed bed) : IDisposable
{
    private const string Value = "Wh1sp3r-me-n0t-7f3a";
    private readonly string file = Path.Combine(Path.GetTempPath(), $"edgeflow-secrets-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task Run_WithAFileOfSecrets_LeavesNoTrace()
    {
        await WriteFile(JsonSerializer.Serialize(new { vault = new { ocr = Value } }));
        await Searched((await SecretSource.Choose(file, null, default))!);
    }

    [SkippableFact]
    public async Task Run_WithASidecarsStore_LeavesNoTrace()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        await WriteFile(JsonSerializer.Serialize(new { ocr = Value }));
        var sidecar = await (await bed.Dapr()).Sidecar(new DaprdOptions
        {
            AppId = "keeper", ActorState = false, LogLevel = "debug",
            Components =
            [
                $$"""
                apiVersion: dapr.io/v1alpha1
                kind: Component
                metadata: { name: vault }
                spec:
                  type: secretstores.local.file
                  version: v1
                  metadata: [{ name: secretsFile, value: {{file}} }]
                """,
            ],
        });
        await using (sidecar)
        {
            await Searched((await SecretSource.Choose(null, new DaprEndpoint(sidecar.Http, null), default))!);
            Assert.DoesNotContain(Value, sidecar.Log(), StringComparison.Ordinal);
        }
    }

    private static async Task Searched(ISecretStore store)
    {
        await using var service = await Whisperer.Start(Value);
        await using var world = await SecretWorld.Start(store);

        var right = await world.Run("right", service.Address + "/check", "ocr");
        Assert.Equal(JobStatus.Completed, right.Status);
        Assert.Contains("right", await world.Get("/v1/jobs/right/results"), StringComparison.Ordinal);

        await world.Run("told", service.Address + "/tell", "ocr");
        Assert.Contains("I do not like ***", await world.Get("/v1/jobs/told/results"), StringComparison.Ordinal);

        await world.Run("echoed", service.Address + "/echo", "ocr");
        Assert.Contains("SecretInOutput", await world.Get("/v1/jobs/echoed/results"), StringComparison.Ordinal);

        var missing = await world.Run("missing", service.Address + "/check", "gone");
        Assert.Equal(JobStatus.Failed, missing.Status);
        var history = await world.Get("/v1/jobs/missing/history");
        Assert.Contains(
            "The secret 'gone' of store 'vault'", history.Replace("\\u0027", "'", StringComparison.Ordinal),
            StringComparison.Ordinal);

        // A header's name that cannot be set is found out only when the value is in place.
        Assert.Equal(JobStatus.Failed, (await world.Run("odd", service.Address + "/check", "ocr", "Host")).Status);

        foreach (var path in new[]
        {
            "/v1/events?limit=1000", "/v1/jobs/right/history", "/v1/jobs/told/history", "/v1/jobs/right/results",
            "/v1/jobs/told/results", "/v1/jobs/echoed/results", "/v1/applications/right", "/v1/plans", "/v1/state",
            "/v1/jobs/told/workflow/history", "/v1/replay",
        })
        {
            Assert.DoesNotContain(Value, await world.Get(path), StringComparison.Ordinal);
        }

        Assert.Empty(await world.Traces(Value));
    }

    private async Task WriteFile(string text)
    {
        await File.WriteAllTextAsync(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
