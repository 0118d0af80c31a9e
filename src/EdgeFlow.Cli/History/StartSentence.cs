using System.Text.Json;
using EdgeFlow.Cli.Output;

namespace EdgeFlow.Cli.History;

/// <summary>What a control plane was started with, in a line: what people choose; the event has all.</summary>
internal static class StartSentence
{
    /// <summary>The sentence.</summary>
    /// <param name="data">The event's data.</param>
    public static string Of(JsonElement data)
    {
        var options = Member(data, "options");
        var (planning, leases) = (Member(options, "planning"), Member(options, "leases"));
        return $"the control plane decides by {Text(planning, "policy")} for {Text(planning, "objective")} "
            + $"({Text(planning, "compute")} compute, {Text(planning, "duplex")} duplex, "
            + $"seed {Text(planning, "seed")}, {Improving(Number(planning, "improveAfterSeconds"))}), gives a node up "
            + $"after {Units.Duration(Number(leases, "leaseMs"))} of silence, and is program "
            + Text(options, "program");
    }

    private static string Improving(double seconds) =>
        seconds > 0 ? $"better plans after {Units.Number(seconds)} s" : "no better plans";

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value)
            ? value : null;

    private static string Text(JsonElement? of, string name) => Member(of, name)?.ToString() ?? "?";

    private static double Number(JsonElement? of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number)
            ? number : 0;
}
