using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.Integration.Servers;

/// <summary>The real servers that other tests stand on start, survive a kill and end.</summary>
public class BedTests
{
    [SkippableFact]
    public async Task DaprBed_WithMtls_GivesASidecarThatComesBackAfterAKill()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        await using var bed = await DaprBed.Start(new() { Mtls = true });
        var sidecar = await bed.Sidecar(new() { AppId = "secured" });

        await Task.WhenAll(sidecar.Kill(), bed.Placement.Kill(), bed.Scheduler.Kill(), bed.Sentry.Kill());
        var running = new[] { sidecar.Running, bed.Placement.Running, bed.Scheduler.Running, bed.Sentry.Running };
        await bed.Sentry.Restart();
        await Task.WhenAll(bed.Placement.Restart(), bed.Scheduler.Restart(), sidecar.Restart());

        Assert.All(running, Assert.False);
        Assert.True(sidecar.Running);
    }

    [SkippableFact]
    public async Task KafkaBroker_Killed_ComesBackOnItsPort()
    {
        Skip.If(KafkaBroker.Missing is not null, KafkaBroker.Missing);
        await using var broker = await KafkaBroker.Start();

        await broker.Restart();

        Assert.Matches("^127.0.0.1:[0-9]+$", broker.Address);
    }

    [SkippableFact]
    public async Task MosquittoBroker_Killed_ComesBackOnItsPort()
    {
        Skip.If(MosquittoBroker.Missing is not null, MosquittoBroker.Missing);
        await using var broker = await MosquittoBroker.Start();

        await broker.Restart();

        Assert.Matches("^127.0.0.1:[0-9]+$", broker.Address);
    }

    [SkippableFact]
    public async Task RedisServer_Killed_ComesBackOnItsPort()
    {
        Skip.If(RedisServer.Missing is not null, RedisServer.Missing);
        await using var server = await RedisServer.Start();

        await server.Restart();

        Assert.Matches("^127.0.0.1:[0-9]+$", server.Address);
    }

    [Fact]
    public async Task ServerProcess_ThatEndsAtOnce_SaysItsLastLines()
    {
        var folder = Directory.CreateTempSubdirectory("edgeflow-bed-").FullName;
        var command = new ServerCommand(
            "broken", "/bin/sh", ["-c", "echo no luck; exit 3"], folder, _ => Task.FromResult(false));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.Start(command));

        Directory.Delete(folder, recursive: true);
        Assert.Contains("no luck", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FreePorts_TakenTwice_AreDifferent()
    {
        var ports = FreePorts.Take(20).Concat(FreePorts.Take(20)).ToList();

        Assert.Equal(40, ports.Distinct().Count());
    }
}
