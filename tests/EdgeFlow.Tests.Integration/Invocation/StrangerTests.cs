using System.Diagnostics;
using System.Text.Json;
using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.Integration.Invocation;

/// <summary>A foreign application: the official JavaScript client runs a job of ours through its own sidecar.</summary>
[Collection(nameof(InvocationCollection))]
public sealed class StrangerTests(InvocationBed bed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private const string Manifest = """
        {"apiVersion":"edgeflow.io/v1","kind":"Application","metadata":{"name":"from-js"},"spec":{"mode":"batch",
        "frames":3,"tasks":[
        {"id":"count","stage":{"builtin":"numbers","with":{"name":"js-count"}},"work":0.001,"memory":"1MB"},
        {"id":"tag","stage":{"builtin":"tag","with":{"name":"js-tag"}},"needs":[{"task":"count","data":"1KB"}],
        "work":0.01,"memory":"1MB"}]}}
        """;

    [SkippableFact]
    public async Task JavaScriptClient_SubmitsAndWatches_SeesTheJobThrough()
    {
        Skip.If(InvokedStageTests.Missing is not null, InvokedStageTests.Missing);
        Skip.If(Root() is null, "npm install was not run: node_modules/@dapr/dapr is missing");
        await bed.Plane.AddNode("for-js");

        var result = await Run("js-job");

        Assert.Equal("js-job", result.GetProperty("submitted").GetString());
        Assert.Equal("completed", result.GetProperty("status").GetString());
        var types = result.GetProperty("types").EnumerateArray().Select(type => type.GetString()).ToList();
        Assert.Equal("job_submitted", types[0]);
        Assert.Contains("task_completed", types);
        Assert.Equal("job_completed", types[^1]);
        Assert.Equal([0, 1, 2], result.GetProperty("frames").EnumerateArray().Select(frame => frame.GetInt32()));
        Assert.Contains("404", result.GetProperty("refusal").ToString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> Run(string job)
    {
        var root = Root()!;
        var start = new ProcessStartInfo(
            Binaries.OnPath("node")!,
            ["tests/EdgeFlow.Tests.Integration/Invocation/js/stranger.mjs", $"{bed.Stranger.Http.Port}", Manifest, job])
        {
            WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(Limit);
        using var node = Process.Start(start)!;
        try
        {
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            var said = await node.StandardOutput.ReadToEndAsync(limit.Token);
            await node.WaitForExitAsync(limit.Token);
            var line = said.Split('\n').LastOrDefault(text => text.StartsWith("RESULT ", StringComparison.Ordinal));
            Assert.True(line is not null, $"{said}\n{await errors}");
            return JsonDocument.Parse(line["RESULT ".Length..]).RootElement;
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }
    }

    private static string? Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "node_modules/@dapr/dapr")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
