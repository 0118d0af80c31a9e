using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Exchange;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Settings;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Api;
using EdgeFlow.Tests.Integration.Control;
using EdgeFlow.Tests.Integration.Postgres;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange.Settings;

/// <summary>Settings of the planner that a configuration store holds.</summary>
[Collection(BlocksBed.Name)]
public sealed class SettingsStoreTests(BlocksBed bed)
{
    private const string Objective = "edgeflow.planner.objective";
    private const string MostMoved = "edgeflow.planner.mostMoved";

    [SkippableFact]
    public async Task Follow_Redis_TakesRightValuesAndRefusesWrongOnes()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        Skip.If(RedisServer.Missing is not null, RedisServer.Missing);
        var redis = (await bed.Redis()).Address;
        await Follow(
            Components.Of("settings", "configuration.redis", ("redisHost", redis)),
            (key, value) => RedisCommand.Send(redis, value is null ? ["DEL", key] : ["SET", key, value]));
    }

    [SkippableFact]
    public async Task Follow_Postgres_TakesRightValuesAndRefusesWrongOnes()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        var database = await PostgresFixture.FreshDatabase();
        await using var source = NpgsqlDataSource.Create(database);
        await Run(source, "create table settings (key text primary key, value text, version text, metadata json)");
        var address = new NpgsqlConnectionStringBuilder(database);
        await Follow(
            Components.Of(
                "settings", "configuration.postgresql", ("table", "settings"),
                ("connectionString", $"host={address.Host} port={address.Port} user={address.Username} "
                    + $"password={address.Password} dbname={address.Database}")),
            (key, value) => value is null
                ? Run(source, "delete from settings where key = $1", key)
                : Run(source, """
                    insert into settings values ($1, $2, '1', '{}')
                    on conflict (key) do update set value = excluded.value
                    """, key, value));
    }

    private async Task Follow(string component, Func<string, string?, Task> set)
    {
        var port = FreePorts.Take(1)[0];
        var sidecar = await (await bed.Dapr()).Sidecar(new DaprdOptions
        {
            AppId = $"edgeflow-{port}", AppPort = port, ActorState = false, Components = [component],
        });
        await using (sidecar)
        {
            await set(Objective, "proportional-fair");
            await using var plane = await Plane.Start(options => options with
            {
                Listen = new Uri($"http://127.0.0.1:{port}"), Leases = Plane.Patient,
                Dapr = new DaprEndpoint(sidecar.Http, null),
                Blocks = new BuildingBlocks { ConfigurationStore = "settings" },
            });
            await Until(plane, view => view.Planner.Objective == "proportional-fair");

            await set(MostMoved, "much");
            await set(Objective, "weighted");
            var view = await Until(plane, view => view.Planner.Objective == "weighted" && view.Problems.Count > 0);
            Assert.StartsWith($"{MostMoved}: 'much' is refused", view.Problems[0], StringComparison.Ordinal);
            Assert.Equal(("settings", 0.1), (view.Store, view.Planner.MostMoved));

            await set(MostMoved, "0.5");
            await Until(plane, view => view.Planner.MostMoved is 0.5 && view.Problems.Count == 0);
            await set(MostMoved, null);
            await Until(plane, view => view.Set.MostMoved is null);

            using var put = await plane.Http.PutAsJsonAsync(
                "/v1/settings", new PlannerSettings(Objective: "max-min"), ProtocolJson.Options);
            await ApiFixture.Problem(put, HttpStatusCode.Conflict, ProblemKinds.Conflict);
            Assert.All(
                await plane.Events("settings-planner"),
                entry => Assert.StartsWith("control-plane/", entry.Actor, StringComparison.Ordinal));

            await sidecar.Kill();
            await Until(plane, view => view.Problems.Count > 0 && view.Planner.Objective == "weighted");
        }
    }

    private static async Task<SettingsView> Until(Plane plane, Func<SettingsView, bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var view = await plane.Get<SettingsView>("/v1/settings");
            if (condition(view))
            {
                return view;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{view} {string.Join("; ", view.Problems)}");
            await Task.Delay(50);
        }
    }

    private static async Task Run(NpgsqlDataSource source, string text, params string[] values)
    {
        await using var command = source.CreateCommand(text);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
