using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification.Certificates;

namespace EdgeFlow.Experiments.Plans;

/// <summary>A certificate for people and for programs.</summary>
internal static class BoundText
{
    private const int MostPrices = 20;

    /// <summary>The bound, how it was found, whether its arithmetic holds, and its highest prices.</summary>
    private static IReadOnlyList<string> Lines(NetworkSnapshot snapshot, Certificate certificate)
    {
        var faults = CertificateCheck.Check(snapshot, certificate);
        var prices = certificate.Prices.OrderByDescending(p => p.Price)
            .ThenBy(p => p.Resource, StringComparer.Ordinal).ToList();
        var table = new TextTable(
            ["resource", "price"],
            [.. prices.Take(MostPrices).Select(p => (string[])[p.Resource, Number(p.Price)])]);
        return
        [
            certificate.Objective == Objective.Makespan
                ? $"under no plan do the batch jobs end before {Number(1 / certificate.Bound)} s "
                    + $"({Counted(certificate)})"
                : $"no plan has a higher {certificate.Objective} than {Number(certificate.Bound)} "
                    + $"({certificate.Method}, work {certificate.Work})",
            faults.Count == 0 ? "its prices prove it" : $"its prices do not prove it: {faults[0]}",
            "", .. prices.Count > 0 ? table.Lines() : [],
            .. prices.Count > MostPrices ? (string[])[$"and {prices.Count - MostPrices} more"] : [],
        ];
    }

    /// <summary>The bound of the objective, and where there are batch jobs besides, that of their makespan.</summary>
    /// <exception cref="InputException">Both are null: there is nothing to bound.</exception>
    public static IReadOnlyList<string> Lines(NetworkSnapshot snapshot, Certificate? bound, Certificate? batch)
    {
        Certificate[] all = [.. new[] { bound, batch }.OfType<Certificate>()];
        return all.Length == 0
            ? throw Nothing()
            : [.. Lines(snapshot, all[0]), .. all.Skip(1).SelectMany(c => Lines(snapshot, c).Prepend(""))];
    }

    /// <summary>The certificates as they are stored in plans; that of the makespan below <c>batch</c> where there is
    /// another.</summary>
    /// <exception cref="InputException">Both are null: there is nothing to bound.</exception>
    public static JsonNode Document(Certificate? bound, Certificate? batch)
    {
        var first = bound ?? batch ?? throw Nothing();
        var document = JsonSerializer.SerializeToNode(first, DomainJson.Options)!;
        if (bound is not null && batch is not null)
        {
            document["batch"] = JsonSerializer.SerializeToNode(batch, DomainJson.Options);
        }

        return document;
    }

    private static InputException Nothing() =>
        new("there is no job to bound: no stream, and no batch job that can run.");

    private static string Counted(Certificate certificate) =>
        $"{certificate.Method}{(certificate.Makespan?.Job is { } job ? $" of {job}" : "")}, work {certificate.Work}";

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
