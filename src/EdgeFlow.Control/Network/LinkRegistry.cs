using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.ReadModels;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Problems;
using Npgsql;

namespace EdgeFlow.Control.Network;

/// <summary>What links are there? Declares, changes and removes them. Thread safe.</summary>
public sealed class LinkRegistry(NpgsqlDataSource database, ControlCommands commands, TimeProvider time)
{
    private const string SelectPage =
        "select link, version from links where present and link > $1 order by link limit $2";

    /// <summary>Declares a link or changes it.</summary>
    public async Task<Answer<Created<LinkView>>> Declare(
        string link, LinkDeclaration declaration, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var before = await commands.Links.Load(link, null, cancellationToken).ConfigureAwait(false);
        var outcome = await commands.Links.Execute(
            new DeclareLink(
                new LinkId(link), new NodeId(declaration.A), new NodeId(declaration.B),
                new BitsPerSecond(declaration.CapacityBitsPerSecond), new Milliseconds(declaration.DelayMs),
                time.GetUtcNow(), declaration.PricePerGigabyte),
            metadata, null, cancellationToken).ConfigureAwait(false);
        return outcome.Rejected is { } rejected
            ? Refusal.Of(rejected)
            : new Created<LinkView>(
                View(outcome.State!, outcome.Version), before.State is null or { Status: LinkStatus.Removed });
    }

    /// <summary>Says what a link has now.</summary>
    public async Task<Answer<LinkView>> SetCapacity(
        string link, LinkCapacity capacity, EventMetadata metadata, CancellationToken cancellationToken)
    {
        LinkCommand command = capacity.CapacityBitsPerSecond is { } bits
            ? new DegradeLink(new LinkId(link), new BitsPerSecond(bits), capacity.Reason ?? "as told", time.GetUtcNow())
            : new RestoreLink(new LinkId(link), time.GetUtcNow());
        var outcome = await commands.Links.Execute(command, metadata, null, cancellationToken).ConfigureAwait(false);
        return outcome.Rejected is { } rejected ? Refusal.Of(rejected) : View(outcome.State!, outcome.Version);
    }

    /// <summary>Takes a link away.</summary>
    public async Task<Refusal?> Remove(string link, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var remove = new RemoveLink(new LinkId(link), time.GetUtcNow());
        var outcome = await commands.Links.Execute(remove, metadata, null, cancellationToken).ConfigureAwait(false);
        return outcome.Rejected is { } rejected ? Refusal.Of(rejected) : null;
    }

    /// <summary>Links after an id, by id.</summary>
    public async Task<IReadOnlyList<LinkView>> Page(string? after, int limit, CancellationToken cancellationToken)
    {
        var views = new List<LinkView>();
        var ids = await PresentIds.Read(database, SelectPage, cancellationToken, after ?? "", limit)
            .ConfigureAwait(false);
        foreach (var (id, version) in ids)
        {
            var link = await commands.Links.Load(id, version, cancellationToken).ConfigureAwait(false);
            if (link.State is { } state)
            {
                views.Add(View(state, link.Version));
            }
        }

        return views;
    }

    /// <summary>One link.</summary>
    public async Task<Answer<LinkView>> Find(string link, CancellationToken cancellationToken)
    {
        var found = await commands.Links.Load(link, null, cancellationToken).ConfigureAwait(false);
        return found.State is { Status: not LinkStatus.Removed } state
            ? View(state, found.Version)
            : Refusal.Of(ProblemKinds.NotFound, $"There is no link '{link}'.");
    }

    /// <summary>A link on the wire. Pure.</summary>
    /// <param name="link">The link.</param>
    /// <param name="version">Its stream's version.</param>
    public static LinkView View(LinkState link, long version) => new(
        link.Link.Value, link.A.Value, link.B.Value, link.Declared.Value, link.Capacity.Value, link.Delay.Value,
        link.Status == LinkStatus.Degraded ? link.Reason : null, version, link.PricePerGigabyte);
}
