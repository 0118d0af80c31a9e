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
    public static IReadOnlyList<string> Lines(NetworkSnapshot snapshot, Certificate certificate)
    {
        var faults = CertificateCheck.Check(snapshot, certificate);
        var prices = certificate.Prices.OrderByDescending(p => p.Price)
            .ThenBy(p => p.Resource, StringComparer.Ordinal).ToList();
        var table = new TextTable(
            ["resource", "price"],
            [.. prices.Take(MostPrices).Select(p => (string[])[p.Resource, Number(p.Price)])]);
        return
        [
            $"no plan has a higher {certificate.Objective} than {Number(certificate.Bound)} "
            + $"({certificate.Method}, work {certificate.Work})",
            faults.Count == 0 ? "its prices prove it" : $"its prices do not prove it: {faults[0]}",
            "", .. table.Lines(),
            .. prices.Count > MostPrices ? (string[])[$"and {prices.Count - MostPrices} more"] : [],
        ];
    }

    /// <summary>The certificate as it is stored in a plan.</summary>
    public static JsonNode Document(Certificate certificate) =>
        JsonSerializer.SerializeToNode(certificate, DomainJson.Options)!;

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
