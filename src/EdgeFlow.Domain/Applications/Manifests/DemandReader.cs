using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>Reads what a job asks: the same keys in an application's spec and in a submission.</summary>
internal static class DemandReader
{
    private const decimal LeastRate = 0.000001m;
    private const decimal LeastTime = 0.001m;
    private const double LeastBudget = 1e-9;

    /// <summary>What holds where neither the application nor the submission says anything.</summary>
    public static JobDemand Defaults { get; } = new(
        JobMode.Batch, Required: null, Wished: null, LatencyBound: null, Priority: 0, Frames: null,
        WhenInfeasible.Wait);

    public static DemandChange Read(Fields fields, ErrorList errors)
    {
        var values = new Values(errors);
        var rate = Fields.Of(fields["rate"], ManifestShapes.Rate, errors);
        return new DemandChange(
            values.Word(fields["mode"], "batch", "stream") switch
            {
                null => null,
                "stream" => JobMode.Stream,
                _ => JobMode.Batch,
            },
            Rate(rate["required"], values),
            Rate(rate["wished"], values),
            Time(fields["latency"], values) is { } latency ? new Milliseconds(latency) : null,
            (int?)values.Whole(fields["priority"], 0, DemandLimits.MaxPriority),
            values.Whole(fields["frames"], 1, DemandLimits.MaxFrames),
            values.Word(fields["whenInfeasible"], "wait", "refuse") switch
            {
                null => null,
                "refuse" => WhenInfeasible.Refuse,
                _ => WhenInfeasible.Wait,
            },
            Budget(fields["budget"], errors),
            values.Number(fields["accuracy"], ManifestLimits.LeastPart, 1));
    }

    private static JobBudget? Budget(DocumentNode? node, ErrorList errors)
    {
        if (node is null)
        {
            return null;
        }

        var values = new Values(errors);
        var fields = Fields.Of(node, ManifestShapes.Budget, errors);
        return new JobBudget(
            values.Number(fields["pricePerHour"], LeastBudget, DemandLimits.MaxPrice),
            values.Number(fields["watts"], LeastBudget, DemandLimits.MaxWatts));
    }

    /// <summary>A time above zero, in milliseconds.</summary>
    public static double? Time(DocumentNode? node, Values values) =>
        (double?)values.QuantityOf(node, UnitScale.Time, LeastTime, (decimal)DemandLimits.MaxMilliseconds);

    private static FrameRate? Rate(DocumentNode? node, Values values) =>
        values.QuantityOf(node, UnitScale.Frames, LeastRate, (decimal)DemandLimits.MaxRate) is { } rate
            ? new FrameRate((double)rate)
            : null;
}
