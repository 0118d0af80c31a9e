using Xunit;
#if MARTEN
using EdgeFlow.Control.Database;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Tests.Integration.Postgres;
using JasperFx;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
#endif

namespace EdgeFlow.Tests.Marten;

/// <summary>One database, two stores: what Marten and EdgeFlow write, each reads.</summary>
public class MartenTests
{
#if MARTEN
    private const string Stream = "link-a";

    [Fact]
    public async Task Store_OpenedByMarten_ReadsAndAppendsWhatWeRead()
    {
        var address = await PostgresFixture.FreshDatabase();
        await using var ours = await ControlDatabase.Open(
            new DatabaseOptions(address, Path.GetTempPath()), TimeProvider.System, NullLogger.Instance, default);
        await ours.Store.Append(AppendRequest.To(
            Stream, "link", ExpectedVersion.None,
            new LinkDegraded(new LinkId("a"), new BitsPerSecond(1000), "slow", DateTimeOffset.UnixEpoch)));
        using var marten = DocumentStore.For(options => Configure(options, address));

        await using (var session = marten.LightweightSession())
        {
            var read = await session.Events.FetchStreamAsync(Stream);
            Assert.Equal("slow", Assert.IsType<LinkDegraded>(Assert.Single(read).Data).Reason);
            session.Events.Append(Stream, new LinkRestored(new LinkId("a"), DateTimeOffset.UnixEpoch));
            await session.SaveChangesAsync();
        }

        var found = new List<RecordedEvent>();
        await foreach (var recorded in ours.Store.ReadStream(Stream))
        {
            found.Add(recorded);
        }

        Assert.Equal([1L, 2L], found.Select(recorded => recorded.Version));
        Assert.IsType<LinkRestored>(found[1].Data);
        var next = await ours.Store.Append(AppendRequest.To(
            Stream, "link", ExpectedVersion.Exactly(2), new LinkRemoved(new LinkId("a"), DateTimeOffset.UnixEpoch)));
        Assert.IsType<AppendResult.Appended>(next);
    }

    private static void Configure(StoreOptions options, string address)
    {
        options.Connection(address);
        options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.CausationIdEnabled = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.UseSystemTextJsonForSerialization(new System.Text.Json.JsonSerializerOptions(DomainJson.Options));
        foreach (var type in EventCatalog.All)
        {
            options.Events.MapEventType(type.Type, type.Name);
        }
    }
#else
    [SkippableFact]
    public void Store_OpenedByMarten_IsSkippedWithoutThePackage() =>
        Skip.If(true, "Marten is not here: run 'dotnet test tests/EdgeFlow.Tests.Marten -p:Marten=nuget'.");
#endif
}
