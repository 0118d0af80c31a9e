using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgeFlow.Control.Access;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Api.Access;

/// <summary>
/// Takes other tenants out of an answer: entries about their jobs are left out, and where a sentence names one of their
/// jobs or applications it says "another's" instead. It asks the database which of the answer's own words are others'
/// names, so it needs no list of them. Thread safe.
/// </summary>
internal sealed partial class Redactor(Ownership ownership)
{
    /// <summary>What stands in a sentence instead of a name.</summary>
    public const string Instead = "another's";

    // Lists of sentences or ids that each are about the job that they begin with.
    private static readonly HashSet<string> AboutJobs =
        new(StringComparer.Ordinal) { "departed", "waiting", "reasons", "moved" };

    /// <summary>Changes an answer into what a tenant may see.</summary>
    /// <param name="answer">The answer; changed in place.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Redact(JsonNode answer, string tenant, CancellationToken cancellationToken)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        Collect(answer, words);
        var others = await ownership.Others(words, tenant, cancellationToken).ConfigureAwait(false);
        if (others.Count > 0)
        {
            Clean(answer, "", others);
        }
    }

    /// <summary>Events as a tenant may see them.</summary>
    /// <param name="events">Events of its own streams.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<EventView> Redact(
        IAsyncEnumerable<EventView> events, string tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var data = JsonSerializer.SerializeToNode(item.Data)!;
            await Redact(data, tenant, cancellationToken).ConfigureAwait(false);
            yield return item with { Data = JsonSerializer.SerializeToElement(data) };
        }
    }

    private static void Collect(JsonNode? node, HashSet<string> words)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members)
                {
                    Collect(member, words);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, words);
                }

                break;
            case JsonValue value when Text(value) is { } text:
                words.UnionWith(Word().Matches(text).Select(match => match.Value)
                    .Where(word => word.Length <= Name.MaxLength));
                break;
            default:
                break;
        }
    }

    private static void Clean(JsonNode? node, string name, IReadOnlySet<string> others)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (key, member) in members.ToList())
                {
                    if (Text(member) is { } text && Cleaned(text, others) is { } cleaned)
                    {
                        members[key] = cleaned;
                    }

                    Clean(member, key, others);
                }

                break;
            case JsonArray items:
                Clean(items, name, others);
                break;
            default:
                break;
        }
    }

    private static void Clean(JsonArray items, string name, IReadOnlySet<string> others)
    {
        for (var i = items.Count - 1; i >= 0; i--)
        {
            if (IsAboutAnothers(items[i], name, others))
            {
                items.RemoveAt(i);
            }
            else if (Text(items[i]) is { } text && Cleaned(text, others) is { } cleaned)
            {
                items[i] = cleaned;
            }
            else
            {
                Clean(items[i], name, others);
            }
        }
    }

    private static bool IsAboutAnothers(JsonNode? item, string list, IReadOnlySet<string> others) => item switch
    {
        JsonObject members => Text(members["job"]) is { } job && others.Contains(job),
        JsonValue value => AboutJobs.Contains(list) && Text(value) is { } text
            && Word().Match(text) is { Success: true, Index: 0 } first && others.Contains(first.Value),
        _ => false,
    };

    // Only sentences are changed: a single word may be an own task that is called as another's job is.
    private static string? Cleaned(string text, IReadOnlySet<string> others)
    {
        if (!text.Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        var cleaned = Word().Replace(text, match => others.Contains(match.Value) ? Instead : match.Value);
        return cleaned == text ? null : cleaned;
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    [GeneratedRegex("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")]
    private static partial Regex Word();
}
