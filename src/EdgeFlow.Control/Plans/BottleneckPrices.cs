using System.Globalization;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Control.Plans;

/// <summary>What the certificate of the bound asks for the resource that limits a job. Pure.</summary>
internal static class BottleneckPrices
{
    /// <summary>The price; null where there is no certificate or it asks nothing for that.</summary>
    /// <param name="bottleneck">What limits the job, in words.</param>
    /// <param name="certificate">The certificate; null for none.</param>
    public static BottleneckPrice? Of(string bottleneck, Certificate? certificate)
    {
        // A link whose directions have a capacity each has a price for each: "link a-b from a".
        var price = (certificate?.Prices ?? []).Where(entry => entry.Resource == bottleneck
            || entry.Resource.StartsWith($"{bottleneck} from ", StringComparison.Ordinal)).Sum(entry => entry.Price);
        return price > 0
            ? new BottleneckPrice(
                bottleneck, price,
                certificate!.Objective == Objective.MaxMin
                    ? price / certificate.Prices.Sum(entry => entry.Price) : null)
            : null;
    }

    /// <summary>The same in a sentence; none for no price.</summary>
    public static IEnumerable<string> Words(BottleneckPrice? price)
    {
        if (price is { Part: { } part })
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"In the proof of the bound {price.Resource} has {part:P1} of all prices; so much of it rests there.");
        }
        else if (price is not null)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"In the proof of the bound one unit of {price.Resource} is worth {price.Price:G4} of the objective.");
        }
    }
}
