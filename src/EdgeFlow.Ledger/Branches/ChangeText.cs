using System.Globalization;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// Reads a branch's changes as people write them: <c>node:edge-3@+30s</c>, <c>link:a-b</c>, <c>a-b=2Mbps@+1min</c>,
/// <c>name=edge-9,speed=20,memory=4GB,links=edge-1:10Mbps:2ms+edge-2:1Gbps</c>. Pure.
/// </summary>
internal static class ChangeText
{
    private const int MaxLinks = 16;
    private const double UsualDelayMs = 1;
    private const long UsualLink = 1_000_000_000;

    private static readonly string[] NodeFields = ["name", "speed", "memory", "kind", "zone", "price", "links"];

    /// <summary>Something that fails.</summary>
    /// <exception cref="FormatException">What is wrong, in words.</exception>
    public static BranchCommand Fail(string text, WorldState world)
    {
        var (what, after) = Split(text);
        var parts = what.Split(':', 2);
        if (parts is ["node", var node])
        {
            return world.Nodes.ContainsKey(new NodeId(node))
                ? new FailNode(new NodeId(node), after)
                : throw new FormatException($"there is no node '{Shown(node)}'");
        }

        if (parts is ["link", var link])
        {
            return new ChangeLink(Declared(link, world), new BitsPerSecond(0), after);
        }

        throw new FormatException($"'{Shown(what)}' names neither a node nor a link: node:NAME or link:NAME");
    }

    /// <summary>A link's capacity, or a new link between two nodes.</summary>
    /// <exception cref="FormatException">What is wrong, in words.</exception>
    public static BranchCommand Link(string text, WorldState world)
    {
        var (what, after) = Split(text);
        if (what.Split('=') is not [var name, var value])
        {
            throw new FormatException($"'{Shown(what)}' is not LINK=CAPACITY, e.g. edge-1--edge-2=2Mbps");
        }

        var capacity = Bandwidth(value);
        if (Find(name, world) is { } known)
        {
            return new ChangeLink(known, capacity, after);
        }

        return Ends(name, world) is var (a, b) && capacity.Value > 0
            ? new AddLink(NameOf(a, b), a, b, capacity, new Milliseconds(UsualDelayMs), after)
            : throw new FormatException(
                $"'{Shown(name)}' is neither a link nor two nodes joined by '-'");
    }

    /// <summary>A new node with its links.</summary>
    /// <exception cref="FormatException">What is wrong, in words.</exception>
    public static IReadOnlyList<BranchCommand> Node(string text, WorldState world)
    {
        var (what, after) = Split(text);
        var fields = Fields(what);
        if (fields.Keys.FirstOrDefault(key => !NodeFields.Contains(key)) is { } odd)
        {
            var meant = Spelling.Nearest(odd, NodeFields) is { } near ? $"did you mean '{near}'? There are " : "";
            throw new FormatException($"'{Shown(odd)}' is not known: {meant}{string.Join(", ", NodeFields)}");
        }

        var name = fields.Remove("name", out var given) && Name.IsValid(given)
            ? new NodeId(given) : throw new FormatException($"name= is missing or is not {Name.Rule}");
        if (world.Nodes.GetValueOrDefault(name)?.State.Status is NodeStatus.Ready or NodeStatus.Draining)
        {
            throw new FormatException($"there is a node '{name}' already");
        }

        var links = fields.Remove("links", out var list) ? Links(list, name, world, after) : [];
        var capacity = new NodeCapacity(
            new WorkRate((double)(Take(fields, "speed", null, 1_000_000_000m)
                ?? throw new FormatException("speed= is missing: GMAC a second"))),
            new Bytes((long)(Take(fields, "memory", UnitScale.Data, 1e15m)
                ?? throw new FormatException("memory= is missing, e.g. memory=4GB"))),
            fields.Remove("kind", out var kind) ? kind : "", fields.Remove("zone", out var zone) ? zone : "",
            new Dictionary<string, string>(), new Dictionary<string, string>(),
            PricePerHour: (double?)Take(fields, "price", null, 1_000_000m));
        return [new AddNode(name, capacity, after), .. links];
    }

    /// <summary>The moment after the branch's beginning, as <c>+30s</c>.</summary>
    /// <exception cref="FormatException">What is wrong, in words.</exception>
    public static TimeSpan After(string text)
    {
        var spelled = text.EndsWith('m') ? $"{text}in" : text;
        var number = spelled.StartsWith('+') ? Quantity.Read(spelled[1..], UnitScale.Time) : null;
        return number is { } milliseconds && (double)milliseconds <= BranchLimits.MaxAhead.TotalMilliseconds
            ? TimeSpan.FromMilliseconds((double)milliseconds)
            : throw new FormatException(
                $"'{Shown(text)}' is no time after the beginning: +30s, +500ms or +2h, at most "
                + $"{BranchLimits.MaxAhead.TotalDays:0} days");
    }

    /// <summary>A bandwidth with the short spelling too.</summary>
    /// <exception cref="FormatException">What is wrong, in words.</exception>
    public static BitsPerSecond Bandwidth(string text)
    {
        var spelled = text.Replace("bps", "bit/s", StringComparison.Ordinal);
        return Quantity.Read(spelled, UnitScale.Bandwidth) is { } bits
            && bits <= Domain.Network.LinkDecider.MaxBitsPerSecond
            ? new BitsPerSecond((long)bits)
            : throw new FormatException($"'{Shown(text)}' is no bandwidth, e.g. 2Mbps or 1Gbit/s");
    }

    /// <summary>A text as it may be repeated: short, and nothing that could deceive.</summary>
    public static string Shown(string text)
    {
        const int most = 60;
        var plain = string.Concat(text.Take(most).Select(c => c is >= ' ' and <= '~' ? c : '?'));
        return text.Length > most ? $"{plain}…" : plain;
    }

    private static (string What, TimeSpan After) Split(string text)
    {
        if (text.Length > BranchLimits.MaxText)
        {
            throw new FormatException($"it has more than {BranchLimits.MaxText} characters");
        }

        var at = text.LastIndexOf('@');
        return at < 0 ? (text, TimeSpan.Zero) : (text[..at], After(text[(at + 1)..]));
    }

    private static Dictionary<string, string> Fields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(','))
        {
            if (part.Split('=', 2) is not [var key, var value] || !fields.TryAdd(key, value))
            {
                throw new FormatException($"'{Shown(part)}' is not KEY=VALUE, each once");
            }
        }

        return fields;
    }

    private static decimal? Take(Dictionary<string, string> fields, string key, UnitScale? scale, decimal most)
    {
        if (!fields.Remove(key, out var text))
        {
            return null;
        }

        var value = scale is not null
            ? Quantity.Read(text, scale)
            : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number : null;
        return value is { } found && found <= most
            ? found : throw new FormatException($"{key}='{Shown(text)}' is no such quantity");
    }

    private static List<BranchCommand> Links(string list, NodeId from, WorldState world, TimeSpan after)
    {
        var links = new List<BranchCommand>();
        foreach (var part in list.Split('+'))
        {
            var pieces = part.Split(':');
            var to = new NodeId(pieces[0]);
            if (pieces.Length > 3 || links.Count == MaxLinks || !world.Nodes.ContainsKey(to))
            {
                throw new FormatException(
                    $"'{Shown(part)}' is not NODE[:BANDWIDTH[:DELAY]] of a known node; at most {MaxLinks}, "
                    + "joined by +");
            }

            var capacity = pieces.Length > 1 ? Bandwidth(pieces[1]) : new BitsPerSecond(UsualLink);
            var delay = pieces.Length > 2
                ? (double)(Quantity.Read(pieces[2], UnitScale.Time)
                    ?? throw new FormatException($"'{Shown(pieces[2])}' is no delay, e.g. 2ms"))
                : UsualDelayMs;
            links.Add(new AddLink(NameOf(from, to), from, to, capacity, new Milliseconds(delay), after));
        }

        return links;
    }

    private static LinkId Declared(string name, WorldState world) => Find(name, world)
        ?? throw new FormatException($"there is no link '{Shown(name)}'");

    // By its id, or by its two ends.
    private static LinkId? Find(string name, WorldState world)
    {
        var there = world.Links.Values.Select(link => link.State)
            .Where(link => link.Status != Domain.Network.LinkStatus.Removed).ToList();
        return there.Where(link => link.Link.Value == name)
            .Concat(there.Where(link => name == $"{link.A}-{link.B}" || name == $"{link.B}-{link.A}"))
            .Select(link => (LinkId?)link.Link).FirstOrDefault();
    }

    private static (NodeId A, NodeId B)? Ends(string name, WorldState world)
    {
        for (var dash = name.IndexOf('-', StringComparison.Ordinal); dash > 0;
             dash = name.IndexOf('-', dash + 1))
        {
            var (a, b) = (new NodeId(name[..dash]), new NodeId(name[(dash + 1)..]));
            if (a != b && world.Nodes.ContainsKey(a) && world.Nodes.ContainsKey(b))
            {
                return (a, b);
            }
        }

        return null;
    }

    private static LinkId NameOf(NodeId a, NodeId b) =>
        new(string.CompareOrdinal(a.Value, b.Value) < 0 ? $"{a}--{b}" : $"{b}--{a}");
}
